"""A source tried out: the first rows of its tables read, converted and judged in memory; nothing is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from foyer.base import clock
from foyer.base.engine import Engine, open_engine
from foyer.customers.intake import converting
from foyer.customers.intake.judging import judge
from foyer.customers.sources.connectors.port import FILE, NUMBER, ROW, SEEN_AT, Aside, Known, open_connector
from foyer.customers.sources.lined_yaml import Lined
from foyer.customers.sources.problems import MappingNotValid, Problem
from foyer.customers.sources.shapes import Source, Table
from foyer.customers.sources.uses import missing
from foyer.customers.standard import STANDARD, Entity


@dataclass(frozen=True)
class CellError:
    """One rule that one value breaks. `raw` is the value as given: for who may see the file, not for a log."""

    row: int
    field: str
    rule: str
    meaning: Any
    severity: str
    raw: str | None


@dataclass(frozen=True)
class Score:
    field: str
    rule: str
    dimension: str
    checked: int
    failed: int

    @property
    def share(self) -> float:
        return 1 - self.failed / self.checked if self.checked else 1.0


@dataclass(frozen=True)
class Tried:
    """What one table gives of one entity, as far as was looked."""

    table: str
    entity: str
    looked_at: int
    good: int
    rows: list[dict[str, Any]]
    errors: list[CellError]
    scores: list[Score]
    aside: list[Aside] = field(default_factory=list)


@dataclass(frozen=True)
class Sample:
    rows: pa.Table
    aside: list[Aside]


def try_out(
    source: Source,
    *,
    at: str | None = None,
    look: int = 10_000,
    show: int = 50,
    only: Collection[str] = (),
    **edges: Any,
) -> list[Tried]:
    """The first `look` rows of every table (or `only` of some) through conversion and gate; `show` of them in full."""
    samples = sampled(source, at=at, look=look, only=only, **edges)
    order = list(STANDARD.entities)
    with open_engine() as engine:
        trial = _Trial(engine, source, samples, show)
        steps = [(table, entity) for table in source.tables.values() for entity in entities_of(table)]
        for table, entity in steps:
            trial.convert(table, entity)
        return [trial.judge(*step) for step in sorted(steps, key=lambda step: order.index(step[1]))]


def entities_of(table: Table) -> list[str]:
    return list(dict.fromkeys(gives.entity for gives in table.gives))


def sampled(source: Source, *, at: str | None, look: int, only: Collection[str], **edges: Any) -> dict[str, Sample]:
    """The first rows of every table. Raises MappingNotValid where columns are missing."""
    document, samples, problems = Lined(source.text, source.file), {}, list[Problem]()
    with open_connector(source, at, **edges) as connector:
        for table in source.tables.values():
            is_asked = not only or table.name in only
            samples[table.name] = _sample(connector, table, look) if is_asked else Sample(pa.table({}), [])
            names = samples[table.name].rows.schema.names
            problems += missing(document, table.name, names) if names else []
    if problems:
        raise MappingNotValid(source.file, problems)
    return samples


def _sample(connector: Any, table: Table, look: int) -> Sample:
    batches: list[pa.RecordBatch] = []
    aside: list[Aside] = []
    for item in connector.items(table, Known()):
        for batch in item.batches():
            batches.append(_beside(batch.rows, item.name))
            aside += batch.aside
            if sum(each.num_rows for each in batches) >= look:
                break
        if batches:
            break
    rows = pa.Table.from_batches(batches) if batches else pa.table({})
    return Sample(rows.slice(0, look), aside)


def _beside(rows: pa.RecordBatch, name: str) -> pa.RecordBatch:
    now = pa.scalar(clock.now().replace(tzinfo=None), pa.timestamp("us"))
    columns = {FILE: pa.scalar(name), NUMBER: pa.scalar(1, pa.int64()), SEEN_AT: now}
    arrays = [*rows.columns, *(pa.repeat(value, rows.num_rows) for value in columns.values())]
    return pa.record_batch(arrays, names=[*rows.schema.names, *columns])


@dataclass
class _Trial:
    engine: Engine
    source: Source
    samples: dict[str, Sample]
    show: int
    converted: dict[tuple[str, str], ir.Table] = field(default_factory=dict)

    def convert(self, table: Table, entity: str) -> None:
        made = converting.convert(self._rows(table.name), table, entity, self._rows, zone=self.source.time_zone)
        self.converted[table.name, entity] = self.engine.frame(self.engine.arrow(made))

    def _rows(self, name: str) -> ir.Table:
        rows = self.samples[name].rows
        return self.engine.frame(rows if rows.schema.names else converting.empty_raw(self.source, name))

    def judge(self, table: Table, entity: str) -> Tried:
        rows = self.converted[table.name, entity]
        gated = judge(self.engine, self.source, table, entity, rows, list(self.converted.items()))
        shown = self.engine.arrow(rows.order_by(ROW).limit(self.show)).to_pylist()
        last = max((row[ROW] for row in shown), default=0)
        failures = self.engine.arrow(gated.failures.filter(lambda failed: failed[ROW] <= last)).to_pylist()
        return Tried(
            table=table.name,
            entity=entity,
            looked_at=self.engine.count(rows),
            good=self.engine.count(gated.good),
            rows=[_shown(row, STANDARD[entity]) for row in shown],
            errors=[_error(entity, each) for each in failures],
            scores=[_score(each) for each in self.engine.arrow(gated.scores).to_pylist()],
            aside=self.samples[table.name].aside,
        )


def _shown(row: dict[str, Any], entity: Entity) -> dict[str, Any]:
    """The line, the values, and each as given."""
    return {name: value for name, value in row.items() if name == ROW or name.removesuffix("__raw") in entity.fields}


def _error(entity: str, failure: dict[str, Any]) -> CellError:
    rules = STANDARD[entity].fields[failure["field"]].rules + STANDARD[entity].rules
    meaning = next((rule.meaning for rule in rules if rule.code == failure["rule"]), failure["rule"])
    names = ("field", "rule", "severity", "raw")
    return CellError(row=failure["_row"], meaning=meaning, **{name: failure[name] for name in names})


def _score(given: dict[str, Any]) -> Score:
    return Score(**{name: given[name] for name in ("field", "rule", "dimension", "checked", "failed")})
