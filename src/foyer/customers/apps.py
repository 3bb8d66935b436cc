from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "foyer.customers"
    label = "customers"
    verbose_name = _("Customers")

    def ready(self) -> None:
        from foyer.customers import (
            drilled,  # noqa: F401  injects of drills
            watching,  # noqa: F401  what detection may ask of a customer
        )
        from foyer.customers.profile import reindexing  # noqa: F401  what is found by changes with the keys
