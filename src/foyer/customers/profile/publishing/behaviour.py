"""Behaviour events that came in sources' files, brought beside those that the collector took in.

An event does not change, so only what arrived since the last time is read: runs of one source follow each other, hence
for each source by itself everything from the newest arrival on, of which some may be there already.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

import ibis
from django.db.models import Max

from foyer.base.crypto import blind_index
from foyer.base.engine import Engine
from foyer.customers.models import ANONYMOUS, BehaviourEvent
from foyer.customers.models.records import record_id
from foyer.customers.profile.current import current
from foyer.customers.profile.publishing.batches import batched, rows_of
from foyer.customers.profile.publishing.staging import Staging
from foyer.customers.profile.publishing.times import utc

_NAMES = UUID("b1ba6c4f-6f0e-5f43-9f3d-6a54b31c2a57")
COLUMNS = (
    "id", "source", "record_id", "anonymous_id", "anonymous_index", "at", "received_at", "kind", "name", "channel",
    "message",
)  # fmt: skip


def publish_behaviour(engine: Engine) -> int:
    """Add the events that are new; how many."""
    table = current(engine, "behaviour_event")
    if table is None:
        return 0
    staging = Staging(BehaviourEvent, COLUMNS, key=("id",), fixed=COLUMNS)
    for batch in batched(rows_of(engine, _arrived(table)), 5_000):
        staging.copy(list(_rows(batch)))  # which asks the same connection what is there
    return staging.merge()


def _arrived(table: ibis.Table) -> ibis.Table:
    newest = BehaviourEvent.objects.exclude(source="").values_list("source").annotate(Max("received_at"))
    known = dict(newest.order_by("source"))
    fresh = ~table["source"].isin(sorted(known) or [""])
    for source, at in known.items():
        fresh |= (table["source"] == source) & (table["_seen_at"] >= at.replace(tzinfo=None))
    return table.filter(fresh)


def _rows(batch: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    anonymous: Any = BehaviourEvent._meta.get_field("anonymous_id")
    message: Any = BehaviourEvent._meta.get_field("message")
    named = {uuid5(_NAMES, f"{row['source']}:{row['event_key']}"): row for row in batch}
    there = set(BehaviourEvent.objects.filter(pk__in=named).values_list("pk", flat=True))
    for key, row in named.items():
        if key in there:
            continue
        device = row.get("anonymous_id") or ""
        yield (
            key, row["source"], record_id(row["source"], row["party_key"]) if row.get("party_key") else None,
            anonymous.sealed(device, key), blind_index(device, ANONYMOUS) if device else None,
            utc(row["at"]), utc(row["_seen_at"]), row["kind"], (row.get("name") or "")[:200], row.get("channel") or "",
            message.sealed(message.get_prep_value({"properties": json.loads(row.get("properties") or "{}")}), key),
        )  # fmt: skip
