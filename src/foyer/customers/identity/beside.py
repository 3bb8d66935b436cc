"""What a steward reads beside pairs and changes: who the records are, and what else belongs to their customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from foyer.customers import masking
from foyer.customers.identity.errors import NoSuchPair
from foyer.customers.identity.queries import PERMISSION, history
from foyer.customers.models import Customer, IdentityChange, MatchDecision, PairReview, SourceRecord
from foyer.customers.profile.publishing.records import claims_of
from foyer.customers.visibility import visible_to


@dataclass(frozen=True)
class Face:
    """A record in a line of a list; the name is masked."""

    id: UUID
    source: str
    name: str


@dataclass(frozen=True)
class Group:
    """One customer of a change with the records it had or has."""

    customer: UUID
    number: str
    records: list[Face]


@dataclass(frozen=True)
class Change:
    """A merge, split or unmerge as a page tells it."""

    row: IdentityChange
    before: list[Group]
    after: list[Group]

    @property
    def can_unmerge(self) -> bool:
        return self.row.kind == IdentityChange.Kind.MERGE and self.row.undone_by_change_id is None


def faces(pairs: Iterable[PairReview]) -> dict[UUID, Face]:
    """The records of some pairs; one query."""
    return _faces({side for pair in pairs for side in (pair.left, pair.right)})


def companions(user: Any, customers: Iterable[UUID]) -> dict[UUID, list[Face]]:
    """Every record of each of these customers that the colleague may see; one query."""
    rows = SourceRecord.objects.filter(customer__in=visible_to(user).filter(pk__in=list(customers)))
    found: defaultdict[UUID, list[Face]] = defaultdict(list)
    for row in rows.order_by("source", "key")[:200]:
        assert row.customer_id is not None  # noqa: S101  the filter says so
        found[row.customer_id].append(_face(row))
    return dict(found)


def decision(user: Any, decision_id: UUID) -> MatchDecision:
    """A steward's decision about records that the colleague may see, or `NoSuchPair`."""
    row = MatchDecision.objects.filter(pk=decision_id).first()
    seen = SourceRecord.objects.filter(customer__in=visible_to(user))
    if row is None or seen.filter(pk__in=[row.left, row.right]).count() < 2:
        raise NoSuchPair
    return row


def change(user: Any, change_id: UUID) -> IdentityChange:
    """A change of customers that the colleague may see, or `NoSuchPair`."""
    row = IdentityChange.objects.select_related("decision").filter(pk=change_id).first()
    if not user.has_perm(PERMISSION) or row is None:
        raise NoSuchPair
    touched = {*row.before, *row.after}
    if visible_to(user).filter(pk__in=touched).count() < Customer.objects.filter(pk__in=touched).count():
        raise NoSuchPair
    return row


def changes(user: Any, customer_id: UUID) -> list[Change]:
    """The story of a customer's records, the latest first. A fixed number of queries."""
    rows = history(user, customer_id)
    groups = [group for row in rows for group in (row.before, row.after)]
    known = _faces({UUID(record) for group in groups for records in group.values() for record in records})
    wanted = {customer for group in groups for customer in group}
    numbers = dict(visible_to(user).filter(pk__in=wanted).values_list("pk", "number"))
    return [Change(row, _groups(row.before, known, numbers), _groups(row.after, known, numbers)) for row in rows]


def _groups(group: dict[str, list[str]], known: dict[UUID, Face], numbers: dict[UUID, str]) -> list[Group]:
    return [
        Group(
            UUID(customer), numbers.get(UUID(customer), ""), [known[UUID(one)] for one in records if UUID(one) in known]
        )
        for customer, records in sorted(group.items())
    ]


def _faces(ids: set[UUID]) -> dict[UUID, Face]:
    return {row.pk: _face(row) for row in SourceRecord.objects.filter(pk__in=ids)}


def _face(row: SourceRecord) -> Face:
    names = [claim["value"] for claim in claims_of(row) if claim["attribute"] == "name"]
    return Face(row.pk, row.source, masking.masked_name(names[0]) if names else row.key)
