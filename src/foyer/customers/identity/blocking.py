"""Which pairs of records are worth comparing: those that agree on a key.

1. Each key of the model (a few columns, or their first letters) is hashed for each record; what several share is kept.
2. A key that very many records share says nothing. How many may share it is lowered, key by key, until it brings no
   more pairs than the model allows for each record: in a small bank a birthday alone is a key, in a large one not.
3. The pairs of all keys together, each once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import ibis
import ibis.expr.types as ir

from foyer.base.engine import Engine
from foyer.customers.identity.settings import Part, Settings
from foyer.customers.identity.tables import kept

_SEPARATOR = "\x1f"


@contextmanager
def candidates(
    engine: Engine, frame: ir.Table, settings: Settings, *, records: int, once: tuple[str, ...]
) -> Iterator[ir.Table]:
    """`join_key_l < join_key_r` of every pair to compare. A source in `once` is never paired with itself."""
    budget = max(settings.pairs_per_record * records, settings.pairs_at_least)
    with ExitStack() as held:
        with ExitStack() as marks:
            found = [_none(frame)]
            for key in settings.keys:
                shared = marks.enter_context(kept(engine, _shared(_marked(frame, key), settings.most)))
                most = _most(engine, shared, budget)
                if most > 1:
                    found.append(_pairs(shared, most, once))
            pairs = held.enter_context(kept(engine, ibis.union(*found, distinct=True)))
        yield pairs


def _marked(frame: ir.Table, key: tuple[Part, ...]) -> ir.Table:
    """Each record that has the whole key, once for each of its marks: one, or as many as a list has values."""
    lists = [part for part in key if frame[part.column].type().is_array()]
    if lists:
        frame = frame.mutate(**{part.column: frame[part.column].unnest() for part in lists})
    pieces = [_piece(frame, part) for part in key] + [frame.kind.fill_null("person")]
    text = pieces[0]
    for piece in pieces[1:]:
        text = text + _SEPARATOR + piece
    marked = frame.select("rid", "source", mark=text.hash(), said=text)
    marked = marked.filter(marked.said.notnull()).select("rid", "source", "mark")
    return marked.distinct() if lists else marked


def _shared(marked: ir.Table, most: int) -> ir.Table:
    """The marks that several records have, but not more than `most`, with how many those are."""
    groups = marked.group_by("mark").agg(size=marked.count())
    return marked.inner_join(groups.filter((groups["size"] > 1) & (groups["size"] <= most)), "mark")


def _piece(frame: ir.Table, part: Part) -> ir.StringValue:
    text = frame[part.column]
    if part.take:
        length = abs(part.take)
        cut = text.left(length) if part.take > 0 else text.right(length)
        text = ibis.ifelse(text.length() >= min(length, 2), cut, ibis.null("string"))
    return text.nullif("")


def _most(engine: Engine, shared: ir.Table, budget: float) -> int:
    """The largest group of records whose pairs, with those of all smaller groups, keep to the budget."""
    sizes = shared.group_by("size").agg(held=shared.count())
    total, largest = 0.0, 0
    for size, held in sorted(engine.execute(sizes).itertuples(index=False)):
        total += held * (size - 1) / 2
        if total > budget:
            break
        largest = int(size)
    return largest


def _pairs(shared: ir.Table, most: int, once: tuple[str, ...]) -> ir.Table:
    left = shared.filter(shared["size"] <= most).select("rid", "source", "mark")
    right = left.view()
    pairs = left.join(right, ["mark"], rname="{name}_r").filter(ibis._.rid < ibis._.rid_r)
    if once:
        pairs = pairs.filter(~((ibis._.source == ibis._.source_r) & ibis._.source.isin(once)))
    return pairs.select(join_key_l="rid", join_key_r="rid_r")


def _none(frame: ir.Table) -> ir.Table:
    return frame.select(join_key_l="rid", join_key_r="rid").limit(0)
