from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistantConfig(AppConfig):
    name = "foyer.assistant"
    label = "assistant"
    verbose_name = _("Assistant")

    def ready(self) -> None:
        for module in (
            "measures",
            "handlers",
            "missed",
            "jobs",
            "holding",
            "intents.acts",
            "intents.entry",
            "intents.holding",
            "intents.promoting",
            "evaluation.hearing",
            "evaluation.probing",
            "register.entries",
            "understanding.entry",
            "feeling",
            "speech.checks",
            "translating.entry",
            "translating.holding",
            "writing.entry",
            "writing.holding",
        ):
            import_module(f"{self.name}.{module}")
