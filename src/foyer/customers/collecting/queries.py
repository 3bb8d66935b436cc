"""A customer's behaviour, read by links: what was done under their records, and what devices joined to them did.

Nothing of an event's content leaves here: its kind, its name, when and through which door.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from foyer.customers import basis
from foyer.customers.models import AnonymousIdentity, BehaviourEvent, CollectedBatch, SourceRecord

PAGE = 30
PURPOSE = "profiling"
SHOWN = ("pk", "at", "kind", "name", "channel", "record_id")


@dataclass(frozen=True)
class Span:
    """A device that is a customer's, for the time that it is."""

    link: AnonymousIdentity
    until: datetime | None

    @property
    def condition(self) -> Q:
        """What was done on it then, by nobody else: anonymously, or under the name the site gives this customer."""
        mine = Q(anonymous_index=self.link.anonymous_index) & (Q(record=None) | Q(record=self.link.record_id))
        after = Q(at__gte=self.link.covers_from) if self.link.covers_from else Q()
        return mine & after & (Q(at__lt=self.until) if self.until else Q())


def events_of(
    customer_id: UUID, *, records: list[UUID] | None = None, before: datetime | None = None, limit: int = PAGE
) -> list[dict[str, Any]]:
    """The newest events of a customer; `records` are theirs where the caller knows them already.

    None where the customer does not agree to profiling: what they did is then nobody's in particular. Three queries,
    however many devices they have: the gate, each device's newest by its index, then the newest of all.
    """
    if not basis.may(customer_id, PURPOSE):
        return []
    earlier = Q(at__lt=before) if before else Q()
    if records is None:
        records = list(SourceRecord.objects.filter(customer=customer_id).values_list("pk", flat=True))
    conditions = [Q(record__in=records)] if records else []
    parts = [
        BehaviourEvent.objects.filter(condition & earlier).order_by("-at").values(*SHOWN)[:limit]
        for condition in conditions + [span.condition for span in spans_of(customer_id)]
    ]
    if not parts:
        return []
    first, *others = parts
    newest = first.union(*others).order_by("-at", "-pk") if others else first
    return [_shown(event) for event in newest[:limit]]


def spans_of(customer_id: UUID) -> list[Span]:
    """The devices joined to a customer, each until somebody else signed in on it. One query."""
    mine = _holding().filter(customer=customer_id).values("anonymous_index")
    all_of_them = list(_holding().filter(anonymous_index__in=mine))
    starts = sorted((link.covers_from, link.anonymous_index) for link in all_of_them if link.covers_from)
    return [Span(link, _next_start(link, starts)) for link in all_of_them if link.customer_id == customer_id]


def links_of(customer_id: UUID) -> list[dict[str, Any]]:
    """Which visitors were joined to a customer, by whom and when, and which were separated again."""
    links = AnonymousIdentity.objects.filter(customer=customer_id).order_by("-linked_at")
    return [
        {
            "id": str(link.pk), "method": link.method, "linked_at": link.linked_at.isoformat(),
            "linked_by": link.linked_by, "unlinked_by": link.unlinked_by,
            "unlinked_at": link.unlinked_at.isoformat() if link.unlinked_at else None,
        }
        for link in links
    ]  # fmt: skip


def is_linked(link_id: UUID) -> bool:
    """Whether a link holds."""
    return AnonymousIdentity.objects.filter(pk=link_id, unlinked_at=None).exists()


def covers_from(link_id: UUID) -> datetime | None:
    """From when on what was done on the device is the customer's; None for everything."""
    return AnonymousIdentity.objects.filter(pk=link_id).values_list("covers_from", flat=True).first()


def backlog() -> int:
    """How many accepted requests wait to be drained."""
    return CollectedBatch.objects.filter(drained_at=None).count()


def _holding() -> Any:
    return AnonymousIdentity.objects.filter(level=AnonymousIdentity.Level.VERIFIED, unlinked_at=None)


def _next_start(link: AnonymousIdentity, starts: list[tuple[datetime, str]]) -> datetime | None:
    """When the next customer signed in on the same device."""
    same_device = (at for at, index in starts if index == link.anonymous_index)
    return next((at for at in same_device if link.covers_from is None or at > link.covers_from), None)


def _shown(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(event["pk"]), "at": event["at"].isoformat(), "kind": event["kind"], "name": event["name"],
        "channel": event["channel"], "is_anonymous": event["record_id"] is None,
    }  # fmt: skip
