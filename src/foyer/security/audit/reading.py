"""Searching the trail: newest first, a page at a time, each question led by an index.

An identifier begins with its time, so a page after another begins at an identifier, and a window of time is a window of
identifiers: no question needs to count or to sort.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.security.audit.sealing import oldest_unsealed
from foyer.security.audit.subjects import customers_of, pseudonym_of
from foyer.security.models import AuditAnchor, AuditCheck, AuditEntry, AuditPolicy, AuditSeal
from foyer.staff import queries as staff

PAGE = 50


@dataclass(frozen=True)
class Question:
    """What is looked for; what is left empty is not asked. `customer` is the customer's id, not the pseudonym."""

    actor: UUID | None = None
    customer: UUID | None = None
    acts: tuple[str, ...] = ()
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    address: str = ""
    outcome: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Question()


@dataclass(frozen=True)
class Line:
    """One entry as a reader sees it: with the names behind the identifiers and its place in the chain."""

    entry: AuditEntry
    act: str
    actor: str
    customer: UUID | None
    seal: AuditSeal | None = None


@dataclass(frozen=True)
class Page:
    lines: Sequence[Line]
    older: UUID | None


@dataclass(frozen=True)
class State:
    """How the chain stands."""

    sealed_to: int
    sealed_at: datetime | None
    waiting_since: datetime | None
    anchored_to: int
    anchored_at: datetime | None
    check: AuditCheck | None
    years: int

    @property
    def is_late(self) -> bool:
        """Whether an entry has waited for its seal for more than a minute."""
        return self.waiting_since is not None and clock.now() - self.waiting_since > timedelta(seconds=60)


def search(question: Question, *, before: UUID | None = None, limit: int = PAGE) -> Page:
    """A page of the trail. Four queries, whatever it holds."""
    rows = matching(question)
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows.order_by("-id")[: limit + 1])
    shown = found[:limit]
    return Page(lines_of(shown), shown[-1].pk if len(found) > limit else None)


def one(entry_id: UUID) -> Line | None:
    """One entry in full."""
    row = AuditEntry.objects.filter(pk=entry_id).first()
    return lines_of([row])[0] if row else None


def matching(question: Question) -> QuerySet[AuditEntry]:
    """The entries that answer, in no order yet."""
    rows = AuditEntry.objects.all()
    if question.customer:
        rows = rows.filter(customer=pseudonym_of(question.customer) or UUID(int=0))
    if question.actor:
        rows = rows.filter(actor_id=question.actor)
    if question.acts:
        rows = rows.filter(act__in=question.acts)
    if question.subject:
        rows = rows.filter(subject=question.subject)
    if question.address:
        rows = rows.filter(address=question.address)
    if question.outcome:
        rows = rows.filter(outcome=question.outcome)
    return rows.filter(_between(question.since, question.until))


def lines_of(rows: Sequence[AuditEntry]) -> list[Line]:
    """Entries with names, customers and seals. Three queries."""
    names = staff.names_of({row.actor_id for row in rows if row.actor_kind == "staff" and row.actor_id})
    customers = customers_of({row.customer for row in rows if row.customer})
    seals = {seal.entry: seal for seal in AuditSeal.objects.filter(entry__in=[row.pk for row in rows])}
    kinds = audit.kinds()
    return [
        Line(
            entry=row,
            act=str(kinds[row.act].name) if row.act in kinds else row.act,
            actor=names.get(row.actor_id, "") if row.actor_id else "",
            customer=customers.get(row.customer) if row.customer else None,
            seal=seals.get(row.pk),
        )
        for row in rows
    ]


def state() -> State:
    """How far the chain is sealed, anchored and verified. Five queries."""
    seal = AuditSeal.objects.order_by("-seq").first()
    anchor = AuditAnchor.objects.order_by("-id").first()
    return State(
        sealed_to=seal.seq if seal else 0,
        sealed_at=seal.at if seal else None,
        waiting_since=oldest_unsealed(),
        anchored_to=anchor.seq if anchor else 0,
        anchored_at=anchor.at if anchor else None,
        check=AuditCheck.objects.order_by("-at").first(),
        years=kept_years(),
    )


def recorded_within(kind: audit.Kind, *, by: Actor, on: str, minutes: float) -> bool:
    """Whether this actor's same act on the same subject was recorded a short while ago. One query."""
    since = first_id(clock.now() - timedelta(minutes=minutes))
    rows = AuditEntry.objects.filter(actor_id=by.id, pk__gte=since, act=kind.code, subject=on)
    return rows.exists()


def kept_years() -> int:
    """The bank's policy: how long the trail is kept."""
    return AuditPolicy.objects.values_list("years", flat=True).first() or 5


def _between(since: datetime | None, until: datetime | None) -> Q:
    asked = Q()
    if since:
        asked &= Q(pk__gte=first_id(since))
    if until:
        asked &= Q(pk__lt=first_id(until))
    return asked


def first_id(at: datetime) -> UUID:
    """The least identifier of a millisecond."""
    return UUID(int=int(at.timestamp() * 1_000) << 80)
