from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "foyer.staff"
    label = "staff"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from foyer.staff import roles

        apps.get_app_config("axes").verbose_name = _("Sign-in protection")

        for module in (
            "checks",
            "live_topics",
            "jobs",
            "sign_in.paper",
            "sign_in.secrets",
            "sign_in.sessions",
            "sign_in.revoking",
            "sign_in.limits",
            "sign_in.telling",
        ):
            import_module(f"foyer.staff.{module}")
        post_migrate.connect(roles.grant_after_migrate, dispatch_uid="foyer.staff.roles")
