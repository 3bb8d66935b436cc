from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicingConfig(AppConfig):
    name = "foyer.servicing"
    label = "servicing"
    verbose_name = _("Servicing")

    def ready(self) -> None:
        for module in ("acts", "processes", "measures", "jobs", "holding"):
            import_module(f"{self.name}.{module}")
