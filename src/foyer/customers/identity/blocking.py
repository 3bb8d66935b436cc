"""Which pairs of records are worth comparing: those that agree on a key.

1. Each key of the model (a few columns, or their first letters) is hashed for each record.
2. A key that very many records share says nothing. How many may share it is lowered, key by key, until it brings no
   more pairs than the model allows for each record: in a small bank a birthday alone is a key, in a large one not.
3. The pairs of all keys together, each once.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from foyer.base.engine import Engine
from foyer.customers.identity.settings import Part, Settings

_SEPARATOR = "\x1f"


def candidates(engine: Engine, frame: ir.Table, settings: Settings, *, records: int, once: tuple[str, ...]) -> ir.Table:
    """`join_key_l < join_key_r` of every pair to compare. A source in `once` is never paired with itself."""
    budget = max(settings.pairs_per_record * records, settings.pairs_at_least)
    found = []
    for key in settings.keys:
        marked = _marked(frame, key)
        most = _most(engine, marked, settings.most, budget)
        if most > 1:
            found.append(_pairs(marked, most, once))
    if not found:
        return _none(frame)
    return ibis.union(*found, distinct=True) if len(found) > 1 else found[0].distinct()


def _marked(frame: ir.Table, key: tuple[Part, ...]) -> ir.Table:
    lists = [part for part in key if frame[part.column].type().is_array()]
    if lists:
        frame = frame.mutate(**{part.column: frame[part.column].unnest() for part in lists})
    pieces = [_piece(frame, part) for part in key] + [frame.kind.fill_null("person")]
    text = pieces[0]
    for piece in pieces[1:]:
        text = text + _SEPARATOR + piece
    marked = frame.select("rid", "source", mark=text.hash(), said=text)
    return marked.filter(marked.said.notnull()).select("rid", "source", "mark").distinct()


def _piece(frame: ir.Table, part: Part) -> ir.StringValue:
    text = frame[part.column]
    if part.take:
        length = abs(part.take)
        cut = text.left(length) if part.take > 0 else text.right(length)
        text = ibis.ifelse(text.length() >= min(length, 2), cut, ibis.null("string"))
    return text.nullif("")


def _most(engine: Engine, marked: ir.Table, most: int, budget: float) -> int:
    """The largest group of records whose pairs, with those of all smaller groups, keep to the budget."""
    groups = marked.group_by("mark").agg(size=marked.count())
    sizes = (
        groups.filter((groups["size"] > 1) & (groups["size"] <= most)).group_by("size").agg(groups=lambda t: t.count())
    )
    total, largest = 0.0, 0
    for size, count in sorted(engine.execute(sizes).itertuples(index=False)):
        total += count * size * (size - 1) / 2
        if total > budget:
            break
        largest = int(size)
    return largest


def _pairs(marked: ir.Table, most: int, once: tuple[str, ...]) -> ir.Table:
    groups = marked.group_by("mark").agg(size=marked.count())
    useful = groups.filter((groups["size"] > 1) & (groups["size"] <= most))
    left = marked.semi_join(useful, "mark")
    right = left.view()
    pairs = left.join(right, ["mark"], rname="{name}_r").filter(ibis._.rid < ibis._.rid_r)
    if once:
        pairs = pairs.filter(~((ibis._.source == ibis._.source_r) & ibis._.source.isin(once)))
    return pairs.select(join_key_l="rid", join_key_r="rid_r")


def _none(frame: ir.Table) -> ir.Table:
    return frame.select(join_key_l="rid", join_key_r="rid").limit(0)
