"""The library as values, with the live figure of each measure it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from foyer.base import clock, measures
from foyer.base.text import Bilingual

WINDOW = timedelta(days=30)


@dataclass(frozen=True)
class Obligation:
    """One rule. `built` is yes, partly or no; `open` says what is missing and which room brings it."""

    id: str
    law: Bilingual
    rule: Bilingual
    controls: tuple[str, ...]
    tests: tuple[str, ...]
    measures: tuple[str, ...]
    built: str
    open: Bilingual | None = None


@cache
def library() -> tuple[Obligation, ...]:
    text = files("foyer.privacy").joinpath("fixtures/obligations.yaml").read_text(encoding="utf-8")
    return tuple(_read(row) for row in yaml.safe_load(text))


def with_figures(*, built: str = "", text: str = "") -> list[dict[str, Any]]:
    """The rules that fit, each with what its measures say of the last thirty days."""
    wanted = [one for one in library() if (not built or one.built == built) and _fits(one, text)]
    codes = {code for one in wanted for code in one.measures}
    figures = {code: figure(code) for code in sorted(codes)}
    return [{"obligation": one, "figures": [figures[code] for code in one.measures]} for one in wanted]


def figure(code: str) -> dict[str, Any]:
    """What a measure says of the last thirty days."""
    now = clock.now()
    measure = measures.registry[code]
    found = measures.figure(code, now - WINDOW, now)
    value: float | None = found.count
    if measure.kind in ("ratio", "duration"):
        value = found.mean if found.count else None
    return {"code": code, "name": measure.name, "kind": measure.kind, "count": found.count, "value": value}


def _fits(one: Obligation, text: str) -> bool:
    texts = (one.law, one.rule, *([one.open] if one.open else []))
    said = " ".join((one.id, *(each.in_(language) for each in texts for language in ("zh", "en")))).lower()
    return text.strip().lower() in said


def _read(row: dict[str, Any]) -> Obligation:
    parts: dict[str, Any] = {name: tuple(row[name]) for name in ("controls", "tests", "measures")}
    parts |= {name: Bilingual(**row[name]) for name in ("law", "rule")}
    left = Bilingual(**row["open"]) if "open" in row else None
    return Obligation(id=row["id"], built=row["built"], open=left, **parts)
