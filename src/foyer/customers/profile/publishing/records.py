"""Source records, and the blind indexes by which a visitor or a steward finds them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import ibis
import msgspec
from psycopg import sql

from foyer.base.crypto import indexer, sealer
from foyer.base.engine import Engine
from foyer.base.ids import new_id
from foyer.base.lake import Dataset
from foyer.customers.models import Identifier, SourceRecord
from foyer.customers.profile.claims import CONTACTS, DOCUMENTS, claims
from foyer.customers.profile.current import current
from foyer.customers.profile.publishing.batches import batched, tuples_of
from foyer.customers.profile.publishing.staging import Staging

FINDABLE = frozenset({*DOCUMENTS, *CONTACTS}) - {"other"}
RECORD = ("id", "source", "key", "kind", "customer_id", "values", "fingerprint", "recorded_at", "seen_at", "gone_at",
          "run")  # fmt: skip
IDENTIFIER = ("id", "record_id", "kind", "index", "is_verified")


class _Said(NamedTuple):
    """One thing that a record says, beside what we know of the record."""

    record_id: str
    source: str
    key: str
    kind: str | None
    customer_id: str
    recorded_at: datetime
    seen_at: datetime
    gone_at: datetime | None
    attribute: str | None
    value: str
    at: datetime
    verified: bool


def publish_records(engine: Engine, run: UUID | None) -> int:
    """Write records that are new or have changed, with their identifiers; how many records."""
    records = Staging(SourceRecord, RECORD, compare=("fingerprint", "customer_id", "gone_at"), fixed=("run",))
    identifiers = Staging(Identifier, IDENTIFIER, key=("index", "kind", "record_id"), fixed=("id",))
    for batch in batched(_records(engine), 2_000):
        sealed = sealer("customers_sourcerecord.values")
        records.copy([_record_row(said, sealed, run) for said in batch])
        index = {kind: indexer(f"customers.{kind}") for kind in FINDABLE}
        identifiers.copy([row for said in batch for row in _identifier_rows(said, index)])
    written = records.merge()
    identifiers.merge()
    identifiers.remove_missing(_of_staged_records())
    return written


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


def _records(engine: Engine) -> Iterator[list[_Said]]:
    """All that each record says; at least one row each, without an attribute where it says nothing."""
    said, party = claims(engine), current(engine, "party", with_gone=True)
    if party is None:
        return
    heads = _heads(party, Dataset("customers.clusters").read(engine))
    both = heads.left_join(said, heads.record_id == said.record_id).select(
        *[heads[name] for name in heads.columns],
        *[said[name] for name in ("attribute", "value", "at", "verified")],
    )
    ordered = both.select(*_Said._fields).order_by(["record_id", "attribute", "value"])
    for _record, theirs in groupby(map(_Said._make, tuples_of(engine, ordered)), key=itemgetter(0)):
        yield list(theirs)


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


def _record_row(said: list[_Said], sealed: Callable[[bytes, UUID], str], run: UUID | None) -> tuple[Any, ...]:
    head = said[0]
    claims = sorted([one.attribute, one.value, _said_at(one.at), one.verified] for one in said if one.attribute)
    text = msgspec.json.encode({"claims": claims})
    mark = blake2b(text, digest_size=16).hexdigest()
    return (
        head.record_id, head.source, head.key, head.kind or "person", head.customer_id,
        sealed(text, UUID(head.record_id)), mark, _exactly(head.recorded_at), _exactly(head.seen_at),
        _exactly(head.gone_at) if head.gone_at else None, run,
    )  # fmt: skip


def _identifier_rows(said: list[_Said], index: Mapping[str, Callable[[str], str]]) -> list[tuple[Any, ...]]:
    found: dict[tuple[str, str], bool] = {}
    for one in said:
        if one.attribute in FINDABLE:
            key = one.attribute, index[one.attribute](one.value)
            found[key] = found.get(key, False) or one.verified
    return [(new_id(), said[0].record_id, kind, hidden, verified) for (kind, hidden), verified in sorted(found.items())]


def _of_staged_records() -> sql.Composable:
    return sql.SQL("old.record_id IN (SELECT id FROM staged_customers_sourcerecord)")


def _said_at(at: datetime) -> str:
    return _exactly(at.replace(microsecond=0))


@lru_cache(maxsize=4096)
def _exactly(at: datetime) -> str:
    """As PostgreSQL reads it; many records were seen at one moment."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
