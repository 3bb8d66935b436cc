"""Customer ids that stay: which cluster of today is which customer of yesterday, and what changed on the way.

A cluster keeps the id of the customer most of whose records it holds; one known at the front door before one that is
not. Ids that no cluster keeps are merged into those that took their records. A cluster that is nobody's yet gets an id
made from its smallest record, so that either engine, and every run, gives the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID, uuid5

CUSTOMERS = UUID("b3f8a1c2-52d7-5c36-9a06-7d5c0e9f1a44")
FRONT_DOOR = 1_000_000

Members = dict[str, list[str]]


@dataclass
class Change:
    """A group of customers whose records moved among them: customer → its records, before and after."""

    kind: str
    before: Members
    after: Members


@dataclass
class Assigned:
    """Which customer each record belongs to, and what changed."""

    customers: dict[str, str]
    changes: list[Change] = field(default_factory=list)


class Taken(Protocol):
    """Ids that are somebody's."""

    def __contains__(self, customer: str, /) -> bool: ...
    def add(self, customer: str, /) -> None: ...


def assign(
    clusters: Mapping[str, str],
    before: Mapping[str, str],
    front_door: Iterable[str] = (),
    *,
    taken: Taken | None = None,
) -> Assigned:
    """`clusters`: record → label; `before`: record → customer; `front_door`: records that customers made; `taken`: the
    ids that customers have, where `before` does not tell of all."""
    members = _members(clusters)
    kept = _kept(members, before, frozenset(front_door))
    taken = set(before.values()) if taken is None else taken
    ids = {label: kept.get(label) or _fresh(records, taken) for label, records in members.items()}
    customers = {record: ids[label] for label, records in members.items() for record in records}
    return Assigned(customers, _changes(customers, before))


def _members(clusters: Mapping[str, str]) -> Members:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for record in sorted(clusters):
        members[clusters[record]].append(record)
    return dict(members)


def _kept(members: Members, before: Mapping[str, str], front_door: frozenset[str]) -> dict[str, str]:
    shared: defaultdict[tuple[str, str], int] = defaultdict(int)
    for label, records in members.items():
        for record in records:
            if record in before:
                shared[label, before[record]] += FRONT_DOOR if record in front_door else 1
    kept: dict[str, str] = {}
    used: set[str] = set()
    for label, customer in sorted(shared, key=lambda pair: (-shared[pair], pair[1], members[pair[0]][0])):
        if label not in kept and customer not in used:
            kept[label] = customer
            used.add(customer)
    return kept


def founded_by(record: str, number: int = 0) -> str:
    """The id of the customer that a record founds, the first or a later one."""
    return str(uuid5(CUSTOMERS, f"{record}/{number}" if number else record))


def _fresh(records: list[str], taken: Taken) -> str:
    """An id of the cluster's own; when its smallest record founded another customer that lives on, the next one."""
    number = 0
    while True:
        made = founded_by(records[0], number)
        if made not in taken:
            taken.add(made)
            return made
        number += 1


def _changes(after: Mapping[str, str], before: Mapping[str, str]) -> list[Change]:
    """Customers that gave or took records that had a customer before, in groups that exchanged records."""
    moved = [record for record, customer in before.items() if after.get(record, customer) != customer]
    touched = {before[record] for record in moved} | {after[record] for record in moved}
    if not touched:
        return []
    old, new = _holding(before, touched), _holding(after, touched)
    return [_change(group, old, new) for group in _groups(moved, before, after)]


def _holding(customers: Mapping[str, str], wanted: set[str]) -> Members:
    held: defaultdict[str, list[str]] = defaultdict(list)
    for record, customer in customers.items():
        if customer in wanted:
            held[customer].append(record)
    return {customer: sorted(records) for customer, records in held.items()}


def _groups(moved: Iterable[str], before: Mapping[str, str], after: Mapping[str, str]) -> list[list[str]]:
    root: dict[str, str] = {}

    def find(customer: str) -> str:
        root.setdefault(customer, customer)
        while root[customer] != customer:
            customer = root[customer]
        return customer

    for record in moved:
        root[find(before[record])] = find(after[record])
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for customer in root:
        groups[find(customer)].append(customer)
    return [sorted(group) for _root, group in sorted(groups.items())]


def _change(group: list[str], old: Members, new: Members) -> Change:
    before = {customer: old[customer] for customer in group if customer in old}
    after = {customer: new[customer] for customer in group if customer in new}
    return Change("merge" if len(after) < len(before) else "split", before, after)
