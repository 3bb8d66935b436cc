"""From the log to events: each message becomes one event, however often it was sent and however often we are killed.

One transaction takes some batches that nobody else holds, adds the events that are new, follows who identified
themselves, and marks the batches as drained; so it happens wholly or not at all. A batch that fails is tried alone,
five times at most; then it stays in the log for a person to look at.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet

from foyer.base import clock
from foyer.base.crypto import blind_index
from foyer.customers.collecting import measures, people
from foyer.customers.collecting.landing import claim_open
from foyer.customers.collecting.reading import Event, Reading, read
from foyer.customers.models import ANONYMOUS, BehaviourEvent, CollectedBatch, Landing
from foyer.customers.models.records import record_id

log = structlog.get_logger(__name__)

BATCHES_AT_ONCE = 40
MOST_ATTEMPTS = 5
COLUMNS = (
    "id", "write_key_id", "landing_id", "record_id", "anonymous_id", "anonymous_index", "at", "received_at", "kind",
    "name", "channel", "message", "source",
)  # fmt: skip
_TABLE = BehaviourEvent._meta.db_table


@dataclass
class Drained:
    """What one round did."""

    batches: int = 0
    events: int = 0
    repeated: int = 0
    refused: int = 0
    failed: list[UUID] = field(default_factory=list)


def drain(seconds: float = 2.0) -> Drained:
    """Empty the log, for about so long at most."""
    total, until = Drained(), time.monotonic() + seconds
    while time.monotonic() < until:
        before = total.batches
        try:
            _drain_some(_waiting(), total, BATCHES_AT_ONCE)
        except (OperationalError, InterfaceError):
            raise  # the database is away; that is no fault of a batch
        except Exception as problem:
            log.warning("drain_failed", error=type(problem).__name__)
            _one_by_one(total)
        if total.batches == before:
            break
    return total


def forget_drained() -> int:
    """Drop what was drained FOYER_EVENT_LOG_DAYS ago; what had a refused message is kept ten times as long."""
    kept, now = timedelta(days=settings.FOYER_EVENT_LOG_DAYS), clock.now()
    fine = CollectedBatch.objects.filter(drained_at__lt=now - kept, refused=[])
    old = CollectedBatch.objects.filter(drained_at__lt=now - 10 * kept)
    return sum(rows.delete()[0] for rows in (fine, old))


def _waiting() -> "QuerySet[CollectedBatch]":
    rows = CollectedBatch.objects.filter(drained_at=None, attempt_count__lt=MOST_ATTEMPTS)
    return rows.order_by("pk").select_for_update(skip_locked=True, of=("self",)).select_related("write_key")


def _one_by_one(total: Drained) -> None:
    """The same batches each alone, so that a bad one holds up no other."""
    with transaction.atomic():
        first = list(_waiting().values_list("pk", flat=True)[:BATCHES_AT_ONCE])
    for pk in first:
        try:
            _drain_some(_waiting().filter(pk=pk), total, 1)
        except Exception as problem:
            CollectedBatch.objects.filter(pk=pk).update(attempt_count=F("attempt_count") + 1)
            log.error("batch_not_drained", batch=str(pk), error=type(problem).__name__)
            total.failed.append(pk)


@transaction.atomic
def _drain_some(rows: "QuerySet[CollectedBatch]", total: Drained, most: int) -> None:
    batches = list(rows[:most])
    if not batches:
        return
    readings = [read(batch) for batch in batches]
    events = [event for reading in readings for event in reading.events]
    new = _add(events, claim_open())
    people.follow([event for event in events if event.id in new])
    _mark(batches, readings)
    measures.drained(batches, readings)
    total.batches += len(batches)
    total.events += len(new)
    total.repeated += len(events) - len(new)
    total.refused += sum(len(reading.refused) for reading in readings)


def _add(events: list[Event], landing: Landing) -> set[UUID]:
    """Write the events that are not there yet; returns their ids."""
    names = ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE IF NOT EXISTS collected (LIKE {_TABLE}) ON COMMIT DELETE ROWS")
        cursor.execute("TRUNCATE collected")
        with cursor.copy(f"COPY collected ({names}) FROM STDIN") as copy:
            for row in _rows(events, landing):
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {_TABLE} ({names}) SELECT {names} FROM collected ON CONFLICT DO NOTHING RETURNING id"  # noqa: S608
        )
        return {row[0] for row in cursor.fetchall()}


def _rows(events: list[Event], landing: Landing) -> Iterator[tuple[Any, ...]]:
    anonymous: Any = BehaviourEvent._meta.get_field("anonymous_id")
    message: Any = BehaviourEvent._meta.get_field("message")
    for event in events:
        yield (
            event.id, event.key.pk, landing.pk,
            record_id(event.key.record_source, event.user) if event.user else None,
            anonymous.sealed(event.anonymous, event.id),
            blind_index(event.anonymous, ANONYMOUS) if event.anonymous else None,
            event.at, event.received_at, event.kind, event.name, event.channel,
            message.sealed(message.get_prep_value(event.message), event.id), "",
        )  # fmt: skip


def _mark(batches: list[CollectedBatch], readings: list[Reading]) -> None:
    now = clock.now()
    CollectedBatch.objects.filter(pk__in=[batch.pk for batch in batches]).update(drained_at=now)
    for batch, reading in zip(batches, readings, strict=True):
        if reading.refused:
            CollectedBatch.objects.filter(pk=batch.pk).update(refused=reading.refused)
