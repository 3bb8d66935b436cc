"""A quarantined row as the converted row it was, with what the steward wrote instead, and its way into the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from foyer.base.crypto import blind_index
from foyer.base.engine import Engine
from foyer.customers.models import QuarantinedRow
from foyer.customers.standard import STANDARD, Entity, Field
from foyer.customers.standardise import REGISTRY

if TYPE_CHECKING:
    import pyarrow as pa

PURPOSE = "customers.quarantine"
BESIDE = {"_row": "int64", "_number": "int64", "_seen_at": "timestamp[us]"}
"""The columns beside a row's values that are not text."""


def reconvert(row: QuarantinedRow, correction: Mapping[str, str]) -> pa.Table:
    """One converted row. A field the steward wrote is read as the standard reads it; the others stay as they were."""
    entity = STANDARD[row.entity]
    texts = dict(row.texts)
    for name, text in correction.items():
        texts[f"{name}__raw"] = text.strip() or None
        texts[name] = _read(entity[name], texts)
    return _typed(entity, texts)


def go_on(engine: Engine, row: QuarantinedRow, good: Any) -> None:
    """Into what is the case now, as intake stores it; the next run resolves and publishes it with the others."""
    from foyer.base import clock
    from foyer.customers.intake import datasets
    from foyer.customers.intake.storing import Incoming, state_rows
    from foyer.customers.sources.shapes import Table

    incoming = Incoming(
        source=row.source, table=Table(row.table, ()), entity=row.entity, good=good, held=good, touched=good,
        is_whole=False, run=row.run.hex if row.run else "", at=clock.now(),
    )  # fmt: skip
    key = ("source", *STANDARD[row.entity].key)
    datasets.state(row.entity).merge(engine, state_rows(incoming), key=key, part=_part(row))


def _part(row: QuarantinedRow) -> str:
    """The row with this correction: what failed after it was stored can be tried again, and mended otherwise too."""
    return f"quarantined-{row.id.hex}-{blind_index(repr(row.correction), PURPOSE)[:12]}"


def _read(field: Field, texts: Mapping[str, str | None]) -> str | None:
    text = texts[f"{field.name}__raw"]
    if text is None or field.standardise is None:
        return text
    standardiser, options = REGISTRY[field.standardise], dict(field.options)
    if field.standardise == "code":
        options.setdefault("table", tuple(field.codes))
    if standardiser.by:
        options[standardiser.by] = texts.get(standardiser.by)
    return standardiser.read(text, **options)


def _typed(entity: Entity, texts: Mapping[str, str | None]) -> pa.Table:
    import pyarrow as pa

    schema = entity.arrow_schema()
    columns = {}
    for name, text in texts.items():
        kind = schema.field(name).type if name in entity.fields else BESIDE.get(name, "string")
        columns[name] = pa.array([text], pa.string()).cast(kind)
    return pa.table(columns)
