from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "foyer.customers"
    label = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from foyer.customers import (
            assessing,  # noqa: F401  what needs an impact assessment
            drilled,  # noqa: F401  injects of drills
            watching,  # noqa: F401  what detection may ask of a customer
        )
        from foyer.customers.profile import reindexing  # noqa: F401  what is found by changes with the keys
        from foyer.customers.sources import trusting  # noqa: F401  what two people agree to
