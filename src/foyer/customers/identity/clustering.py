"""From pairs to customers, with protection against chains.

A is like B and B is like C does not make A and C one customer. Links are taken best first, and a link that would put
into one customer what must not be together is left out: two different valid identity numbers, two records that a
steward keeps apart, or two records of a source that keeps each person once. So a chain breaks at its weakest link.
Only groups in which that could happen are looked at one by one; all others are simply joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Links:
    """Pairs to join, as positions of records; `strength` orders them. A steward's links are `bound`."""

    left: Labels
    right: Labels
    strength: NDArray[np.float64]
    bound: NDArray[np.bool_]


@dataclass(frozen=True)
class Marks:
    """What may be in one customer only once: for each record a value of each kind, -1 where it has none."""

    values: Mapping[str, Labels] = field(default_factory=dict)
    apart: frozenset[tuple[int, int]] = frozenset()


def cluster(count: int, links: Links, marks: Marks) -> Labels:
    """A label for each record: the smallest position in its cluster."""
    labels = components(count, links.left, links.right)
    troubled = _troubled(labels, marks)
    if not troubled.size:
        return labels
    inside = np.flatnonzero(np.isin(labels[links.left], troubled))
    members = np.flatnonzero(np.isin(labels, troubled))
    groups = _Groups(members.tolist(), marks)
    order = inside[np.lexsort((links.right[inside], links.left[inside], -links.strength[inside], ~links.bound[inside]))]
    for at in order.tolist():
        groups.join(int(links.left[at]), int(links.right[at]), bound=bool(links.bound[at]))
    for member in members.tolist():
        labels[member] = groups.least(member)
    return labels


def components(count: int, left: Labels, right: Labels) -> Labels:
    """The smallest position that can be reached from each, by rounds over whole arrays."""
    labels = np.arange(count, dtype=np.int64)
    while left.size:
        low = np.minimum(labels[left], labels[right])
        fresh = labels.copy()
        np.minimum.at(fresh, labels[left], low)
        np.minimum.at(fresh, labels[right], low)
        while not np.array_equal(fresh, fresh[fresh]):
            fresh = fresh[fresh]
        if np.array_equal(fresh, labels):
            break
        labels = fresh
    return labels


def _troubled(labels: Labels, marks: Marks) -> Labels:
    """Groups in which something is twice that may be there once."""
    found: list[Labels] = []
    for name, values in marks.values.items():
        has = values >= 0
        held = np.stack([labels[has], values[has]], axis=1)
        held = held if name.startswith("source:") else np.unique(held, axis=0)
        groups, counts = np.unique(held[:, 0], return_counts=True)
        found.append(groups[counts > 1])
    together = [labels[a] for a, b in marks.apart if labels[a] == labels[b]]
    found.append(np.array(together, dtype=np.int64))
    return np.unique(np.concatenate(found))


class _Groups:
    """Groups of records that grow link by link, never into what must not be."""

    def __init__(self, members: Sequence[int], marks: Marks) -> None:
        self.parent = {member: member for member in members}
        self.members: dict[int, list[int]] = {member: [member] for member in members}
        self.held = {member: {name: {value} for name, value in self._marks_of(member, marks)} for member in members}
        self.apart: defaultdict[int, set[int]] = defaultdict(set)
        for a, b in marks.apart:
            self.apart[a].add(b)
            self.apart[b].add(a)

    @staticmethod
    def _marks_of(member: int, marks: Marks) -> Iterable[tuple[str, int]]:
        for name, values in marks.values.items():
            if values[member] >= 0:
                # Two records of a source that keeps each person once are two, whatever they say: each is its own value.
                yield name, member if name.startswith("source:") else int(values[member])

    def least(self, member: int) -> int:
        return min(self.members[self._root(member)])

    def join(self, a: int, b: int, *, bound: bool) -> bool:
        """Bring the groups of two records together, if they may be."""
        a, b = self._root(a), self._root(b)
        if a == b:
            return True
        if not self._may(a, b, bound=bound):
            return False
        if len(self.members[a]) < len(self.members[b]):
            a, b = b, a
        self.parent[b] = a
        self.members[a] += self.members.pop(b)
        for name, values in self.held.pop(b).items():
            self.held[a].setdefault(name, set()).update(values)
        return True

    def _may(self, a: int, b: int, *, bound: bool) -> bool:
        few, many = sorted((self.members[a], self.members[b]), key=len)
        if any(self.apart[one].intersection(many) for one in few if one in self.apart):
            return False
        ours, theirs = self.held[a], self.held[b]
        return bound or all(_agree(values, theirs.get(name, values)) for name, values in ours.items())

    def _root(self, member: int) -> int:
        while self.parent[member] != member:
            self.parent[member] = self.parent[self.parent[member]]
            member = self.parent[member]
        return member


def _agree(ours: set[int], theirs: set[int]) -> bool:
    """Whether nothing new comes in; more than one value is there only by a steward's word."""
    return ours <= theirs or theirs <= ours
