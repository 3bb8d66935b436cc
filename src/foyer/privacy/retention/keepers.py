"""Who carries out which rule of retention: rooms register theirs, each for one kind of rows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Due = Callable[[datetime], int]
Carry = Callable[[datetime, "Collection[UUID]"], "Carried"]


@dataclass(frozen=True)
class Carried:
    """How many were dealt with, and how many were kept for a legal hold."""

    done: int = 0
    held: int = 0


@dataclass(frozen=True)
class Keeper:
    """`due(before)` counts what has been kept long enough; `carry_out(before, held_customers)` deals with it."""

    code: str
    rule: str
    due: Due
    carry_out: Carry


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> Keeper:
    _keepers[keeper.code] = keeper
    return keeper


def keepers(rule: str = "") -> list[Keeper]:
    return [each for code, each in sorted(_keepers.items()) if not rule or each.rule == rule]
