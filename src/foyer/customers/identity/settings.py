"""The matching model as data: which columns are compared, in which steps, and how candidate pairs are found.

It is read from `model.yaml`; what training adds (how likely each step is) is kept with the model's row. Columns that a
bank's data do not have drop out by themselves: `Settings.for_columns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).with_name("model.yaml")
ROLES = ("personal", "family", "home")


@dataclass(frozen=True)
class Level:
    """One step of agreement; `m` is how often two records of one customer are found on it."""

    label: str
    m: float
    when: Mapping[str, Any] | None = None
    frequency: str | None = None


@dataclass(frozen=True)
class Comparison:
    """How two records are compared in one respect. It says nothing where one of them lacks every column it `needs`, or
    where another comparison has `told_by` already what it would say."""

    name: str
    role: str
    needs: tuple[str, ...]
    levels: tuple[Level, ...]
    told_by: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Part:
    """A column of a key, whole or its first (or, negative, last) characters."""

    column: str
    take: int = 0


@dataclass(frozen=True)
class Settings:
    """What to compare and which pairs to look at."""

    version: str
    comparisons: tuple[Comparison, ...]
    keys: tuple[tuple[Part, ...], ...]
    pairs_per_record: float
    pairs_at_least: int
    most: int

    def for_columns(self, filled: Iterable[str]) -> Settings:
        """Without what rests on columns that are empty."""
        there = set(filled)
        kept = tuple(one for one in self.comparisons if there.intersection(one.needs))
        keys = tuple(key for key in self.keys if there.issuperset(part.column for part in key))
        return replace(self, comparisons=kept, keys=keys)

    def only(self, names: Iterable[str]) -> Settings:
        """With these comparisons alone."""
        wanted = set(names)
        return replace(self, comparisons=tuple(one for one in self.comparisons if one.name in wanted))

    @property
    def columns(self) -> set[str]:
        needed = {column for comparison in self.comparisons for column in comparison.needs}
        return needed | {part.column for key in self.keys for part in key}


@lru_cache(maxsize=1)
def shipped() -> Settings:
    """The settings that come with Foyer."""
    return read(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def read(data: Mapping[str, Any]) -> Settings:
    """Settings from their written form."""
    blocking = data["blocking"]
    return Settings(
        version=str(data["version"]),
        comparisons=tuple(_comparison(one) for one in data["comparisons"]),
        keys=tuple(tuple(_part(part) for part in key) for key in blocking["keys"]),
        pairs_per_record=float(blocking["pairs_per_record"]),
        pairs_at_least=int(blocking["pairs_at_least"]),
        most=int(blocking["most"]),
    )


def _comparison(data: Mapping[str, Any]) -> Comparison:
    if data["role"] not in ROLES:
        raise ValueError(f"{data['name']}: the role is one of {', '.join(ROLES)}")
    needs = data["needs"] if isinstance(data["needs"], list) else [data["needs"]]
    levels = tuple(_level(one) for one in data["levels"])
    return Comparison(data["name"], data["role"], tuple(needs), levels, data.get("told_by"))


def _level(data: Mapping[str, Any]) -> Level:
    return Level(data["label"], float(data["m"]), data.get("when"), data.get("tf"))


def _part(text: str) -> Part:
    column, _, take = text.partition(":")
    return Part(column, int(take or 0))
