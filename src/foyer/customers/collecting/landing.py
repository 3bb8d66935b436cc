"""Bringing events to the lake, as the dataset `customers.collected_event`, parted by day.

Its columns are those of the standard's behaviour events; what sources' files say of the same lies in
`customers.behaviour_event`, where a corrected row takes the place of the one before it.

Draining adds events to the one open landing. `land` closes it, from when on its rows are fixed, and appends it under
its own id: cut off anywhere and begun again, the lake holds every event once.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from foyer.base import clock
from foyer.base.engine import open_engine
from foyer.base.engine.opening import IN_PROCESS
from foyer.base.lake import Dataset, upkeep
from foyer.customers.models import BehaviourEvent, Landing

ROWS_A_PART = 50_000
_TABLE = Landing._meta.db_table
EVENTS = Dataset("customers.collected_event", partitions=("day",), sort=("at",))
SCHEMA = pa.schema(
    [
        ("event_key", pa.string()), ("party_key", pa.string()), ("anonymous_id", pa.string()),
        ("at", pa.timestamp("us", tz="UTC")), ("kind", pa.string()), ("name", pa.string()),
        ("properties", pa.string()), ("channel", pa.string()), ("source", pa.string()), ("record_id", pa.string()),
        ("_run", pa.string()), ("_seen_at", pa.timestamp("us", tz="UTC")), ("day", pa.string()),
    ]
)  # fmt: skip


def claim_open() -> Landing:
    """The landing that takes the events of this transaction; it cannot be closed before that ends.

    Shared: any number of transactions may add to it side by side.
    """
    while True:
        found = list(Landing.objects.raw(f"SELECT * FROM {_TABLE} WHERE closed_at IS NULL FOR SHARE"))  # noqa: S608
        if found:
            return found[0]
        _open()


def land() -> int:
    """Close what is open and append everything closed to the lake; returns how many events went."""
    used = Exists(BehaviourEvent.objects.filter(landing=OuterRef("pk")))
    Landing.objects.filter(used, closed_at=None).update(closed_at=clock.now())
    waiting = Landing.objects.exclude(closed_at=None).filter(landed_at=None).order_by("pk")
    return sum(_append(landing) for landing in waiting)


def _settled_before() -> datetime:
    """Before this no landing is left that could be appended again."""
    first = Landing.objects.filter(landed_at=None).order_by("opened_at").values_list("opened_at", flat=True).first()
    return min(first or clock.now(), clock.now() - timedelta(days=2))


upkeep.care_for(EVENTS, settled_before=_settled_before)


def _open() -> None:
    with suppress(IntegrityError), transaction.atomic():  # somebody else may open one just now
        Landing.objects.create()


def _append(landing: Landing) -> int:
    """In parts of bounded size, each under its own name: what is in them is fixed, and so is their order."""
    count = 0
    for number, events in enumerate(_chunks(landing)):
        rows = [_row(event, landing) for event in events]
        table = pa.Table.from_pylist(rows, schema=SCHEMA)
        with open_engine(IN_PROCESS) as engine:
            EVENTS.append(engine, engine.frame(table), part=f"{landing.pk}:{number}")
        count += len(rows)
    Landing.objects.filter(pk=landing.pk).update(landed_at=clock.now(), row_count=count)
    return count


def _chunks(landing: Landing) -> Iterator[list[BehaviourEvent]]:
    rows = BehaviourEvent.objects.filter(landing=landing).select_related("write_key").order_by("pk")
    last: UUID | None = None
    while events := list((rows.filter(pk__gt=last) if last else rows)[:ROWS_A_PART]):
        yield events
        last = events[-1].pk


def _row(event: Any, landing: Landing) -> dict[str, Any]:
    """As the standard has it. The visitor's own id stays in the house: the lake has its blind index."""
    user = event.message.get("userId")
    inner = event.message.get("properties") or event.message.get("traits") or {}
    return {
        "event_key": str(event.pk), "party_key": str(user) if event.record_id else None,
        "anonymous_id": event.anonymous_index, "at": event.at, "kind": event.kind, "name": event.name or None,
        "properties": json.dumps(inner, ensure_ascii=False), "channel": event.channel,
        "source": event.write_key.record_source, "record_id": str(event.record_id) if event.record_id else None,
        "_run": str(landing.pk), "_seen_at": event.received_at, "day": event.at.date().isoformat(),
    }  # fmt: skip
