"""One value of one customer in clear, for code that has already decided who may see it: `privacy.access` alone."""

from uuid import UUID

from foyer.customers.models import Customer
from foyer.customers.profile import golden as gold

OWN = ("name", "phone", "email")


def full_value(customer_id: UUID | str, attribute: str, place: str = "") -> str:
    """The value of an attribute; empty where there is none.

    `place` "" is what stands at the head of the profile, "golden" what survived of what the systems say, a number one
    of the other voices.
    """
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        return ""
    if place == "" and attribute in OWN and getattr(customer, attribute):
        return str(getattr(customer, attribute))
    if place in ("", "golden"):
        return gold.value(customer.golden, attribute)
    voices = gold.values(customer.golden, attribute)[1:]
    return voices[int(place)] if place.isdecimal() and int(place) < len(voices) else ""
