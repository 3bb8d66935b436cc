"""Customer ids for all records of a bank at once, over whole columns.

Most clusters of today are one customer of yesterday, or nobody's yet: they are named here without a look at any single
record. Where records moved between customers, `persons.assign` decides, group by group, by the same rule.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from foyer.customers.identity.persons import Assigned, Change, assign, founded_by

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Named:
    """The customer of each record, in the order of the records, and what changed."""

    customers: pa.Array
    changes: list[Change]


def name_all(records: pa.Array, labels: Numbers, before: pa.Table, front_door: Iterable[str] = ()) -> Named:
    """`labels`: for each record the position of the smallest of its cluster; `before`: record_id, customer_id."""
    known = before["customer_id"].combine_chunks().dictionary_encode()
    owner, codes = known.dictionary, known.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    held = _looked_up(records, before["record_id"].combine_chunks(), codes)
    label, code, is_quiet = _pairs(labels, held)
    fresh = np.setdiff1d(labels, label)
    made = pa.array([founded_by(records[at].as_py()) for at in fresh.tolist()], pa.string())
    is_taken = pc.is_in(made, value_set=owner).to_numpy(zero_copy_only=False).astype(np.bool_)

    moved = np.isin(labels, np.concatenate([label[~is_quiet], fresh[is_taken]]))
    stirred = _assign(
        records, labels, moved, before.filter(pa.array(np.isin(codes, code[~is_quiet]))), owner, front_door
    )
    names = pa.chunked_array([owner, made, _of(records, moved, stirred)]).combine_chunks()

    place = np.full(len(records), -1, dtype=np.int64)
    place[label[is_quiet]] = code[is_quiet]
    place[fresh] = len(owner) + np.arange(len(fresh))
    place = place[labels]
    place[moved] = len(owner) + len(made) + np.arange(int(moved.sum()))
    return Named(names.take(pa.array(place)), stirred.changes)


def _looked_up(records: pa.Array, known: pa.Array, codes: Numbers) -> Numbers:
    """The code of each record, -1 where it had no customer."""
    at = pc.fill_null(pc.index_in(records, value_set=known), -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where(at >= 0, codes[at], -1) if len(codes) else at


def _pairs(labels: Numbers, held: Numbers) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Which cluster has records of which customer, and whether neither has any of another."""
    had = held >= 0
    width = int(held.max(initial=0)) + 1
    label, code = np.divmod(np.unique(labels[had] * width + held[had]), width)
    return label, code, (_counted(label) == 1) & (_counted(code) == 1)


def _counted(values: Numbers) -> Numbers:
    """How often each occurs."""
    _found, at, counts = np.unique(values, return_inverse=True, return_counts=True)
    return counts[at]


def _assign(  # noqa: PLR0917  one call, just above
    records: pa.Array, labels: Numbers, moved: NDArray[np.bool_], before: pa.Table, owner: pa.Array,
    front_door: Iterable[str],
) -> Assigned:  # fmt: skip
    if not moved.any():
        return Assigned({})
    theirs = records.filter(pa.array(moved)).to_pylist()
    first = records.take(pa.array(labels[moved])).to_pylist()
    were = dict(zip(before["record_id"].to_pylist(), before["customer_id"].to_pylist(), strict=True))
    return assign(dict(zip(theirs, first, strict=True)), were, front_door, taken=_Taken(owner))


def _of(records: pa.Array, moved: NDArray[np.bool_], found: Assigned) -> pa.Array:
    return pa.array([found.customers[record] for record in records.filter(pa.array(moved)).to_pylist()], pa.string())


class _Taken:
    """Ids that customers have: all of yesterday, without a text in Python for each, and what is given out today."""

    def __init__(self, known: pa.Array) -> None:
        self.known, self.more = known.take(pc.sort_indices(known)), set[str]()

    def __contains__(self, customer: str) -> bool:
        at = bisect_left(range(len(self.known)), customer, key=lambda place: self.known[place].as_py())
        return customer in self.more or (at < len(self.known) and self.known[at].as_py() == customer)

    def add(self, customer: str) -> None:
        self.more.add(customer)
