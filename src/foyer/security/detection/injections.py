"""Sentences that try to steer an assistant, as data: `fixtures/injections.yaml`, in both languages."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

SHIPPED = Path(__file__).parent.parent / "fixtures" / "injections.yaml"
LONGEST = 4_000


def met(text: str) -> tuple[str, ...]:
    """The codes of the patterns that a text meets, whatever its width, case, or invisible characters."""
    plain = _plain(text)
    return tuple(code for code, pattern in _patterns() if pattern.search(plain))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    said = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return tuple((code, re.compile("|".join(f"(?:{one})" for one in lines))) for code, lines in said.items())


def _plain(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return re.sub(r"\s+", " ", "".join(one for one in shown if unicodedata.category(one) != "Cf"))
