from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "foyer.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from foyer.privacy.consents import handlers as consents  # noqa: F401
        from foyer.privacy.consents import jobs, of_customers, purposes  # noqa: F401

        post_migrate.connect(purposes.enter_after_migrate, sender=self, dispatch_uid="foyer.privacy.purposes")
        from foyer.privacy import assessing, holding  # noqa: F401
        from foyer.privacy.access import handlers as access  # noqa: F401
        from foyer.privacy.access import of_customers as unmasking  # noqa: F401
        from foyer.privacy.access import reasons, viewing, watching  # noqa: F401
        from foyer.privacy.deid import handlers as releases  # noqa: F401
        from foyer.privacy.deid import jobs as ending  # noqa: F401
        from foyer.privacy.deid import reasons_said  # noqa: F401
        from foyer.privacy.requests import resealing  # noqa: F401
        from foyer.privacy.retention import schedule

        post_migrate.connect(reasons.enter_after_migrate, sender=self, dispatch_uid="foyer.privacy.reasons")
        post_migrate.connect(schedule.enter_after_migrate, sender=self, dispatch_uid="foyer.privacy.retention")
