"""Reads of this room. What leaves here about a person is masked."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from foyer.base import clock
from foyer.base.text import visible
from foyer.customers.errors import NoSuchCustomer, PhoneNotValid
from foyer.customers.masking import masked_email, masked_name, masked_phone
from foyer.customers.models import Customer
from foyer.customers.phones import normalise_phone
from foyer.customers.profile import golden as gold
from foyer.customers.profile import known
from foyer.customers.trust.sessions import note_seen
from foyer.customers.trust.sessions import standing as standing_sessions
from foyer.staff import queries as staff


def card_for(user: Any, customer_id: UUID | str) -> dict[str, Any]:
    """What a colleague may see at a glance; "not found" for a customer of a unit they do not see."""
    customer = Customer.objects.select_related("unit", "dedicated_agent").filter(pk=customer_id).first()
    if customer is None or not _is_theirs(user, customer):
        raise NoSuchCustomer
    return card(customer)


def card(customer: Customer) -> dict[str, Any]:
    """The masked card, for code that has already decided who may see it."""
    return {
        "id": str(customer.id),
        "number": customer.number,
        "name": masked_name(customer.name),
        "phone": masked_phone(customer.phone),
        "email": masked_email(customer.email),
        "language": customer.language,
        "tier": customer.tier,
        "elderly": customer.is_elderly,
        "vulnerable": customer.is_vulnerable,
        "blocked": customer.is_blocked,
        "frozen": customer.is_frozen,
        "unit": str(customer.unit) if customer.unit else None,
        "dedicated_agent": str(customer.dedicated_agent) if customer.dedicated_agent else None,
        "joined_at": customer.joined_at.isoformat(),
    }


def display_name(customer: Customer) -> str:
    """The name as any screen may show it."""
    return visible(masked_name(customer.name))


def salutation(customer: Customer, language: str) -> str:
    """How to address them without their full name: 张女士/先生, Mary; empty where that cannot be known."""
    name = customer.name.strip()
    if language == "zh" and name and not name.isascii():
        return f"{name[0]}女士/先生"
    return name.split()[0] if name and name.isascii() else ""


def by_session(token: str) -> Customer | None:
    """The signed-in customer behind a session token, if the session is still good."""
    if not token:
        return None
    digest = hashlib.sha256(token.encode()).hexdigest()
    session = standing_sessions().select_related("customer").filter(token_hash=digest).first()
    if session is None or session.customer.is_frozen:
        return None
    note_seen(session)
    return session.customer


def by_id(customer_id: UUID | str) -> Customer | None:
    return Customer.objects.filter(pk=customer_id).first()


def id_by_number(number: str) -> UUID | None:
    """The customer of a customer number; for code that has already decided who may know."""
    return Customer.objects.filter(number=number.strip()).values_list("pk", flat=True).first()


CHILD_BELOW = 14


@dataclass(frozen=True)
class Life:
    """What must be known of a person before anybody writes to them or takes their word."""

    is_child: bool
    has_died: bool


def life_of(customer_id: UUID | str) -> Life | None:
    """Whether they are a child below fourteen, and whether they have died; nothing for an unknown customer."""
    rows = Customer.objects.filter(pk=customer_id).only("golden", "birth_year")
    customer = rows.first()
    if customer is None:
        return None
    age = gold.age(customer.golden)
    if age is None and customer.birth_year:
        age = clock.now().year - customer.birth_year
    return Life(age is not None and age < CHILD_BELOW, bool(gold.value(customer.golden, "died_on")))


def standing() -> QuerySet[Customer]:
    """Every customer that was not merged into another, for rooms that narrow them by a purpose."""
    return Customer.objects.filter(merged_into=None)


def survivors_of(ids: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """Into whom each of some customers was merged; None for one that stands by itself."""
    return dict(Customer.objects.filter(pk__in=list(ids)).values_list("pk", "merged_into"))


def numbers_of(customers: Iterable[UUID]) -> dict[UUID, str]:
    """Customer numbers, of those that there still are."""
    return dict(Customer.objects.filter(pk__in=list(customers)).values_list("pk", "number"))


def ids_matching(text: str) -> list[UUID]:
    """Customers whose number or full phone number is exactly `text`; there is no browsing by parts."""
    found = Q(number=text.strip())
    with suppress(PhoneNotValid):
        found |= Q(phone_index__of=normalise_phone(text))
    return list(Customer.objects.filter(found).values_list("pk", flat=True))


def _is_theirs(user: Any, customer: Customer) -> bool:
    return customer.dedicated_agent_id == user.pk or staff.is_visible(user, customer.unit_id)


def known_of(customer_ids: Iterable[Any]) -> dict[str, dict[str, list[str]]]:
    """For each customer what they can be recognised by in a text (names, numbers, addresses), by kind."""
    return known.known_of(customer_ids)
