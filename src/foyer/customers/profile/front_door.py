"""What customers tell us themselves at the front door: a source like any other, whose records are made one by one.

A customer who signs in has proved their phone; one who was entered by hand has a name. These claims are source records
of the source "foyer"; what a site's event collector is told by `identify` are records of "web:<site>". They take part
in identity resolution and survivorship with all others: `export` brings them into the lake before a run.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import ibis
import pyarrow as pa
from django.db.models import Q

from foyer.base import clock
from foyer.base.crypto import blind_index
from foyer.base.engine import Engine
from foyer.base.lake import Dataset
from foyer.customers.intake.datasets import STATE_COLUMNS
from foyer.customers.models import Customer, Identifier, SourceRecord
from foyer.customers.models.records import record_id
from foyer.customers.profile.claims import CONTACTS, DOCUMENTS, PARTY
from foyer.customers.profile.publishing.records import FINDABLE, claims_of
from foyer.customers.standard import STANDARD

SOURCE = "foyer"
WEB = "web:"


def tell(customer: Customer, *, verified: Iterable[str] = (), at: datetime | None = None, **said: str) -> SourceRecord:
    """Keep what a customer says of themselves (attribute=value), and what of it is proved. Telling again adds."""
    key = str(customer.pk)
    record, _is_new = SourceRecord.objects.get_or_create(
        id=record_id(SOURCE, key),
        defaults={"source": SOURCE, "key": key, "kind": customer.kind, "customer": customer,
                  "recorded_at": at or clock.now(), "fingerprint": ""},
    )  # fmt: skip
    kept = {(name, value): (since, proved) for name, value, since, proved in record.values.get("claims", [])}
    now = (at or clock.now()).isoformat(timespec="seconds")
    for name, value in said.items():
        if value:
            since, proved = kept.get((name, value), (now, False))
            kept[name, value] = now if name in verified else since, proved or name in verified
    claims = sorted([name, value, since, proved] for (name, value), (since, proved) in kept.items())
    _write(record, claims)
    return record


def export(engine: Engine) -> int:
    """Bring the front door's records into the lake's current state; how many there are."""
    records = list(SourceRecord.objects.filter(made_here(), gone_at=None))
    if not records:
        return 0
    rows: dict[str, list[dict[str, Any]]] = {"party": [], "identifier": [], "contact_point": []}
    for record in records:
        _spread(record, rows)
    for entity, found in rows.items():
        if found:
            Dataset(f"customers.{entity}").merge(engine, _table(engine, entity, found), key=_key(entity))
    return len(records)


def made_here() -> Q:
    """Which source records no intake brought."""
    return Q(source=SOURCE) | Q(source__startswith=WEB)


def _write(record: SourceRecord, claims: list[list[Any]]) -> None:
    mark = blake2b(repr(claims).encode(), digest_size=16).hexdigest()
    if mark == record.fingerprint:
        return
    record.values, record.fingerprint, record.seen_at = {"claims": claims}, mark, clock.now()
    record.save(update_fields=["values", "fingerprint", "seen_at"])
    for name, value, _since, proved in claims:
        if name in FINDABLE:
            Identifier.objects.update_or_create(
                record=record, kind=name, index=blind_index(value, f"customers.{name}"),
                defaults={"is_verified": proved},
            )  # fmt: skip


def _spread(record: SourceRecord, rows: dict[str, list[dict[str, Any]]]) -> None:
    shared = {"source": record.source, "record_id": str(record.id), "_run": "front door", "_seen_at": record.seen_at}
    party: dict[str, Any] = {**shared, "source_key": record.key, "kind": record.kind, "updated_at": record.seen_at}
    for claim in claims_of(record):
        name, value = claim["attribute"], claim["value"]
        owned = {**shared, "party_key": record.key, "kind": name, "value": value, "is_verified": claim["verified"]}
        if name in DOCUMENTS:
            rows["identifier"].append(owned)
        elif name in CONTACTS:
            rows["contact_point"].append({**owned, "updated_at": claim["at"]})
        elif name in PARTY:
            party[name] = value
    rows["party"].append(party)


def _table(engine: Engine, entity: str, rows: list[dict[str, Any]]) -> ibis.Table:
    """The rows in the entity's own types, with every column that a current-state dataset has."""
    wanted = ibis.Schema.from_pyarrow(STANDARD[entity].arrow_schema())
    names = sorted({name for row in rows for name in row if name != "_seen_at"})
    text = [{name: _text(row.get(name)) for name in names} | {"_seen_at": _utc(row["_seen_at"])} for row in rows]
    schema = pa.schema([*((name, pa.string()) for name in names), ("_seen_at", pa.timestamp("us"))])
    told = engine.frame(pa.Table.from_pylist(text, schema=schema))
    typed = {name: told[name].cast(kind) if name in told.columns else ibis.null(kind) for name, kind in wanted.items()}
    own = {
        name: (told[name] if name in told.columns else ibis.null("string")).cast(kind)
        for name, kind in STATE_COLUMNS.items()
    }
    return told.select(**typed, **own)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime) else str(value).lower() if value is True else str(value)


def _key(entity: str) -> tuple[str, ...]:
    return ("record_id",) if entity == "party" else ("record_id", "kind", "value")
