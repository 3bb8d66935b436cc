"""Keeping what the gate held back, each row once, sealed, with what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.crypto import CONTENT, blind_index, seal
from foyer.base.events import publish
from foyer.base.lake.serving import merging
from foyer.base.lake.serving.copying import copy
from foyer.base.lake.serving.tables import target
from foyer.customers.events import RowsQuarantined
from foyer.customers.models import QuarantinedRow
from foyer.customers.quality.gated import MASK, Gated
from foyer.customers.quality.masks import masked
from foyer.customers.quality.measures import HELD

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 10_000
PURPOSE = "customers.quarantine"
COLUMNS = ("id", "run", "source", "table", "entity", "file", "row_number", "source_key", "failures", "row")
State = QuarantinedRow.State


@transaction.atomic
def keep(gated: Gated, *, run: UUID, is_whole: bool = False) -> int:
    """Keep the rejected rows; returns how many wait that did not before.

    A row that is here already stays as it was decided. `is_whole`: the table came whole, so that a row which waits and
    was not held back again has been mended at the source.
    """
    with connection.cursor() as cursor:
        merging.make_stage(cursor, _target(), COLUMNS)
        copy(cursor, merging.STAGE, COLUMNS, _batches(gated, run), {})
        _only_one_of_each(cursor)
        new, _again = merging.upsert(cursor, _target(), COLUMNS, ("id",), ("run",))
        cursor.execute(f"DROP TABLE {merging.STAGE}")
    if is_whole:
        _mended(gated, run)
    if new:
        HELD.add(new, source=gated.source)
        publish(RowsQuarantined(gated.source, gated.table, gated.entity.name, str(run), new))
    return new


def _target() -> Any:
    return target(QuarantinedRow)


def _mended(gated: Gated, run: UUID) -> None:
    waiting = QuarantinedRow.objects.filter(
        source=gated.source, table=gated.table, entity=gated.entity.name, state=State.WAITING
    )
    waiting.exclude(run=run).update(state=State.MENDED, decided_at=clock.now(), decided_by=str(SYSTEM))


def _only_one_of_each(cursor: Any) -> None:
    """Rows that say the same in every column are one case for the steward."""
    cursor.execute(
        f"DELETE FROM {merging.STAGE} a USING {merging.STAGE} b WHERE a.id = b.id AND a.ctid > b.ctid"  # noqa: S608
    )


def _batches(gated: Gated, run: UUID) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in gated.engine.batches(gated.rejected, BATCH):
        rows = [_kept(gated, row, run) for row in batch.to_pylist()]
        yield pa.record_batch([pa.array([row[name] for row in rows]) for name in COLUMNS], names=list(COLUMNS))


def _kept(gated: Gated, row: dict[str, Any], run: UUID) -> dict[str, Any]:
    whole = as_texts(row)
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    identity = _identity(gated, whole)
    return {
        "id": str(identity),
        "run": str(run),
        "source": gated.source,
        "table": gated.table,
        "entity": gated.entity.name,
        "file": str(row.get("_file") or ""),
        "row_number": int(row.get("_row") or 0),
        "source_key": _sealed("source_key", str(row.get(gated.entity.key[0]) or "")[:200], identity),
        "failures": json.dumps(failures_of(gated, row), ensure_ascii=False),
        "row": _sealed("row", text, identity),
    }


def _sealed(column: str, text: str, row: UUID) -> str:
    return seal(text, f"{QuarantinedRow._meta.db_table}.{column}", CONTENT, row=row) if text else ""


def failures_of(gated: Gated, row: Mapping[str, Any]) -> list[dict[str, str]]:
    """What stops the row, for people: field, rule, and as much of the value as may be shown."""
    return [
        {
            "field": asked.field.name,
            "rule": asked.rule.code,
            "masked": masked(asked.field, _text(row.get(f"{asked.field.name}__raw", row.get(asked.field.name)))),
        }
        for asked in gated.broken_by(row)
        if asked.rejects
    ]


def as_texts(row: Mapping[str, Any]) -> dict[str, str | None]:
    """A judged row as texts, without the gate's own columns."""
    return {name: _text(value) for name, value in row.items() if not name.startswith("__") and MASK not in name}


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


_PLACE = {"_file", "_row", "_number", "_seen_at"}


def _identity(gated: Gated, whole: Mapping[str, str | None]) -> UUID:
    """The same for the same words of the same table, in whichever file they come; nobody without the keys can try
    words out."""
    said = {name: text for name, text in sorted(whole.items()) if name not in _PLACE and text is not None}
    content = json.dumps([gated.source, gated.table, gated.entity.name, said], ensure_ascii=False)
    return UUID(blind_index(content, PURPOSE)[:32])
