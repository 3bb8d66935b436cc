"""How well people are hidden in a table: k-anonymity, l-diversity, t-closeness.

- k: the smallest number of rows that share all quasi-identifiers (Samarati and Sweeney 1998)
- l: the smallest number of different sensitive values within such a class (Machanavajjhala et al. 2007, distinct l)
- t: the largest distance between a sensitive value's shares in a class and in the whole (Li et al. 2007; for categories
  the distance is half the sum of the absolute differences)

One row a person: a table with several rows of one person is measured after `one_each`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from foyer.base.engine import Engine


@dataclass(frozen=True)
class Anonymity:
    """`classes` is how many groups there are; `t` is 0 where nothing is sensitive; an empty table has k = l = 0."""

    rows: int
    classes: int
    k: int
    l: int  # noqa: E741  its name in the literature
    t: float


def measure(engine: Engine, table: ir.Table, quasi: Sequence[str], sensitive: Sequence[str] = ()) -> Anonymity:
    """k, l and t of a table; of several sensitive columns the worst."""
    names = list(quasi)
    sizes = table.group_by(names).agg(size=table.count()) if names else table.agg(size=table.count())
    whole = engine.execute(sizes.agg(rows=sizes["size"].sum(), classes=sizes.count(), k=sizes["size"].min())).iloc[0]
    rows = int(whole["rows"] or 0)
    if not rows:
        return Anonymity(0, 0, 0, 0, 0.0)
    diverse = [_diversity(engine, table, names, column) for column in sensitive]
    close = [_closeness(engine, table, names, column) for column in sensitive]
    return Anonymity(
        rows, int(whole["classes"]), int(whole["k"]), min(diverse, default=0), round(max(close, default=0.0), 4)
    )


def _diversity(engine: Engine, table: ir.Table, quasi: list[str], column: str) -> int:
    counted = table.group_by(quasi).agg(kinds=table[column].fill_null("*").nunique()) if quasi else None
    if counted is None:
        return int(engine.execute(table[column].fill_null("*").nunique()))
    return int(engine.execute(counted["kinds"].min()))


def _closeness(engine: Engine, table: ir.Table, quasi: list[str], column: str) -> float:
    """Half the sum of |share in the class - share in the whole|, worst class. Absent values count with their share."""
    value = table[column].fill_null("*").name("value")
    inside = table.group_by([*quasi, value]).agg(n=table.count())
    total = inside.n.sum().over(ibis.window(group_by=[inside[name] for name in quasi])) if quasi else inside.n.sum()
    everybody = inside.n.sum().over(ibis.window(group_by=[inside["value"]])).cast("float64")
    rows = inside.n.sum().over(ibis.window())
    shares = inside.mutate(
        inside_share=inside.n.cast("float64") / total.cast("float64"), whole_share=everybody / rows.cast("float64")
    )
    present = shares.mutate(gap=(shares.inside_share - shares.whole_share).abs(), seen=shares.whole_share)
    classes = present.group_by(quasi).agg(gap=present.gap.sum(), seen=present.seen.sum())
    return float(engine.execute(((classes.gap + (1.0 - classes.seen)) / 2.0).max()))
