from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "foyer.knowledge"
    label = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self) -> None:
        for module in ("actions", "drilled", "drilled_encoder", "handlers", "holding", "jobs", "measures"):
            import_module(f"{self.name}.{module}")
