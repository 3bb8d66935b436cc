"""Putting right what the bank says of somebody, once they have shown what is right."""

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid
from foyer.customers.errors import NoSuchCustomer
from foyer.customers.models import Customer
from foyer.customers.phones import normalise_phone
from foyer.customers.profile import front_door
from foyer.customers.profile.publishing import refresh

CORRECTABLE = ("name", "phone", "email", "language", "home_address", "employer", "occupation")


class NotCorrectable(Invalid):
    code = "not_correctable"
    message = _("This value is not corrected here.")
    mend = _("It is taken from another system of the bank and corrected there.")


@transaction.atomic
def correct_details(customer_id: UUID, values: dict[str, str]) -> int:
    """Keep the right values as verified by the bank, and make the profile anew; how many values changed."""
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is None:
        raise NoSuchCustomer
    if set(values) - set(CORRECTABLE):
        raise NotCorrectable
    if values.get("phone"):
        values = {**values, "phone": normalise_phone(values["phone"])}
    told = {name: value.strip() for name, value in values.items() if value.strip()}
    front_door.tell(customer, verified=tuple(told), **cast(Any, told))
    refresh([customer.pk])
    _set_plainly(customer.pk, told)
    return len(told)


def _set_plainly(customer_id: UUID, told: dict[str, str]) -> None:
    """What the bank verified itself stands, whatever other systems still say."""
    customer = Customer.objects.get(pk=customer_id)
    changed = [name for name in ("name", "phone", "email", "language") if name in told]
    for name in changed:
        setattr(customer, name, told[name])
    if changed:
        customer.save(update_fields=[*changed, *(["phone_index"] if "phone" in changed else [])])
