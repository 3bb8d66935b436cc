from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "foyer.api"
    label = "api"
    verbose_name = _("API")

    def ready(self) -> None:
        from foyer.api import acts, drilled, drilled_webhooks, jobs  # noqa: F401  registers injects of drills, and the sweep
