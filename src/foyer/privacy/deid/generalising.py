"""Finding how much must be hidden: the lowest rungs at which every group is large and varied enough.

The search is optimal over whole columns (full-domain generalisation, as Samarati's and El Emam's OLA): rungs are tried
from those that hide least, rows that still stand alone are left out up to a limit, and the first combination that
reaches k and l is taken. What it hides is measured as the share of all rungs climbed, weighted by how many values the
column tells apart. Worked example: 10 birth dates in 3 cities of one province, k = 5, nobody left out. Day, month and
year leave groups of 1; "ten years / province" has two groups of 5; "five years / hidden" four of 2 or 3; the first
wins.

Combinations are counted once at the lowest rungs (`counted`); every step after that works on those counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import ibis
import ibis.expr.types as ir

from foyer.base.engine import Engine
from foyer.privacy.deid.ladders import LADDERS


@dataclass(frozen=True)
class Choice:
    """The rung of each quasi-identifier, and the share of rows that is left out."""

    rungs: Mapping[str, int]
    left_out: float
    loss: float


def choose(
    engine: Engine,
    table: ir.Table,
    quasi: Mapping[str, str],
    sensitive: Sequence[str],
    *,
    k: int,
    l: int = 1,  # noqa: E741
    limit: float = 0.02,
    person: str = "",
) -> Choice | None:
    """The choice that hides least, or None where even hiding all does not reach k and l.

    `quasi` names each column's ladder, `limit` is the largest share of rows that may be left out. Where a person has
    several rows, `person` names the column that tells people apart: k then counts people, not rows.
    """
    counts = counted(engine, table, quasi, [*sensitive, *([person] if person else [])])
    for rungs in _by_loss(quasi):
        left_out = _left_out(engine, counts, quasi, sensitive, rungs, k=k, l=l, person=person)
        if left_out <= limit:
            return Choice(rungs, left_out, _loss(quasi, rungs))
    return None


def counted(engine: Engine, table: ir.Table, quasi: Mapping[str, str], sensitive: Sequence[str]) -> ir.Table:
    """How many rows there are of each combination at the lowest rungs, as a small table of its own."""
    columns = [
        *(LADDERS[ladder].at(0, table[name]).name(name) for name, ladder in quasi.items()),
        *(table[name].cast("string").fill_null("*").name(name) for name in sensitive),
    ]
    lowest = table.select(*columns)
    return engine.frame(engine.arrow(lowest.group_by(lowest.columns).agg(n=lowest.count())))


def climbed(table: ir.Table, quasi: Mapping[str, str], rungs: Mapping[str, int]) -> ir.Table:
    """The table with its quasi-identifiers at these rungs."""
    return table.mutate(**{name: LADDERS[ladder].at(rungs[name], table[name]) for name, ladder in quasi.items()})


def kept(table: ir.Table, quasi: Sequence[str], sensitive: Sequence[str], *, k: int, l: int) -> ir.Table:  # noqa: E741
    """The rows whose group is large and varied enough; the table's quasi-identifiers are at their rungs already."""
    if not quasi:
        return table
    group = ibis.window(group_by=[table[name] for name in quasi])
    weighed = table.mutate(_size=table.count().over(group))
    fine = []
    if l > 1:
        for name in sensitive:
            kinds = (
                weighed.select(*quasi, name).distinct().group_by(list(quasi)).agg(**{f"_kinds_{name}": ibis._.count()})
            )
            weighed = weighed.left_join(kinds, list(quasi)).drop(*[f"{column}_right" for column in quasi])
        fine = [weighed[f"_kinds_{name}"] >= l for name in sensitive]
    return weighed.filter(weighed._size >= k, *fine).select(*table.columns)


def _by_loss(quasi: Mapping[str, str]) -> Iterator[dict[str, int]]:
    names = list(quasi)
    ladders = [range(LADDERS[quasi[name]].top + 1) for name in names]
    every = [dict(zip(names, rungs, strict=True)) for rungs in product(*ladders)]
    return iter(sorted(every, key=lambda rungs: (_loss(quasi, rungs), tuple(rungs.values()))))


def _loss(quasi: Mapping[str, str], rungs: Mapping[str, int]) -> float:
    """0 when nothing is hidden, 1 when everything is."""
    if not quasi:
        return 0.0
    return sum(rungs[name] / LADDERS[ladder].top for name, ladder in quasi.items()) / len(quasi)


def _left_out(
    engine: Engine,
    counts: ir.Table,
    quasi: Mapping[str, str],
    sensitive: Sequence[str],
    rungs: Mapping[str, int],
    *,
    k: int,
    l: int,  # noqa: E741
    person: str,
) -> float:
    """The share of rows in groups that are too small or too uniform."""
    table = climbed(counts, quasi, rungs)
    kinds = {f"kinds_{name}": table[name].nunique() for name in sensitive} if l > 1 else {}
    sums = {"size": table.n.sum(), "people": table[person].nunique() if person else table.n.sum(), **kinds}
    groups = table.group_by(list(quasi)).agg(**sums) if quasi else table.agg(**sums)
    poor = groups["people"] < k
    for name in kinds:
        poor = poor | (groups[name] < l)
    alone = ibis.ifelse(poor, groups["size"], 0).sum()
    whole, left = map(float, engine.execute(groups.agg(all=groups["size"].sum(), alone=alone)).fillna(0).iloc[0])
    return left / whole if whole else 0.0
