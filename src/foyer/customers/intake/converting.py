"""Second stage: raw rows become rows of the standard, each value beside the text it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from foyer.customers.intake.looking_up import LookUps, Read
from foyer.customers.intake.reading import Reading
from foyer.customers.intake.values import NOTHING, holds, key_of, origin, standardised, text
from foyer.customers.sources.connectors.port import FILE, NUMBER, ROW, SEEN_AT
from foyer.customers.sources.lined_yaml import Lined
from foyer.customers.sources.shapes import Gives, Source, Table, Value
from foyer.customers.sources.uses import asked_of
from foyer.customers.standard import STANDARD, Entity

ORIGIN = "_origin"
"""What names the row of the source, by its key."""
BESIDE = (FILE, ROW, ORIGIN, NUMBER, SEEN_AT)


def convert(rows: ir.Table, table: Table, entity: str, read: Read, *, zone: str = "") -> ir.Table:
    """What the raw rows of a table give of one entity.

    `read` gives the rows of a table that is looked up; `zone` is that of times which say none.
    """
    look_ups = LookUps(table, read)
    rows = with_made_columns(rows, table, look_ups)
    rows = rows.mutate(_origin=key_of(rows, table.key))
    gives = [each for each in table.gives if each.entity == entity]
    given = sorted({name for each in gives for name in each.fields}, key=list(STANDARD[entity].fields).index)
    parts = [_of(rows, each, given, look_ups, zone) for each in gives]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def with_made_columns(rows: ir.Table, table: Table, look_ups: LookUps) -> ir.Table:
    """The rows with the columns that `let` makes, each of which may use those before it."""
    for name, value in table.let.items():
        rows, made = _text(rows, value, look_ups)
        rows = rows.mutate(**{name: standardised(value, made)})
    return rows


def _text(rows: ir.Table, value: Value, look_ups: LookUps) -> tuple[ir.Table, ir.StringValue]:
    rows, value = _looked_up(rows, value, look_ups)
    return rows, text(rows, value)


def _looked_up(rows: ir.Table, value: Value, look_ups: LookUps) -> tuple[ir.Table, Value]:
    """A value that is looked up is a column, once the tables are joined."""
    if value.look_up is None:
        return rows, value
    rows, column = look_ups.joined(rows, value.look_up)
    plain = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return rows, Value(**{**plain, "look_up": None, "columns": (column,)})


def _of(rows: ir.Table, gives: Gives, given: Sequence[str], look_ups: LookUps, zone: str) -> ir.Table:
    """One `gives` in three steps, so that no value is computed twice: texts, values, types."""
    entity = STANDARD[gives.entity]
    rows = rows.filter(holds(rows, gives.when)) if gives.when else rows
    fields = {}
    for name, values in gives.fields.items():
        ready = []
        for value in values:
            rows, one = _looked_up(rows, value, look_ups)
            ready.append(one)
        fields[name] = ready
    texts = {column: expr for name, values in fields.items() for column, expr in _texts(rows, name, values).items()}
    chosen = _said(rows.select(*BESIDE, **texts), entity, gives)
    reading = Reading(chosen, entity, fields, zone)
    columns = {column: expr for name in given for column, expr in reading.columns(name).items()}
    return chosen.select(*BESIDE, **columns)


def _said(chosen: ir.Table, entity: Entity, gives: Gives) -> ir.Table:
    """Without rows that say nothing: an empty phone column gives no contact point. Only for what describes a party."""
    if entity.key[0] != "party_key":
        return chosen
    varying = [
        name
        for name, values in gives.fields.items()
        if name != "party_key" and any(value.constant is None for value in values)
    ]
    telling = [name for name in varying if entity.fields[name].required] or varying
    if not telling:
        return chosen
    return chosen.filter(ibis.or_(*(chosen[f"{name}__raw"].notnull() for name in telling)))


def _texts(rows: ir.Table, name: str, values: list[Value]) -> dict[str, ir.StringValue]:
    """The text of the first value that gives one, by each standardiser named; and what it was read from."""
    made = [text(rows, value) for value in values]
    sources = [
        ibis.ifelse(holds(rows, value.when), origin(rows, value), NOTHING) if value.when else origin(rows, value)
        for value in values
    ]
    if len(values) == 1:
        return {f"{name}__0": made[0], f"{name}__raw": sources[0].nullif("")}
    first = [ibis.ifelse(one.notnull(), source, NOTHING) for one, source in zip(made, sources, strict=True)]
    found = {f"{name}__{n}": one for n, one in enumerate(made)}
    return {**found, f"{name}__raw": ibis.coalesce(*first, *sources).nullif("")}


def empty_raw(source: Source, table: str) -> Any:
    """A table that has never landed: every column the mapping asks of it, and no row."""
    import pyarrow as pa

    texts = [pa.field(column, pa.string()) for column in asked_of(Lined(source.text, source.file), table)]
    ours = [pa.field(NUMBER, pa.int64()), pa.field(ROW, pa.int64())]
    return pa.schema([*texts, *ours, pa.field(FILE, pa.string()), pa.field(SEEN_AT, pa.timestamp("us"))]).empty_table()
