from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SecurityConfig(AppConfig):
    name = "foyer.security"
    label = "security"
    verbose_name = _("Security")

    def ready(self) -> None:
        from foyer.security.audit import guards

        for module in (
            "keys", "audit.keeping", "audit.exporting", "detection.own_traits", "detection.rules",
            "detection.enforcing", "detection.measures",
            "drills.planning", "drills.improving", "drills.own_players", "drills.rehearsed",
            "risks.register", "risks.flows", "risks.assessing", "risks.accepting", "risks.assessments",
        ):  # fmt: skip
            import_module(f"foyer.security.{module}")
        post_migrate.connect(guards.revoke_after_migrate, sender=self, dispatch_uid=guards.REVOKED)
        post_migrate.connect(_install_rules, sender=self, dispatch_uid="foyer.security.install_rules")
        post_migrate.connect(_install_scenarios, sender=self, dispatch_uid="foyer.security.install_scenarios")


def _install_rules(apps: Any = installed, **_signal: Any) -> None:
    """The shipped rules, where their tables are there already. Emptying all tables sends no `apps`."""
    try:
        apps.get_model("security", "DetectionRule")
    except LookupError:
        return
    import_module("foyer.security.detection.rules").install()


def _install_scenarios(apps: Any = installed, **_signal: Any) -> None:
    """The shipped scenarios of drills, where their table is there already."""
    try:
        apps.get_model("security", "DrillScenario")
    except LookupError:
        return
    import_module("foyer.security.drills.library").install()
