"""Source records, and the blind indexes by which a visitor or a steward finds them."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import groupby
from typing import Any
from uuid import UUID

import ibis
from psycopg import sql

from foyer.base import clock
from foyer.base.crypto import blind_index, seal
from foyer.base.engine import Engine
from foyer.base.ids import new_id
from foyer.base.lake import Dataset
from foyer.customers.models import Identifier, SourceRecord
from foyer.customers.profile.claims import CONTACTS, DOCUMENTS, claims
from foyer.customers.profile.current import current
from foyer.customers.profile.publishing.batches import batched, rows_of
from foyer.customers.profile.publishing.staging import Staging

FINDABLE = frozenset({*DOCUMENTS, *CONTACTS}) - {"other"}
RECORD = ("id", "source", "key", "kind", "customer_id", "values", "fingerprint", "recorded_at", "seen_at", "gone_at",
          "run")  # fmt: skip
IDENTIFIER = ("id", "record_id", "kind", "index", "is_verified")


def publish_records(engine: Engine, run: UUID | None) -> int:
    """Write records that are new or have changed, with their identifiers; how many records."""
    records = Staging(SourceRecord, RECORD, compare=("fingerprint", "customer_id", "gone_at"), fixed=("run",))
    identifiers = Staging(Identifier, IDENTIFIER, key=("index", "kind", "record_id"), fixed=("id",))
    for batch in batched(_records(engine), 2_000):
        records.copy([_record_row(head, said, run) for head, said in batch])
        identifiers.copy([row for head, said in batch for row in _identifier_rows(head["record_id"], said)])
    written = records.merge()
    identifiers.merge()
    identifiers.remove_missing(_of_staged_records())
    return written


def values_of(said: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What a record says, as its row keeps it: [attribute, value, at, verified] for each claim, in a fixed order."""
    rows = [[row["attribute"], row["value"], _iso(row["at"]), bool(row["verified"])] for row in said]
    return {"claims": sorted(rows)}


def claims_of(record: SourceRecord) -> list[dict[str, Any]]:
    """The claims of one record, as `claims` gives them for all."""
    return [
        {
            "record_id": str(record.id),
            "source": record.source,
            "attribute": attribute,
            "value": value,
            "at": datetime.fromisoformat(at).astimezone(UTC).replace(tzinfo=None),
            "verified": verified,
        }
        for attribute, value, at, verified in record.values.get("claims", [])
    ]


def _records(engine: Engine) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    said, party = claims(engine), current(engine, "party", with_gone=True)
    if party is None:
        return
    clusters = Dataset("customers.clusters").read(engine)
    heads = _heads(party, clusters)
    both = heads.left_join(said, heads.record_id == said.record_id).select(
        *[heads[name] for name in heads.columns],
        *[said[name] for name in ("attribute", "value", "at", "verified")],
    )
    rows = rows_of(engine, both.order_by(["record_id", "attribute", "value"]))
    for _record, theirs in groupby(rows, key=lambda row: row["record_id"]):
        kept = list(theirs)
        yield kept[0], [row for row in kept if row["attribute"] is not None]


def _heads(party: ibis.Table, clusters: ibis.Table) -> ibis.Table:
    seen = party["_seen_at"].cast("timestamp(6)")
    recorded = ibis.coalesce(party.updated_at.cast("timestamp(6)"), seen) if "updated_at" in party.columns else seen
    joined = party.mutate(
        _recorded=recorded,
        _seen=seen,
        _gone=party["_gone_at"].cast("timestamp(6)"),
        _record=party.record_id.cast("string"),
    )
    return joined.join(clusters, joined["_record"] == clusters.record_id.cast("string")).select(
        record_id=joined["_record"],
        source=joined.source,
        key=joined.source_key.cast("string"),
        kind=joined.kind,
        customer_id=clusters.customer_id.cast("string"),
        recorded_at=joined["_recorded"],
        seen_at=joined["_seen"],
        gone_at=joined["_gone"],
    )


def _record_row(head: dict[str, Any], said: list[dict[str, Any]], run: UUID | None) -> tuple[Any, ...]:
    text = json.dumps(values_of(said), ensure_ascii=False, separators=(",", ":"))
    mark = blake2b(text.encode(), digest_size=16).hexdigest()
    record = UUID(head["record_id"])
    return (
        record, head["source"], head["key"], head["kind"] or "person", UUID(head["customer_id"]),
        seal(text, "customers_sourcerecord.values", row=record), mark, _utc(head["recorded_at"]), _utc(head["seen_at"]),
        _utc(head["gone_at"]) if head["gone_at"] else None, run,
    )  # fmt: skip


def _identifier_rows(record: str, said: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    found: dict[tuple[str, str], bool] = {}
    for row in said:
        if row["attribute"] in FINDABLE:
            key = row["attribute"], blind_index(row["value"], f"customers.{row['attribute']}")
            found[key] = found.get(key, False) or bool(row["verified"])
    return [(new_id(), UUID(record), kind, index, verified) for (kind, index), verified in sorted(found.items())]


def _of_staged_records() -> sql.Composable:
    return sql.SQL("old.record_id IN (SELECT id FROM staged_customers_sourcerecord)")


def _utc(at: datetime | None) -> datetime:
    moment = at or clock.now()
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _iso(at: datetime) -> str:
    return _utc(at).astimezone(UTC).isoformat(timespec="seconds")
