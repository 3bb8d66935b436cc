"""A key that occurs twice.

Where the key is the source's own (a customer number), rows that say the same collapse into one, and rows that differ
are all rejected: which of them is right, only a person can tell. Where the key is a statement about a party (this phone
number of this customer), the newest row goes on. Of two files that landed one after another the later one counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from foyer.customers.standard import Entity

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEWER = ("_number", "updated_at", "_row")
TWIN, DIFFERS = "__twin", "__differs"


def marked(table: ir.Table, entity: Entity) -> ir.Table:
    """With `__twin`, true where the key occurs twice, and `__differs`, true where that cannot be settled."""
    key = [name for name in entity.key if name in table.columns]
    if len(key) < len(entity.key):
        return table.mutate(**{TWIN: ibis.literal(False)})
    whole = table.filter(ibis.and_(*(table[name].notnull() for name in key)))
    counted = whole.group_by(key).agg(__many=whole.count())
    several = counted.filter(counted["__many"] > 1).drop("__many")
    verdicts = _verdicts(whole.semi_join(several, key), entity, key)
    verdicts = verdicts.rename({f"__{name}": name for name in key})
    found = table.left_join(verdicts, [table[name] == verdicts[f"__{name}"] for name in key])
    is_last = found["_number"] == found["__last"] if "_number" in table.columns else ibis.literal(True)
    differs = is_last & (found["__contents"] > 1) if _is_own_key(entity) else ibis.literal(False)
    return found.select(*table.columns, **{TWIN: found["__contents"].notnull(), DIFFERS: differs.fill_null(False)})


def settled(twins: ir.Table, entity: Entity) -> ir.Table:
    """Of rows with one key the newest; equal ones in any order are equal."""
    texts = [name for name in twins.columns if name.endswith("__raw")]
    order = [ibis.desc(name, nulls_first=False) for name in (*NEWER, *texts) if name in twins.columns]
    rank = ibis.row_number().over(group_by=list(entity.key), order_by=order)
    return twins.mutate(__rank=rank).filter(lambda rows: rows["__rank"] == 0).drop("__rank")


def _verdicts(several: ir.Table, entity: Entity, key: list[str]) -> ir.Table:
    """For each such key: how many different contents its newest file gives."""
    if "_number" in several.columns:
        last = several.group_by(key).agg(__last=several["_number"].max())
        several = several.inner_join(last, key).filter(lambda rows: rows["_number"] == rows["__last"])
    else:
        several = several.mutate(__last=ibis.literal(0))
    return several.group_by(key).agg(__last=several["__last"].max(), __contents=_content(several, entity).nunique())


def _content(table: ir.Table, entity: Entity) -> ir.StringValue:
    """All that a row says, as one text."""
    names = [name for name in entity.fields if name in table.columns]
    texts = [table[f"{name}__raw" if f"{name}__raw" in table.columns else name].cast("string") for name in names]
    return ibis.literal("\x1f").join([text.fill_null("\x1e") for text in texts])


def _is_own_key(entity: Entity) -> bool:
    return len(entity.key) == 1
