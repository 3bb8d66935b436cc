"""Adding customers."""

from typing import Any

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.customers.models import Customer
from foyer.customers.phones import normalise_phone
from foyer.customers.profile import front_door

ELDERLY_AGE = 65


@transaction.atomic
def new_customer(*, number: str, name: str, phone: str = "", by: Actor, **fields: Any) -> Customer:
    """Remember a customer; asked twice for one number, the first row stands. Elderly follows from the year of birth.

    What is told becomes a source record of the front door, so that it takes part in identity resolution.
    """
    known = Customer.objects.filter(number=number).first()
    if known:
        return known
    born = fields.get("birth_year")
    if born is not None:
        fields.setdefault("is_elderly", clock.now().year - born >= ELDERLY_AGE)
    if phone:
        fields["phone"] = normalise_phone(phone)
    customer = Customer.objects.create(number=number, name=name, **fields)
    front_door.tell(
        customer,
        name=name,
        phone=customer.phone,
        email=customer.email,
        language=customer.language,
        segment=customer.tier,
        branch_code=customer.unit.code if customer.unit else "",
        is_vulnerable="true" if customer.is_vulnerable else "",
    )
    return customer
