"""Source records, and the blind indexes by which a visitor or a steward finds them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache, partial
from hashlib import blake2b
from typing import Any, NamedTuple
from uuid import UUID

import ibis
import msgspec
import pyarrow as pa
from psycopg import sql

from foyer.base.crypto import indexer, sealer
from foyer.base.engine import Engine
from foyer.base.hands import Share
from foyer.base.ids import new_id
from foyer.base.lake import Dataset
from foyer.customers.models import Identifier, SourceRecord
from foyer.customers.profile.claims import CONTACTS, DOCUMENTS, claims
from foyer.customers.profile.current import current
from foyer.customers.profile.publishing.pieces import Piece, pieces_of
from foyer.customers.profile.publishing.staging import Staging

FINDABLE = frozenset({*DOCUMENTS, *CONTACTS}) - {"other"}
RECORD = ("id", "source", "key", "kind", "customer_id", "values", "fingerprint", "recorded_at", "seen_at", "gone_at",
          "run")  # fmt: skip
IDENTIFIER = ("id", "record_id", "kind", "index", "is_verified")


class _Head(NamedTuple):
    """What we know of a record, beside what it says. A row with one of its claims has nothing here but the record."""

    record_id: str
    is_claim: bool
    source: str
    key: str
    kind: str | None
    customer_id: str
    recorded_at: datetime
    seen_at: datetime
    gone_at: datetime | None


ORDER = ("record_id", "is_claim", "attribute", "value")
_SAYS = ("attribute", "value", "at", "verified")
_Says = tuple[str | None, str, datetime, bool]
_Row = tuple[Any, ...]
_Known = tuple[str, str, str, datetime | None]


def publish_records(engine: Engine, run: UUID | None, share: Share[Any, Any]) -> int:
    """Write records that are new or have changed, with their identifiers; how many records."""
    records = Staging(SourceRecord, RECORD, compare=("fingerprint", "customer_id", "gone_at"), fixed=("run",),
                      straight=True)  # fmt: skip
    identifiers = Staging(Identifier, IDENTIFIER, key=("index", "kind", "record_id"), fixed=("id",),
                          straight=records.is_straight)  # fmt: skip
    pieces = (piece for _keys, piece in pieces_of(engine, _records(engine), ORDER, _known()))
    for of_records, of_identifiers in share(partial(_rows, str(run) if run else None), pieces):
        records.copy(of_records)
        identifiers.copy(of_identifiers)
    written = records.merge()
    identifiers.merge()
    if not records.is_straight:
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


def _rows(run: str | None, piece: Piece[_Known]) -> tuple[list[_Row], list[_Row]]:
    """Rows of the records that say something else than before, belong to somebody else or are gone; and what
    identifies them.
    """
    sealed, index = sealer("customers_sourcerecord.values"), {kind: indexer(f"customers.{kind}") for kind in FINDABLE}
    records: list[_Row] = []
    identifiers: list[_Row] = []
    for first, said in piece.runs(len(_Head._fields)):
        head, text = _Head._make(first), _text(said)
        if head.is_claim:  # of a record whose party nobody told us
            continue
        known = piece.known.get(head.record_id)
        if known is None or known[1:] != (_mark(text), head.customer_id, _utc(head.gone_at)):
            records.append(_record_row(head, text, sealed, run))
            identifiers += _identifier_rows(head, said, index)
    return records, identifiers


def _known() -> Iterator[_Known]:
    """Fingerprint, customer and end of every record, in order of identifier."""
    rows = SourceRecord.objects.order_by("pk").values_list("pk", "fingerprint", "customer", "gone_at")
    return ((str(record), mark, str(customer), gone) for record, mark, customer, gone in rows.iterator(5_000))


def _records(engine: Engine) -> ibis.Table:
    """Each record's head, and all that the record says: below each other, since a join of the two would write each
    head as often as its record has claims.
    """
    said, party = claims(engine), current(engine, "party", with_gone=True)
    if party is None:
        return engine.frame(pa.schema([(name, pa.string()) for name in ORDER]).empty_table())
    heads = _heads(party, Dataset("customers.clusters").read(engine))
    kinds = {**heads.schema(), **{name: said.schema()[name] for name in _SAYS}}
    rows = [
        table.select(**{name: table[name] if name in table.columns else ibis.null(kinds[name]) for name in kinds})
        for table in (heads, said.select("record_id", *_SAYS, is_claim=ibis.literal(True)))
    ]
    return ibis.union(*rows)


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
        is_claim=ibis.literal(False),
        source=joined.source,
        key=joined.source_key.cast("string"),
        kind=joined.kind,
        customer_id=clusters.customer_id.cast("string"),
        recorded_at=joined["_recorded"],
        seen_at=joined["_seen"],
        gone_at=joined["_gone"],
    )


def _text(said: list[_Says]) -> bytes:
    claims = sorted([[name, value, _said_at(at), verified] for name, value, at, verified in said if name])
    return msgspec.json.encode({"claims": claims})


def _mark(text: bytes) -> str:
    return blake2b(text, digest_size=16).hexdigest()


def _record_row(head: _Head, text: bytes, sealed: Callable[[bytes, UUID], str], run: str | None) -> _Row:
    return (
        head.record_id, head.source, head.key, head.kind or "person", head.customer_id,
        sealed(text, UUID(head.record_id)), _mark(text), _exactly(head.recorded_at), _exactly(head.seen_at),
        _exactly(head.gone_at) if head.gone_at else None, run,
    )  # fmt: skip


def _identifier_rows(head: _Head, said: list[_Says], index: Mapping[str, Callable[[str], str]]) -> list[_Row]:
    found: dict[tuple[str, str], bool] = {}
    for name, value, _at, verified in said:
        if name in FINDABLE:
            key = name, index[name](value)
            found[key] = found.get(key, False) or verified
    return [
        (str(new_id()), head.record_id, kind, hidden, verified) for (kind, hidden), verified in sorted(found.items())
    ]


def _of_staged_records() -> sql.Composable:
    return sql.SQL("old.record_id IN (SELECT id FROM staged_customers_sourcerecord)")


def _utc(at: datetime | None) -> datetime | None:
    return at and (at if at.tzinfo else at.replace(tzinfo=UTC))


@lru_cache(maxsize=4096)
def _said_at(at: datetime) -> str:
    return _exactly(at.replace(microsecond=0))


@lru_cache(maxsize=4096)
def _exactly(at: datetime) -> str:
    """As PostgreSQL reads it; many records were seen at one moment."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
