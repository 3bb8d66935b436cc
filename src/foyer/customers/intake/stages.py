"""The stages, each of which may be cut off anywhere and begun again."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from foyer.base import clock
from foyer.base.engine import Engine, open_engine
from foyer.customers.identity import resolving
from foyer.customers.intake import converting, datasets, landing, planning
from foyer.customers.intake.converting import ORIGIN
from foyer.customers.intake.judging import Converted, judge
from foyer.customers.intake.planning import TablePlan
from foyer.customers.intake.storing import Incoming, part_of
from foyer.customers.intake.storing import store as merge
from foyer.customers.intake.values import key_of
from foyer.customers.intake.work import Work
from foyer.customers.profile import front_door, publishing
from foyer.customers.quality import quarantine, scores
from foyer.customers.sources.connectors.port import NUMBER, open_connector
from foyer.customers.sources.shapes import Source, Table


def land(work: Work) -> None:
    """Bring in what is new, and set down what is to be done with it."""
    with open_connector(work.source, work.at, **work.edges) as connector:
        landing.land(work.run, work.source, connector, work.progress, work.tell)
    work.keep(planning.plan(work.source))
    for file in work.run.files.all():
        work.count("landed", f"{file.table}/{file.name}", rows=file.rows, aside=file.aside)


def convert(work: Work) -> None:
    """Raw rows into rows of the standard, part by part; conversions that no longer count are dropped."""
    plans = work.plans
    for name, entity in work.steps:
        with open_engine() as engine:
            _convert(work, engine, work.source.tables[name], entity, plans[name])


def _convert(work: Work, engine: Engine, table: Table, entity: str, plan: TablePlan) -> None:
    raw, made = datasets.raw(work.source.code, table.name), datasets.converted(work.source.code, table.name, entity)
    current = planning.current(work.source.code, table.name).values_list("part", flat=True)
    keep = {plan.name_of(part) for part in current}
    for old in set(made.latest().parts) - keep:
        made.drop(old)
    read = reader(engine, work.source)
    for part in plan.parts:
        if not made.has(plan.name_of(part)):
            work.tell(f"convert {table.name} {entity} {part}")
            rows = converting.convert(raw.read_part(engine, part), table, entity, read, zone=work.source.time_zone)
            made.append(engine, rows, part=plan.name_of(part))


def reader(engine: Engine, source: Source) -> Callable[[str], ir.Table]:
    """How a table that is looked up is read: the rows that count now; none where nothing has landed yet."""

    def read(name: str) -> ir.Table:
        dataset = datasets.raw(source.code, name)
        if not dataset.exists():
            return engine.frame(converting.empty_raw(source, name))
        numbers = list(planning.current(source.code, name).values_list("number", flat=True))
        rows = dataset.read(engine)
        return rows.filter(rows[NUMBER].isin(numbers)) if numbers else rows.limit(0)

    return read


def store(work: Work) -> None:
    """Through the gate into the current state, in an order in which rows find those they refer to."""
    plans = work.plans
    for name, entity in work.steps:
        if not datasets.state(entity).has(part_of(work.run.id.hex, name)):
            with open_engine() as engine:
                _store(work, engine, work.source.tables[name], entity, plans[name])
    scores.judge(work.source.code)
    planning.note_stored(work.source.code, plans)


def _store(work: Work, engine: Engine, table: Table, entity: str, plan: TablePlan) -> None:
    """What is held back and the scores are kept first, the good rows merged last: cut off, all is done again."""
    work.tell(f"gate {table.name} {entity}")
    touched, rows = newest(engine, work.source, table, entity, plan)
    gated = judge(engine, work.source, table, entity, rows, _on_their_way(work, engine, entity))
    quarantine.keep(gated, run=work.run.id, is_whole=plan.is_whole)
    scores.record(gated, run=work.run.id)
    work.tell(f"store {table.name} {entity}")
    held = gated.rejected
    work.count("stored", f"{table.name}/{entity}", good=engine.count(gated.good), held=engine.count(held))
    incoming = Incoming(
        source=work.source.code,
        table=table,
        entity=entity,
        good=gated.good,
        held=held.select(ORIGIN).distinct(),
        touched=touched,
        is_whole=plan.is_whole,
        run=work.run.id.hex,
        at=clock.now(),
    )
    merge(engine, incoming)
    work.tell(f"stored {table.name} {entity}")


def _on_their_way(work: Work, engine: Engine, entity: str) -> Converted:
    """What the lake does not have yet and rows are compared with: resident IDs, when parties come through."""
    if entity != "party":
        return []
    asked = {(name, "identifier"): datasets.converted(work.source.code, name, "identifier") for name in work.plans}
    return [(step, dataset.read(engine)) for step, dataset in asked.items() if dataset.exists()]


def newest(engine: Engine, source: Source, table: Table, entity: str, plan: TablePlan) -> tuple[ir.Table, ir.Table]:
    """(origins of all raw rows of the plan, their converted rows): of a row that came in several files the newest."""
    raw = datasets.raw(source.code, table.name).read(engine)
    raw = raw.filter(raw[NUMBER].isin(plan.numbers))
    rows = datasets.converted(source.code, table.name, entity).read(engine)
    rows = rows.filter(rows[NUMBER].isin(plan.numbers))
    origins = raw.select(raw[NUMBER], **{ORIGIN: key_of(raw, table.key)})
    if table.mode == "full" or len(plan.numbers) == 1:
        return origins.select(ORIGIN).distinct(), rows
    last = origins.group_by(ORIGIN).agg(**{NUMBER: origins[NUMBER].max()})
    return last.select(ORIGIN), rows.semi_join(last, [ORIGIN, NUMBER])


def resolve(work: Work) -> None:
    """Who is who now. Nothing new came: nothing to do, unless a run before this one stopped here."""
    if work.brings_nothing or not work.is_resolving:
        return
    with open_engine() as engine:
        work.tell("resolve records")
        front_door.export(engine)
        done = resolving.resolve(engine, by=work.by)
    work.count("resolved", "all", records=done.records, customers=done.customers, review=done.review)


def publish(work: Work) -> None:
    """To the tables that pages and agents read."""
    if work.brings_nothing or not work.is_resolving:
        return
    with open_engine() as engine:
        work.tell("publish customers")
        done = publishing.publish(engine, run=work.run.id)
    work.count("published", "all", customers=done.customers, records=done.records, holdings=done.holdings)
