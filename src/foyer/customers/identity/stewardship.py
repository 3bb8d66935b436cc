"""What a data steward decides: these two are one customer, these are not, that merge was wrong; and takes back.

Every verb takes effect at once on the served records and golden records, is kept with who, when and why, tells a fact,
and binds every later run. `unmerge` puts every record back where it was; `undo` takes a decision back whole.
"""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.customers.acts import KEPT_APART, MERGED, PAIR_UNMASKED, UNDONE, UNMERGED
from foyer.customers.events import PairKeptApart, PairShown
from foyer.customers.identity import books
from foyer.customers.identity.errors import AlreadyDecided, AlreadyUndone, ReasonForShowingMissing, RecordsMoved
from foyer.customers.identity.persons import Change, Members
from foyer.customers.models import Customer, IdentityChange, MatchDecision, PairReview, SourceRecord
from foyer.customers.profile.publishing.few import refresh

VERDICTS, STATES = MatchDecision.Verdict, PairReview.State


@transaction.atomic
def merge(pair: PairReview, *, by: Actor, reason: str = "") -> IdentityChange | None:
    """The two records are one customer: all records of both customers come together. None if they were already."""
    pair = _claim(pair)
    decision = _decide(pair, VERDICTS.SAME, by, reason)
    _tell(MERGED, pair.left, pair.right, by, reason)
    _mark(pair, STATES.MERGED)
    customers = _customers_of(pair.left, pair.right)
    if len(set(customers)) == 1:
        return None
    stays, goes = _survivor(customers)
    before = _members({stays, goes})
    after = {str(stays): sorted(before[str(stays)] + before[str(goes)])}
    change = _carry_out(Change(books.KINDS.MERGE, before, after), by, reason, decision)
    refresh([stays])
    return change


@transaction.atomic
def keep_apart(pair: PairReview, *, by: Actor, reason: str = "") -> MatchDecision:
    """The two records are different customers, whatever a run may find."""
    pair = _claim(pair)
    decision = _decide(pair, VERDICTS.DIFFERENT, by, reason)
    _tell(KEPT_APART, pair.left, pair.right, by, reason)
    _mark(pair, STATES.KEPT_APART)
    publish(PairKeptApart(pair.id, pair.left, pair.right, str(by)))
    return decision


@transaction.atomic
def unmerge(change: IdentityChange, *, by: Actor, reason: str = "") -> IdentityChange:
    """Put the records of a merge back where they were, and never merge them again by itself.

    Refused when the records have moved on since. Records that came later stay with the customer that has them.
    """
    change = IdentityChange.objects.select_for_update().get(pk=change.pk)
    undone = _take_back(change, by, reason)
    audit.record(UNMERGED, by=by, on=f"identity_change:{change.pk}", reason=reason)
    if change.decision:
        _withdraw(change.decision, by)
    _hold_apart(change, by, reason)
    return undone


@transaction.atomic
def undo(decision: MatchDecision, *, by: Actor) -> None:
    """Take a decision back: its pair waits again, and a merge that came of it is taken back with it."""
    decision = MatchDecision.objects.select_for_update().get(pk=decision.pk)
    if decision.undone_at:
        raise AlreadyUndone
    for change in decision.changes.filter(undone_by_change=None, kind=books.KINDS.MERGE):
        _take_back(change, by, decision.reason)
    _withdraw(decision, by)
    _tell(UNDONE, decision.left, decision.right, by)


@transaction.atomic
def show(pair: PairReview, *, by: Actor, reason: str) -> None:
    """The colleague reads both records unmasked. That they were looked at, and why, is a fact."""
    if not reason.strip():
        raise ReasonForShowingMissing
    _tell(PAIR_UNMASKED, pair.left, pair.right, by, reason.strip())
    publish(PairShown(pair.id, str(by), reason.strip()[:200]))


def _tell(kind: audit.Kind, left: UUID, right: UUID, by: Actor, reason: str = "") -> None:
    """One entry for each customer whose record was decided about or read."""
    owners = dict(SourceRecord.objects.filter(pk__in=[left, right]).values_list("pk", "customer_id"))
    for customer in {owners.get(left), owners.get(right)}:
        records = [str(record) for record in (left, right) if owners.get(record) == customer]
        audit.record(kind, by=by, on=f"record:{records[0]}", customer=customer, reason=reason)


def _claim(pair: PairReview) -> PairReview:
    held = PairReview.objects.select_for_update().get(pk=pair.pk)
    if held.state in (STATES.MERGED, STATES.KEPT_APART):
        raise AlreadyDecided
    return held


