"""Risks that a customer's words name: fraud, self-harm, regulator, media, legal steps, a vulnerable person.

A line is plain or likely; what takes it back (气死我了 is no wish to die) is asked first. How sure each tier is was
counted on examples (`mood.learning`), not chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from foyer.assistant.understanding.script import plain

RISKS = Path(__file__).parents[1] / "fixtures" / "risks.yaml"
TIERS = ("plain", "likely")
AROUND = 48


@dataclass(frozen=True)
class Risk:
    """A risk, how sure, and the place of the words that named it."""

    name: str
    confidence: float
    tier: str
    start: int
    end: int


def risks(text: str, sure: Mapping[str, float]) -> tuple[Risk, ...]:
    """The surest sign of each risk. `sure` says how often a tier means it: {"fraud.plain": 0.97, …}."""
    simple = plain(text)
    return tuple(Risk(name, sure.get(f"{name}.{tier}", 0.5), tier, *place) for name, tier, place in named(simple))


def named(simple: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """By risk the first tier with a line that nothing takes back, and where."""
    for name, lines in _compiled().items():
        for tier in TIERS:
            place = _place(lines[tier], lines["unless"], simple)
            if place:
                yield name, tier, place
                break


def _place(pattern: re.Pattern[str], unless: re.Pattern[str], simple: str) -> tuple[int, int] | None:
    for match in pattern.finditer(simple):
        near = simple[max(0, match.start() - AROUND) : match.end() + AROUND]
        taken_back = unless.search(near)
        if taken_back is None:
            return match.span()
    return None


@lru_cache(maxsize=1)
def _compiled() -> dict[str, dict[str, re.Pattern[str]]]:
    said = yaml.safe_load(RISKS.read_text(encoding="utf-8"))
    return {
        name: {kind: re.compile("|".join(f"(?:{line})" for line in by[kind])) for kind in (*TIERS, "unless")}
        for name, by in said.items()
    }
