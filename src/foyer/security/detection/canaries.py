"""Canaries: customers nobody has a reason to look at. Who touches one is asked why.

They are kept by pseudonym only, as everywhere in the trail. No optional purpose may use them and nobody writes to them
(`privacy.gates.set_aside`), so that nothing but a curious person ever comes near one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.security.audit.reading import Line, lines_of
from foyer.security.audit.subjects import customers_of, given_pseudonym, pseudonym_of
from foyer.security.detection import acts
from foyer.security.models import AuditEntry, AuditSubject, Canary
from foyer.staff import queries as staff

PLANT, MOST = "security.plant_canary", 500
TOUCHES = Q(act__startswith="customers.") | Q(act__startswith="privacy.") | Q(act__startswith="conversations.")


@dataclass(frozen=True)
class Planted:
    """A canary as its keeper sees it; `customer` is None once the customer was deleted."""

    row: Canary
    customer: UUID | None
    last: Line | None


@transaction.atomic
def place(customer_id: UUID, *, by: Actor) -> bool:
    """Make this customer a canary; False if it is one. Raises Forbidden."""
    _check(by)
    pseudonym = pseudonym_of(customer_id) or given_pseudonym(customer_id)
    _row, is_new = Canary.objects.get_or_create(pseudonym=pseudonym, defaults={"placed_by": str(by)})
    if is_new:
        audit.record(acts.CANARY, by=by, on=f"canary:{pseudonym}", details={"placed": True})
    return is_new


@transaction.atomic
def remove(customer_id: UUID, *, by: Actor) -> bool:
    """This customer is no canary any more; False if it was none. Raises Forbidden."""
    _check(by)
    return _removed(pseudonym_of(customer_id), by)


@transaction.atomic
def lift(canary_id: UUID, *, by: Actor) -> bool:
    """The same by the canary's own id, which outlives the customer."""
    _check(by)
    row = Canary.objects.filter(pk=canary_id).first()
    return _removed(row.pseudonym if row else None, by)


def planted() -> list[Planted]:
    """Every canary, newest first, with the last time somebody of the staff touched it. Five queries, however many."""
    rows = list(Canary.objects.order_by("-placed_at")[:MOST])
    owners = customers_of(row.pseudonym for row in rows)
    touched = {line.entry.customer: line for line in lines_of(_last_touches([row.pseudonym for row in rows]))}
    return [Planted(row, owners.get(row.pseudonym), touched.get(row.pseudonym)) for row in rows]


def is_canary(customer_id: UUID) -> bool:
    """One query."""
    return AuditSubject.objects.filter(customer=customer_id, pseudonym__in=Canary.objects.values("pseudonym")).exists()


def customers() -> Any:
    """The ids of those customers, as a query that narrows another."""
    return AuditSubject.objects.filter(pseudonym__in=Canary.objects.values("pseudonym")).values("customer")


def _last_touches(pseudonyms: list[UUID]) -> list[AuditEntry]:
    rows = AuditEntry.objects.filter(TOUCHES, customer__in=pseudonyms, actor_kind="staff")
    return list(rows.order_by("customer", "-pk").distinct("customer"))


def _removed(pseudonym: UUID | None, by: Actor) -> bool:
    if pseudonym is None:
        return False
    gone, _each = Canary.objects.filter(pseudonym=pseudonym).delete()
    if gone:
        audit.record(acts.CANARY, by=by, on=f"canary:{pseudonym}", details={"placed": False})
    return bool(gone)


def _check(by: Actor) -> None:
    """The house itself may, in a drill; of the staff, who keeps them."""
    if by.kind == "system":
        return
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.has_perm(PLANT):
        raise Forbidden
