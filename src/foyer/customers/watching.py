"""What this room can tell detection of the customer whom an entry is about."""

from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from foyer.customers.models import Customer
from foyer.security.audit.subjects import customers_of
from foyer.security.detection.traits import Seen, trait

CAREFUL_TIERS = ("private",)


@trait("vip", _("A customer of private banking"))
def is_vip(entries: list[Seen]) -> set[UUID]:
    customers = _customers(entries)
    return {pk for pk, customer in customers.items() if customer.tier in CAREFUL_TIERS}


@trait("colleague", _("A customer who bears a colleague's name"))
def is_colleague(entries: list[Seen]) -> set[UUID]:
    """The whole name of somebody who works here; a family name alone says nothing."""
    customers = _customers(entries)
    names = {customer.name for customer in customers.values() if customer.name}
    theirs = get_user_model().objects.filter(is_active=True, display_name__in=names)
    colleagues = set(theirs.values_list("display_name", flat=True))
    return {pk for pk, customer in customers.items() if customer.name in colleagues}


def _customers(entries: list[Seen]) -> dict[UUID, Customer]:
    """Of each entry, the customer it is about; two queries."""
    known = customers_of(entry.customer for entry in entries if entry.customer)
    rows = Customer.objects.in_bulk(set(known.values()))
    found = {entry.pk: rows.get(known.get(entry.customer)) for entry in entries}  # type: ignore[arg-type]
    return {pk: customer for pk, customer in found.items() if customer is not None}
