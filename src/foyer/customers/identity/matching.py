"""Finding a customer while they wait: by one identifier, in one indexed look-up, whatever the number of customers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, IntegerField, Q, Value, When

from foyer.base.actors import Actor
from foyer.base.crypto import blind_indexes
from foyer.customers.models import Customer, Identifier
from foyer.customers.profile import front_door
from foyer.customers.profile.publishing.building import new_numbers
from foyer.customers.profile.publishing.few import refresh
from foyer.customers.standardise import REGISTRY

KINDS = (
    "resident_id", "passport", "hkmo_permit", "foreign_id", "uscc", "tax_id", "social_security", "phone", "email",
    "wechat",
)  # fmt: skip
ENOUGH = 50


@dataclass(frozen=True)
class Match:
    """Who it is and by what: the kind of identifier, and whether it was verified with the customer."""

    customer_id: UUID
    by: str
    is_verified: bool


def find(**given: str | None) -> Match | None:
    """The one customer who has what was given (phone=, email=, resident_id=, …); one query.

    Documents come before phones. None when nobody has it, or when several do and nothing tells them apart: a phone that
    a family shares finds the one who verified it, or no one.
    """
    wanted = {kind: value for kind, text in given.items() if text and (value := canonical(kind, text))}
    if not wanted:
        return None
    found: dict[str, dict[UUID, bool]] = {}
    for kind, verified, customer in _held(wanted):
        owners = found.setdefault(kind, {})
        owners[customer] = owners.get(customer, False) or verified
    return next(filter(None, (_one(kind, found.get(kind, {})) for kind in KINDS)), None)


@transaction.atomic
def recognise(
    *, by: Actor, name: str = "", verified: Iterable[str] = (), **given: str | None
) -> tuple[Customer, Match | None]:
    """Who a visitor is who gives a phone or a document. When nobody has it they become a prospect: a customer of whom
    only the front door knows.
    """
    match = find(**given)
    if match:
        return Customer.objects.get(pk=match.customer_id), match
    said = {kind: value for kind, text in given.items() if text and (value := canonical(kind, text))}
    customer = Customer.objects.create(number=new_numbers(1)[0], name=name)
    front_door.tell(customer, verified=verified, at=None, **{**({"name": name} if name else {}), **said})
    refresh([customer.pk])
    customer.refresh_from_db()
    return customer, None


def canonical(kind: str, text: str) -> str | None:
    """The form in which an identifier is indexed; None for a text that cannot be one."""
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of identifier")
    return REGISTRY[kind].read(text)


def _held(wanted: dict[str, str]) -> Any:
    """(kind, is verified, customer) of those who have any of these: served by the index on (index, kind, record)."""
    asked = Q()
    for kind, value in wanted.items():
        asked |= Q(kind=kind, index__in=blind_indexes(value, f"customers.{kind}"))
    order = Case(*[When(kind=kind, then=Value(at)) for at, kind in enumerate(KINDS)], output_field=IntegerField())
    held = Identifier.objects.filter(asked, record__gone_at=None).exclude(record__customer=None)
    return held.order_by(order, "-is_verified").values_list("kind", "is_verified", "record__customer_id")[:ENOUGH]


def _one(kind: str, owners: dict[UUID, bool]) -> Match | None:
    """The only owner, else the only one who verified it."""
    proved = [customer for customer, verified in owners.items() if verified]
    chosen = list(owners) if len(owners) == 1 else proved
    return Match(chosen[0], kind, chosen[0] in proved) if len(chosen) == 1 else None
