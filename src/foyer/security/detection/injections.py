"""Sentences that try to steer an assistant, as data: `fixtures/injections.yaml`, in both languages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from foyer.security.detection.disguises import readings

SHIPPED = Path(__file__).parent.parent / "fixtures" / "injections.yaml"


def met(text: str) -> tuple[str, ...]:
    """The codes of the patterns that a text meets, however it is dressed (`disguises`)."""
    ways = readings(text)
    return tuple(code for code, pattern in _patterns() if any(pattern.search(way) for way in ways))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    said = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return tuple((code, re.compile("|".join(f"(?:{one})" for one in lines))) for code, lines in said.items())
