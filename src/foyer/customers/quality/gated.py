"""What the gate made of a table, and the questions one asks of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import ibis
from django.conf import settings

from foyer.base.engine import Engine
from foyer.base.engine.folders import private_folder
from foyer.customers.quality import duplicates
from foyer.customers.quality.checks import raw_of
from foyer.customers.standard import Entity, Field, Rule

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

BITS = 60
MASK = "__mask"


@dataclass(frozen=True)
class Asked:
    """One rule of one field, as it was asked: its number is its place among the bits."""

    number: int
    field: Field
    rule: Rule

    @property
    def column(self) -> str:
        return f"{MASK}{self.number // BITS}"

    @property
    def bit(self) -> int:
        return 1 << (self.number % BITS)

    @property
    def rejects(self) -> bool:
        return self.rule.severity == "reject"

    @property
    def empties(self) -> bool:
        """Whether a value that breaks it goes on as nothing: it is not what the standard calls valid."""
        return not self.rejects and self.rule.dimension == "validity"

    def is_broken(self, judged: ir.Table) -> ir.BooleanValue:
        return (judged[self.column] & self.bit) != 0


@dataclass(frozen=True)
class Gated:
    """`judged` has every row with its verdict, on disk until the engine is closed."""

    engine: Engine
    source: str
    table: str
    entity: Entity
    asked: list[Asked]
    judged: ir.Table
    columns: tuple[str, ...]

    @property
    def good(self) -> ir.Table:
        """Rows that go on. Of a key that occurs twice, one; a value that a flag calls invalid is null."""
        passed = self.judged.filter(~self._is_rejected)
        twins = duplicates.settled(passed.filter(passed[duplicates.TWIN]), self.entity)
        kept = passed.filter(~passed[duplicates.TWIN]).union(twins)
        return kept.select(**{name: self._cleaned(kept, name) for name in self.columns})

    @property
    def rejected(self) -> ir.Table:
        """Rows that do not go on, whole; `broken_by` reads their masks."""
        return self.judged.filter(self._is_rejected)

    @property
    def failures(self) -> ir.Table:
        """One row for each broken rule of each row: _file, _row, field, rule, dimension, severity, raw."""
        return ibis.union(*(self._failures_of(asked) for asked in self.asked))

    @cached_property
    def scores(self) -> ir.Table:
        """For each field and rule: field, rule, dimension, checked, failed."""
        return self.engine.frame(self.counted)

    @cached_property
    def counted(self) -> pa.Table:
        """The scores in memory, from one pass."""
        import pyarrow as pa

        row = self.engine.arrow(self.judged.agg(**self._sums())).to_pylist()[0]
        return pa.table(
            {
                "field": [asked.field.name for asked in self.asked],
                "rule": [asked.rule.code for asked in self.asked],
                "dimension": [asked.rule.dimension for asked in self.asked],
                "checked": pa.array([row[_checked_by(asked)] or 0 for asked in self.asked], pa.int64()),
                "failed": pa.array([row[f"failed_{asked.number}"] or 0 for asked in self.asked], pa.int64()),
            }
        )

    def broken_by(self, row: Mapping[str, Any]) -> Iterator[Asked]:
        """What a row of `rejected` broke."""
        return (asked for asked in self.asked if row[asked.column] & asked.bit)

    @property
    def _is_rejected(self) -> ir.BooleanValue:
        return self._any(self.judged, lambda asked: asked.rejects)

    def _any(self, table: ir.Table, which: Callable[[Asked], bool]) -> ir.BooleanValue:
        """Whether a row broke any of some rules: one comparison for each mask."""
        bits: dict[str, int] = {}
        for asked in filter(which, self.asked):
            bits[asked.column] = bits.get(asked.column, 0) | asked.bit
        return reduce(or_, [(table[column] & mask) != 0 for column, mask in bits.items()], ibis.literal(False))

    def _cleaned(self, kept: ir.Table, name: str) -> ir.Value:
        def concerns(asked: Asked) -> bool:
            return asked.field.name == name and asked.empties

        if not any(map(concerns, self.asked)):
            return kept[name]
        return ibis.ifelse(self._any(kept, concerns), ibis.null(kept[name].type()), kept[name])

    def _failures_of(self, asked: Asked) -> ir.Table:
        rows = self.judged.filter(asked.is_broken(self.judged))
        return rows.select(
            _file=rows["_file"],
            _row=rows["_row"],
            field=ibis.literal(asked.field.name),
            rule=ibis.literal(asked.rule.code),
            dimension=ibis.literal(asked.rule.dimension),
            severity=ibis.literal(asked.rule.severity),
            raw=raw_of(rows, asked.field.name),
        )

    def _sums(self) -> dict[str, ir.IntegerScalar]:
        sums = {f"failed_{asked.number}": asked.is_broken(self.judged).sum() for asked in self.asked}
        given = {_checked_by(asked): asked for asked in self.asked}
        return sums | {
            name: raw_of(self.judged, asked.field.name).count() if name != "rows" else self.judged.count()
            for name, asked in given.items()
        }


def written_down(engine: Engine, judged: ir.Table) -> ir.Table:
    """The rows as files of this engine's lifetime."""
    folder = private_folder(Path(settings.FOYER_LAKE) / "tmp") / uuid4().hex
    engine.held.callback(shutil.rmtree, folder, ignore_errors=True)
    facts = engine.write(judged, folder)
    return engine.read([folder / fact.path for fact in facts], schema=judged.schema())


def _checked_by(asked: Asked) -> str:
    """Which count says how many values a rule looked at: those given, or every row where absence itself is judged."""
    is_of_rows = asked.rule.dimension in {"completeness", "uniqueness"}
    return "rows" if is_of_rows else f"given_{asked.field.name}"
