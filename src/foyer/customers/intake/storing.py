"""Third stage: what passed the gate becomes what is the case now.

A row of the source gives some rows of an entity. When it comes again, those it gave before and gives no more are gone;
when a whole table comes, so are the rows of what is no longer in it. What the gate holds back changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import ibis
import ibis.expr.types as ir

from foyer.base.engine import Engine
from foyer.customers.intake import datasets
from foyer.customers.intake.converting import ORIGIN
from foyer.customers.intake.reading import kind_of
from foyer.customers.intake.record_ids import record_ids
from foyer.customers.sources.connectors.port import FILE, ROW, SEEN_AT
from foyer.customers.sources.shapes import Table
from foyer.customers.standard import STANDARD, Entity


@dataclass(frozen=True)
class Incoming:
    """Rows of one entity from one table: `good` passed the gate, `held` are the origins of those that did not,
    `touched` the origins of all raw rows that were looked at."""

    source: str
    table: Table
    entity: str
    good: ir.Table
    held: ir.Table
    touched: ir.Table
    is_whole: bool
    run: str
    at: datetime


def part_of(run: str, table: str) -> str:
    """The name of what one run brings to an entity's dataset from one table."""
    return f"{run}-{table}"


def store(engine: Engine, incoming: Incoming) -> None:
    """Merge once: the same run and table again change nothing."""
    dataset = datasets.state(incoming.entity)
    part = part_of(incoming.run, incoming.table.name)
    if dataset.has(part):
        return
    key = ("source", *STANDARD[incoming.entity].key)
    rows = state_rows(incoming)
    if dataset.exists() and can_lose_rows(incoming):
        rows = rows.union(_gone(engine, incoming, rows, key))
    dataset.merge(engine, rows, key=key, part=part)


def state_rows(incoming: Incoming) -> ir.Table:
    """The good rows with every column of the entity and what each current-state row carries."""
    entity, good = STANDARD[incoming.entity], incoming.good
    fields = {
        name: (good[name] if name in good.columns else ibis.null("string")).cast(kind_of(field))
        for name, field in entity.fields.items()
    }
    beside = {
        "source": ibis.literal(incoming.source),
        "record_id": _record_id(incoming, entity),
        "_table": ibis.literal(incoming.table.name),
        ORIGIN: good[ORIGIN],
        FILE: good[FILE],
        ROW: good[ROW],
        "_run": ibis.literal(incoming.run),
        SEEN_AT: good[SEEN_AT],
        "_gone_at": ibis.null("string"),
    }
    return good.select(**fields, **{name: value.cast(datasets.STATE_COLUMNS[name]) for name, value in beside.items()})


def _record_id(incoming: Incoming, entity: Entity) -> ir.Value:
    field = entity.party_field
    if field is None or field not in incoming.good.columns:
        return ibis.null("string")
    return record_ids(incoming.source, incoming.good[field])


def can_lose_rows(incoming: Incoming) -> bool:
    """Whether rows of before may be gone now. Not where each row of the source gives one row with the source's key."""
    if incoming.table.mode == "full":
        return True
    gives = [each for each in incoming.table.gives if each.entity == incoming.entity]
    columns = {
        value.columns
        for each in gives
        for name in STANDARD[incoming.entity].key
        for value in each.fields[name]
        if not (value.pattern or value.codes or value.when or value.template or value.standardiser)
    }
    is_fixed = len(gives) == 1 and not gives[0].when and {(name,) for name in incoming.table.key} == columns
    return not is_fixed


def _gone(engine: Engine, incoming: Incoming, rows: ir.Table, key: tuple[str, ...]) -> ir.Table:
    before = datasets.state(incoming.entity).read(engine)
    before = before.filter(
        before["source"] == incoming.source, before["_table"] == incoming.table.name, before["_gone_at"].isnull()
    )
    lost = before.anti_join(rows, key).anti_join(incoming.held, ORIGIN)
    if not incoming.is_whole:
        lost = lost.semi_join(incoming.touched, ORIGIN)
    at = ibis.literal(incoming.at.replace(tzinfo=None)).cast(datasets.STATE_COLUMNS["_gone_at"])
    return lost.mutate(_gone_at=at, _run=ibis.literal(incoming.run)).cast(rows.schema()).select(*rows.columns)
