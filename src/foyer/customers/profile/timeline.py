"""A customer's dated history over every door and room.

A room above registers its kinds of entry at start and tells of each with `remember`, from the handler of its own fact;
the text is made when it is read, in the reader's language, from parameters that carry no personal data. An entry hangs
on the customer or on the record that brought it, so that a merged and separated customer keeps exactly their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foyer.customers.models import TimelineEntry
from foyer.customers.standard.saying import said

PAGE = 30


@dataclass(frozen=True)
class Kind:
    """How entries of one kind read: a sentence with the entry's parameters, and an icon.

    `words` makes the sentence's words from the parameters; a parameter `id` is what the entry is about, for a face to
    lead there.
    """

    code: str
    sentence: str | Promise
    icon: str
    words: Callable[[dict[str, Any]], dict[str, Any]] = dict


kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of entry known; done once, at start."""
    kinds[kind.code] = kind


def remember(
    kind: str, reference: str, *, at: datetime, customer: UUID | None = None, record: UUID | None = None, **params: Any
) -> None:
    """Add an entry, or bring the one with this reference up to date. Telling twice changes nothing."""
    TimelineEntry.objects.update_or_create(
        kind=kind,
        reference=reference,
        defaults={"at": at, "customer_id": customer, "record_id": record, "params": params},
    )


def forget(kind: str, reference: str) -> None:
    """Take an entry back."""
    TimelineEntry.objects.filter(kind=kind, reference=reference).delete()


def page(
    customers: Sequence[UUID],
    records: Sequence[UUID],
    *,
    before: datetime | None = None,
    of: str = "",
    limit: int = PAGE,
) -> list[dict[str, Any]]:
    """The entries of a customer (with those merged into it) and of its records, newest first."""
    earlier = Q(at__lt=before) if before else Q()
    wanted = Q(kind__startswith=of) if of else Q()
    entries = TimelineEntry.objects.filter(earlier & wanted)
    hung_on_customer = entries.filter(customer__in=customers).order_by("-at")[:limit]
    hung_on_record = entries.filter(record__in=records).order_by("-at")[:limit]
    both = hung_on_customer.union(hung_on_record, all=True).order_by("-at")[:limit]
    return [told(entry) for entry in both]


def told(entry: TimelineEntry) -> dict[str, Any]:
    """An entry as a page shows it, in the active language."""
    kind = kinds.get(entry.kind) or Kind(entry.kind, entry.kind, "point")
    return {
        "id": str(entry.id),
        "kind": entry.kind,
        "at": entry.at.isoformat(),
        "text": str(kind.sentence) % kind.words(entry.params),
        "icon": kind.icon,
        "about": entry.params.get("id", ""),
    }


def _held(params: dict[str, Any]) -> dict[str, Any]:
    """A product by its name, or by its kind where it has none."""
    kind = params.get("kind", "")
    word = said("account", "kind", kind)
    return {**params, "product": params.get("product") or (word if word != kind else said("holding", "kind", kind))}


def _served(params: dict[str, Any]) -> dict[str, Any]:
    """The channel in words, and what it was about; where nobody wrote that down, how it ended."""
    topic = params.get("topic") or said("service_interaction", "outcome", params.get("outcome", "")) or "–"
    return {**params, "channel": said("service_interaction", "channel", params.get("channel", "")), "topic": topic}


register(Kind("customers.joined", _("Became a customer"), "user-plus"))
register(Kind("customers.opened", _("Opened: %(product)s"), "credit-card", words=_held))
register(Kind("customers.closed", _("Closed: %(product)s"), "credit-card-off", words=_held))
register(Kind("customers.interaction", _("%(channel)s: %(topic)s"), "message-circle", words=_served))
register(Kind("customers.merged", _("Two profiles were found to be one customer"), "git-merge"))
register(Kind("customers.unmerged", _("A merge was taken back"), "git-branch"))
