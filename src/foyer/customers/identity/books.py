"""Writing changes of identity: the row that can undo them, the customers they touch, the fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.customers.events import CustomersMerged, CustomerSplit
from foyer.customers.identity.persons import Change, Members
from foyer.customers.models import Customer, IdentityChange, MatchDecision

KINDS = IdentityChange.Kind


def record_change(
    change: Change, *, by: Actor, run: UUID | None = None, reason: str = "", decision: MatchDecision | None = None
) -> IdentityChange:
    """Keep who moved where, point merged customers to those that took their records, and tell it."""
    row = IdentityChange.objects.create(
        kind=change.kind, before=change.before, after=change.after, by=str(by), at=clock.now(), run=run,
        reason=reason[:200], decision=decision,
    )  # fmt: skip
    _point(change)
    _tell(row)
    return row


def _point(change: Change) -> None:
    """A customer without records points to who has most of them; one that has records again points nowhere."""
    now = {record: customer for customer, records in change.after.items() for record in records}
    for customer, records in change.before.items():
        if customer not in change.after:
            heirs = [now[record] for record in records if record in now]
            heir = max(sorted(set(heirs)), key=heirs.count) if heirs else None
            heir = heir if heir and Customer.objects.filter(pk=heir).exists() else None
            Customer.objects.filter(pk=customer).update(merged_into=heir)
    Customer.objects.filter(pk__in=list(change.after)).exclude(merged_into=None).update(merged_into=None)


def _tell(row: IdentityChange) -> None:
    gone, stay = sorted(set(row.before) - set(row.after)), sorted(row.after)
    if row.kind == KINDS.MERGE:
        for customer in gone:
            publish(CustomersMerged(UUID(stay[0]), UUID(customer), row.id, row.by))
    else:
        for customer in stay:
            publish(CustomerSplit(UUID(customer), row.id, row.by))


def reversed_change(row: IdentityChange) -> Change:
    """What takes a change back."""
    return Change(KINDS.UNMERGE if row.kind == KINDS.MERGE else KINDS.MERGE, row.after, row.before)


def overlay(customers: dict[str, str], since: Any) -> None:
    """Bring a run's outcome up to what stewards did after it."""
    for row in IdentityChange.objects.filter(run=None, at__gte=since).order_by("at", "id"):
        customers.update(owners(row.after))


def owners(members: Members | Mapping[str, Any]) -> dict[str, str]:
    return {record: customer for customer, records in members.items() for record in records}
