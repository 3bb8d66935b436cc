# ruff: noqa: E501  a way of writing a line, however long
"""The words, signs and letters by which a mood shows, found in a message (`fixtures/cues.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from foyer.assistant.understanding.script import plain

CUES = Path(__file__).parents[2] / "fixtures" / "cues.yaml"
NEGATABLE = ("fury", "blame", "worry", "praise", "thanks")
_NEGATED = re.compile(
    r"(?:不(?:太|怎么|是很|算|再|用|必|会|要|那么)?|没(?:有|什么|那么)?|毫无|无需|别|未|一点都不|一点也不"
    r"|\b(?:not|no|never|hardly|isn'?t|wasn'?t|don'?t|doesn'?t|didn'?t|can'?t|couldn'?t|won'?t|without|nothing|far from)\b"
    r"(?: (?:a|an|the|so|very|at all|too|really|particularly|to|any|be|been|feel|single))*) ?$"
)
_SHOUTED = re.compile(r"\b[A-Z]{3,}\b")
_NOT_SHOUTED = re.compile(
    r"\b(?:ATM|APP|PIN|IBAN|USD|CNY|EUR|GBP|RMB|PDF|SMS|OTP|CVV|URGENT|VIP|SWIFT|BIC|APR|POS|NFC|OK)\b"
)


@dataclass(frozen=True)
class Cue:
    """A place in the message and what kind of cue stands there."""

    group: str
    start: int
    end: int


def cues(text: str) -> list[Cue]:
    """Every cue, in order. One that is negated (“not happy”, 不担心) is of the group `not_…`."""
    simple = plain(text)
    return sorted((*_in_words(simple), *_in_signs(text)), key=lambda cue: (cue.start, cue.group))


def groups() -> tuple[str, ...]:
    return tuple(group for group in _compiled() if group != "negation")


def _in_words(simple: str) -> Iterator[Cue]:
    for group, pattern in _compiled().items():
        if group == "negation":
            continue
        for match in pattern.finditer(simple):
            is_negated = group in NEGATABLE and _NEGATED.search(simple[max(0, match.start() - 24) : match.start()])
            yield Cue(f"not_{group}" if is_negated else group, match.start(), match.end())


def _in_signs(text: str) -> Iterator[Cue]:
    for match in re.finditer(r"[!！]+", text):
        yield Cue("exclaimed", match.start(), match.end())
    for match in re.finditer(r"[?？]{2,}|(?:[?？][!！]|[!！][?？])", text):
        yield Cue("insistent", match.start(), match.end())
    for match in _SHOUTED.finditer(text):
        if not _NOT_SHOUTED.fullmatch(match[0]):
            yield Cue("shouted", match.start(), match.end())
    for match in re.finditer(r"(.)\1{3,}", text):
        if not match[1].isdigit() and match[1] not in " .-*#=_":
            yield Cue("drawn_out", match.start(), match.end())


@lru_cache(maxsize=1)
def _compiled() -> Mapping[str, re.Pattern[str]]:
    said = yaml.safe_load(CUES.read_text(encoding="utf-8"))
    return {group: re.compile("|".join(f"(?:{line})" for line in lines)) for group, lines in said.items()}
