"""Columns of one table found in another of the same source: the same rows as a join, one row or none for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import ibis
import ibis.expr.types as ir

from foyer.customers.intake.values import filled, holds, number
from foyer.customers.sources.connectors.port import NUMBER, ROW
from foyer.customers.sources.shapes import LookUp, Table, When

Read = Callable[[str], ir.Table]
Way = tuple[str, tuple[tuple[str, str], ...], When, str]


class LookUps:
    """The look-ups of one table. Those that go the same way, to take different columns, share one join."""

    def __init__(self, table: Table, read: Read) -> None:
        self._read = read
        self._takes: dict[Way, list[str]] = {}
        for look_up in look_ups_of(table):
            takes = self._takes.setdefault(_way(look_up), [])
            if look_up.take not in takes:
                takes.append(look_up.take)
        self._ways = list(self._takes)

    def joined(self, rows: ir.Table, look_up: LookUp) -> tuple[ir.Table, str]:
        """The rows with the column that is looked up, and that column's name."""
        way = _way(look_up)
        prefix = f"__look{self._ways.index(way)}"
        name = f"{prefix}_{self._takes[way].index(look_up.take)}"
        return (rows if name in rows.columns else self._join(rows, way, prefix)), name

    def _join(self, rows: ir.Table, way: Way, prefix: str) -> ir.Table:
        table, by, when, latest = way
        other = self._read(table)
        keys = {f"{prefix}_by{n}": filled(other[there]) for n, (there, _here) in enumerate(by)}
        takes = {f"{prefix}_{n}": filled(other[take]) for n, take in enumerate(self._takes[way])}
        rank = ibis.row_number().over(group_by=list(keys.values()), order_by=_order(other, latest))
        found = other.filter(holds(other, when)) if when else other
        found = found.select(**keys, **takes, __rank=rank).filter(lambda each: each["__rank"] == 0).drop("__rank")
        same = [filled(rows[here]) == found[f"{prefix}_by{n}"] for n, (_there, here) in enumerate(by)]
        return rows.left_join(found, same).drop(*keys)


def look_ups_of(table: Table) -> Iterable[LookUp]:
    """Every look-up of a table's values."""
    values = [*table.let.values(), *(v for gives in table.gives for values in gives.fields.values() for v in values)]
    return [value.look_up for value in values if value.look_up]


def _way(look_up: LookUp) -> Way:
    return look_up.table, look_up.by, look_up.when, look_up.latest


def _order(other: ir.Table, latest: str) -> list[ir.Value]:
    """The latest first: by the column that says so, else by when it came."""
    came = [other[NUMBER].desc(), other[ROW].desc()]
    if not latest:
        return came
    said = filled(other[latest])
    return [number(said).desc(nulls_first=False), said.desc(nulls_first=False), *came]
