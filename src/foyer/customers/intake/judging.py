"""The gate with what this source lets it compare: keys on their way in, and parties' resident IDs."""

from __future__ import annotations

from collections.abc import Sequence

import ibis.expr.types as ir

from foyer.base.engine import Engine
from foyer.customers.quality.gate import split
from foyer.customers.quality.gated import Gated
from foyer.customers.quality.reference import references
from foyer.customers.sources.shapes import Source, Table
from foyer.customers.standard import STANDARD

Converted = Sequence[tuple[tuple[str, str], ir.Table]]


def judge(  # noqa: PLR0917  one thing each
    engine: Engine, source: Source, table: Table, entity: str, rows: ir.Table, others: Converted = ()
) -> Gated:
    """`others` are converted rows of this source that the lake does not have yet, by table and entity."""
    also = {
        (name, field): found
        for name, field in _referred_to(entity)
        if (found := _keys([made for (_table, each), made in others if each == name], field)) is not None
    }
    reference = references(engine, source.code, also=also, ids=_resident_ids(others) if entity == "party" else None)
    return split(engine, rows, entity, source=source.code, table=table.name, reference=reference)


def _referred_to(entity: str) -> set[tuple[str, str]]:
    fields = STANDARD[entity].fields.values()
    return {
        (rule.params["entity"], rule.params["field"])
        for field in fields
        for rule in field.rules
        if rule.code == "refers_to"
    }


def _keys(tables: list[ir.Table], field: str) -> ir.Value | None:
    parts = [made.select(value=made[field]) for made in tables if field in made.columns]
    return _together(parts)["value"] if parts else None


def _resident_ids(others: Converted) -> ir.Table | None:
    parts = [
        made.filter(made["kind"] == "resident_id").select("party_key", resident_id=made["value"])
        for (_table, entity), made in others
        if entity == "identifier" and {"kind", "value", "party_key"} <= set(made.columns)
    ]
    return _together(parts) if parts else None


def _together(parts: list[ir.Table]) -> ir.Table:
    return parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
