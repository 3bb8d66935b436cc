"""Canaries of security are set aside: no optional purpose uses them, and nobody writes to them.

What an agent reads of it says nothing of canaries.
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foyer.privacy.gates.decisions import Decision, say
from foyer.privacy.gates.persons import Person
from foyer.privacy.gates.stops import Stop, stop
from foyer.security import queries as security

ASIDE = stop(
    Stop(
        "set_aside", _("This customer's data is used for their own service only."), "",
        customers=security.canary_customers, spares=frozenset({"service", "law"}),
    )
)  # fmt: skip


def not_written_to(who: Person, purpose: str) -> Decision | None:
    """A no for a customer whom nobody may contact, not even for a service."""
    if who.customer is None or not security.is_canary(UUID(str(who.customer))):
        return None
    return say(False, "nobody", purpose)