def _decide(pair: PairReview, verdict: str, by: Actor, reason: str) -> MatchDecision:
    return _say(pair.left, pair.right, verdict, by, reason)


def _say(left: UUID, right: UUID, verdict: str, by: Actor, reason: str) -> MatchDecision:
    left, right = sorted((left, right), key=str)
    MatchDecision.objects.filter(left=left, right=right, undone_at=None).update(
        undone_at=clock.now(), undone_by=str(by)
    )  # fmt: skip
    return MatchDecision.objects.create(
        left=left, right=right, verdict=verdict, by=str(by), at=clock.now(), reason=reason[:200]
    )  # fmt: skip


def _mark(pair: PairReview, state: str) -> None:
    pair.state = state
    pair.save(update_fields=["state"])


def _customers_of(left: UUID, right: UUID) -> list[UUID]:
    found = dict(SourceRecord.objects.filter(pk__in=[left, right]).values_list("pk", "customer_id"))
    customers = [customer for customer in (found.get(left), found.get(right)) if customer]
    if len(customers) < 2:
        raise RecordsMoved
    # Lock both rows, the smaller id first, so that two stewards do not wait for each other.
    list(Customer.objects.select_for_update().filter(pk__in=customers).order_by("pk"))
    return customers


def _survivor(customers: list[UUID]) -> tuple[UUID, UUID]:
    """(who stays, who goes): whom the front door knows stays, else who has been a customer longer."""
    known = set(
        SourceRecord.objects.filter(customer__in=customers, source="foyer").values_list("customer_id", flat=True)
    )
    rows = Customer.objects.filter(pk__in=customers).values_list("pk", "joined_at", "number")
    ordered = sorted(rows, key=lambda row: (row[0] not in known, row[1], row[2]))
    return ordered[0][0], ordered[1][0]


def _members(customers: set[UUID]) -> Members:
    members: defaultdict[str, list[str]] = defaultdict(list)
    found = SourceRecord.objects.filter(customer__in=customers).values_list("customer_id", "pk")
    for customer, record in found:
        members[str(customer)].append(str(record))
    return {customer: sorted(records) for customer, records in members.items()}


def _carry_out(change: Change, by: Actor, reason: str, decision: MatchDecision | None) -> IdentityChange:
    for customer, records in change.after.items():
        SourceRecord.objects.filter(pk__in=records).update(customer=customer)
    return books.record_change(change, by=by, reason=reason, decision=decision)


def _take_back(change: IdentityChange, by: Actor, reason: str) -> IdentityChange:
    if change.undone_by_change_id:
        raise AlreadyUndone
    if change.kind != books.KINDS.MERGE or not _is_as_left(change):
        raise RecordsMoved
    reversed_ = books.reversed_change(change)
    later = _came_later(change)
    for customer, records in later.items():
        reversed_.before[customer] = sorted({*reversed_.before[customer], *records})
        reversed_.after[customer] = sorted({*reversed_.after.get(customer, []), *records})
    undone = _carry_out(reversed_, by, reason, None)
    change.undone_by_change = undone
    change.save(update_fields=["undone_by_change"])
    refresh([UUID(customer) for customer in reversed_.after])
    return undone


def _is_as_left(change: IdentityChange) -> bool:
    """Whether every record is still where the change put it."""
    owners = books.owners(change.after)
    now = SourceRecord.objects.filter(pk__in=list(owners)).values_list("pk", "customer_id")
    return all(owners[str(record)] == str(customer) for record, customer in now)


def _came_later(change: IdentityChange) -> Members:
    now = _members({UUID(customer) for customer in change.after})
    return {
        customer: [record for record in records if record not in change.after[customer]]
        for customer, records in now.items()
    }


def _withdraw(decision: MatchDecision, by: Actor) -> None:
    if decision.undone_at is None:
        decision.undone_at, decision.undone_by = clock.now(), str(by)
        decision.save(update_fields=["undone_at", "undone_by"])
    PairReview.objects.filter(left=decision.left, right=decision.right).update(state=STATES.WAITING)


def _hold_apart(change: IdentityChange, by: Actor, reason: str) -> None:
    """One decision for each two customers that the merge had joined, so that no run joins them again."""
    firsts = [UUID(records[0]) for _customer, records in sorted(change.before.items())]
    if change.decision:
        firsts = [change.decision.left, change.decision.right]
    for at, one in enumerate(firsts):
        for other in firsts[at + 1 :]:
            decision = _say(one, other, VERDICTS.DIFFERENT, by, reason)
            PairReview.objects.filter(left=decision.left, right=decision.right).update(state=STATES.KEPT_APART)
