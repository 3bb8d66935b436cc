"""Relations between records, and the dated entries that the lake and the holdings bring to timelines."""

from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

from foyer.base.engine import Engine
from foyer.base.ids import new_id
from foyer.customers.models import Relation, SourceRecord, TimelineEntry
from foyer.customers.models.records import record_id
from foyer.customers.profile.current import current
from foyer.customers.profile.publishing.batches import batched, rows_of
from foyer.customers.profile.publishing.behaviour import publish_behaviour
from foyer.customers.profile.publishing.staging import Staging
from foyer.customers.profile.publishing.times import utc

RELATION = ("id", "record_id", "other_id", "kind", "since_on", "until_on")
ENTRY = ("id", "customer_id", "record_id", "at", "kind", "reference", "params")
OPENED = """
    INSERT INTO customers_timelineentry AS old (id, customer_id, record_id, at, kind, reference, params)
    SELECT uuidv7(), NULL, party.record_id, {day}::timestamptz, %s, holding.id || ':' || party.record_id,
           jsonb_build_object('kind', holding.kind, 'product', holding.product, 'tail', holding.number_tail)
      FROM customers_holding holding JOIN customers_holdingparty party ON party.holding_id = holding.id
     WHERE {day} IS NOT NULL AND party.role IN ('owner', 'joint')
    ON CONFLICT (kind, reference) DO UPDATE SET at = excluded.at, params = excluded.params
     WHERE (old.at, old.params) IS DISTINCT FROM (excluded.at, excluded.params)
"""


def publish_events(engine: Engine) -> int:
    """Write relations and entries that are new or have changed; how many entries."""
    _publish_relations(engine)
    return _opened_and_closed() + _publish_interactions(engine) + publish_behaviour(engine)


def _opened_and_closed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OPENED.format(day="holding.opened_on"), ["customers.opened"])
        opened = cursor.rowcount
        cursor.execute(OPENED.format(day="holding.closed_on"), ["customers.closed"])
        return int(opened + cursor.rowcount)


def _publish_relations(engine: Engine) -> None:
    table = current(engine, "relation")
    if table is None:
        return
    staging = Staging(Relation, RELATION, key=("record_id", "other_id", "kind"), fixed=("id",))
    for batch in batched(rows_of(engine, table), 5_000):
        staging.copy({_relation(row)[1:4]: _relation(row) for row in batch}.values())
    staging.keep_known("record_id", SourceRecord)
    staging.keep_known("other_id", SourceRecord)
    staging.merge()
    staging.remove_missing(sql.SQL("TRUE"))


def _relation(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        new_id(),
        record_id(row["source"], row["party_key"]),
        record_id(row["source"], row["other_key"]),
        row["kind"],
        row.get("since_on"),
        row.get("until_on"),
    )


def _publish_interactions(engine: Engine) -> int:
    table = current(engine, "service_interaction")
    if table is None:
        return 0
    staging = Staging(TimelineEntry, ENTRY, key=("kind", "reference"), fixed=("id",))
    for batch in batched(rows_of(engine, table), 5_000):
        staging.copy([_interaction(row) for row in batch])
    staging.keep_known("record_id", SourceRecord)
    return staging.merge()


def _interaction(row: dict[str, Any]) -> tuple[Any, ...]:
    params = {name: row.get(name) or "" for name in ("channel", "topic", "outcome")}
    return (
        new_id(),
        None,
        _record(row),
        utc(row["at"]),
        "customers.interaction",
        f"{row['source']}:{row['interaction_key']}",
        Jsonb(params),
    )


def _record(row: dict[str, Any]) -> UUID:
    return record_id(row["source"], row["party_key"])
