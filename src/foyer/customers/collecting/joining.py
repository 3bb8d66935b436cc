"""Joining an anonymous visitor with the customer they turned out to be, and separating them again.

A link is a row; nothing is copied. Events and conversations are read by it, so taking it back puts everything back:
exactly what was the visitor's alone is theirs alone again. The rooms above follow by the two facts, and note on the
link what they will need to put back (`note_before`).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.crypto import blind_index, blind_indexes
from foyer.base.events import publish
from foyer.customers.collecting.errors import NoSuchLink
from foyer.customers.collecting.events import AnonymousJoined, AnonymousSeparated
from foyer.customers.models import ANONYMOUS, AnonymousIdentity

VERIFIED, CLAIMED = AnonymousIdentity.Level.VERIFIED, AnonymousIdentity.Level.CLAIMED


@transaction.atomic
def join(
    anonymous_id: str, customer_id: UUID, *, by: Actor, method: str, record_id: UUID | None = None,
    at: datetime | None = None,
) -> AnonymousIdentity:  # fmt: skip
    """Somebody has proved to be this customer: what the visitor did is theirs. Joining twice changes nothing.

    Who identifies on a device that was another customer's before has what comes from now on (`at`), nothing earlier.
    """
    _hold(anonymous_id)
    last = links(anonymous_id).filter(level=VERIFIED).order_by("linked_at", "pk").last()
    if last is not None and last.customer_id == customer_id:
        return _with_record(last, record_id)
    link = AnonymousIdentity.objects.create(
        anonymous_id=anonymous_id, level=VERIFIED, customer_id=customer_id, record_id=record_id, method=method,
        covers_from=(at or clock.now()) if last else None, linked_by=str(by),
    )  # fmt: skip
    publish(AnonymousJoined(link.id, customer_id, method, str(by), _as_visitor(anonymous_id)))
    return link


@transaction.atomic
def claim(anonymous_id: str, record_id: UUID, *, by: Actor) -> None:
    """Somebody says to be this user and has proved nothing: remembered with the record, shown to nobody.

    On a device whose customer has signed in, the first user claimed is how its site calls that customer.
    """
    _hold(anonymous_id)
    known = links(anonymous_id)
    signed_in = known.filter(level=VERIFIED).order_by("linked_at", "pk").last()
    if signed_in is not None:
        _with_record(signed_in, record_id)
    if not known.filter(record_id=record_id).exists():
        AnonymousIdentity.objects.create(
            anonymous_id=anonymous_id, level=CLAIMED, record_id=record_id, method="claimed", linked_by=str(by)
        )


@transaction.atomic
def separate(link_id: UUID, *, by: Actor, reason: str) -> AnonymousIdentity:
    """Take a link back: it was not this customer. Separating twice changes nothing."""
    link = AnonymousIdentity.objects.select_for_update(no_key=True).filter(pk=link_id).first()
    if link is None:
        raise NoSuchLink
    if link.unlinked_at is None:
        link.unlinked_at, link.unlinked_by, link.unlinked_reason = clock.now(), str(by), reason[:200]
        link.save(update_fields=["unlinked_at", "unlinked_by", "unlinked_reason"])
        if link.customer_id:
            publish(AnonymousSeparated(link.id, link.customer_id, str(by), _as_visitor(link.anonymous_id)))
    return link


@transaction.atomic
def note_before(link_id: UUID, what: str, values: dict[str, Any]) -> None:
    """Remember with a link how something was, so that it can be put back; what is noted already stays."""
    link = AnonymousIdentity.objects.select_for_update(no_key=True).get(pk=link_id)
    link.before = {**link.before, what: {**values, **link.before.get(what, {})}}
    link.save(update_fields=["before"])


def before(link_id: UUID, what: str) -> dict[str, Any]:
    """What was noted."""
    noted = AnonymousIdentity.objects.filter(pk=link_id).values_list("before", flat=True).first() or {}
    return dict(noted.get(what, {}))


def is_linked(link_id: UUID) -> bool:
    """Whether a link holds."""
    return AnonymousIdentity.objects.filter(pk=link_id, unlinked_at=None).exists()


def links(anonymous_id: str) -> "QuerySet[AnonymousIdentity]":
    """The links of an anonymous id that hold."""
    indexes = blind_indexes(anonymous_id, ANONYMOUS)
    return AnonymousIdentity.objects.filter(anonymous_index__in=indexes, unlinked_at=None)


def _with_record(link: AnonymousIdentity, record_id: UUID | None) -> AnonymousIdentity:
    if record_id is not None and link.record_id is None:
        link.record_id = record_id
        link.save(update_fields=["record"])
    return link


def _hold(anonymous_id: str) -> None:
    """One at a time for each anonymous id."""
    with connection.cursor() as cursor:
        key = f"customers anonymous {blind_index(anonymous_id, ANONYMOUS)}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _as_visitor(anonymous_id: str) -> UUID | None:
    try:
        return UUID(anonymous_id)
    except ValueError:
        return None
