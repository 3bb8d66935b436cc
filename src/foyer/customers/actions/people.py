"""Adding customers."""

from typing import Any

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.customers.models import Customer
from foyer.customers.phones import normalise_phone

ELDERLY_AGE = 65


@transaction.atomic
def new_customer(*, number: str, name: str, phone: str = "", by: Actor, **fields: Any) -> Customer:
    """Remember a customer; asked twice for one number, the first row stands. Elderly follows from the year of birth."""
    known = Customer.objects.filter(number=number).first()
    if known:
        return known
    born = fields.get("birth_year")
    if born is not None:
        fields.setdefault("is_elderly", clock.now().year - born >= ELDERLY_AGE)
    if phone:
        fields["phone"] = normalise_phone(phone)
    return Customer.objects.create(number=number, name=name, **fields)
