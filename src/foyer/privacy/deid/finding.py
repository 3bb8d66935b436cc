"""Everything in a text that leads to a person, each place once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from foyer.privacy.deid.addresses import addresses
from foyer.privacy.deid.kinds import KINDS
from foyer.privacy.deid.names import names
from foyer.privacy.deid.numbers import Found, numbers
from foyer.privacy.deid.numbers_said import said, torn

Known = Mapping[str, Iterable[str]]

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
SHORT = 6
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD), 0x20)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,12}?\d*\]")


@dataclass(frozen=True)
class Span:
    """A place in the text as it was given, and what stands there."""

    start: int
    end: int
    kind: str


def find(text: str, *, known: Known | None = None) -> list[Span]:
    """What leads to a person, in order, nothing twice.

    `known` are values that belong to the person the text is about, by kind (`{"name": ["王小明"], "phone": […]}`): they
    are found wherever they stand, in any of the usual ways of writing them.
    """
    flat = flattened(text)
    named = list(names(flat))
    found = chain(_numbers_and_places(flat), named, _of_the_person(flat, known or {}), _again(flat, named))
    masked = [(match.start(), match.end()) for match in _PLACEHOLDER.finditer(flat)]
    usable = (one for one in found if not any(start <= one[0] and one[1] <= end for start, end in masked))
    return [Span(*one) for one in _settled(usable)]


def numbers_and_places(text: str) -> list[Span]:
    """What leads to a person except names, which cost twenty times as much: for reading every message as it comes."""
    return [Span(*one) for one in _settled(_numbers_and_places(flattened(text)))]


def _numbers_and_places(flat: str) -> Iterator[Found]:
    return chain(numbers(flat), said(flat), torn(flat), addresses(flat))


def flattened(text: str) -> str:
    """The same text, character for character: letters and digits of every script and width in ASCII, invisible ones as
    spaces."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda one: str(unicodedata.decimal(one[0])), text.translate(_WIDE).translate(_INVISIBLE))


def _again(text: str, named: Iterable[Found]) -> Iterator[Found]:
    """Whoever was recognised once in the text, wherever else they are named in it."""
    for name in {text[start:end] for start, end, _kind in named}:
        if len(name) >= (2 if name[0] > "\u2e80" else 4):
            pattern = re.escape(name) if name[0] > "\u2e80" else rf"\b{re.escape(name)}\b"
            yield from ((match.start(), match.end(), "name") for match in re.finditer(pattern, text))


def _of_the_person(text: str, known: Known) -> Iterator[Found]:
    for kind, values in known.items():
        for value in values:
            for pattern in _ways(value):
                yield from ((match.start(), match.end(), kind) for match in pattern.finditer(text))


def _ways(value: str) -> Iterator[re.Pattern[str]]:
    """How a value may be written: as it is, with gaps between its characters, a western name in the other order."""
    compact = re.sub(r"[\s\-·]", "", value)
    if len(compact) < 2:
        return
    if compact.isdigit() and len(compact) <= SHORT:
        yield re.compile(rf"(?<!\d){compact}(?!\d)")  # the tail of a card, never the middle of a number
        return
    gap = r"[ \-·•]{0,2}"
    yield re.compile(gap.join(map(re.escape, compact.removeprefix("+86"))), re.IGNORECASE)
    parts = value.split()
    if 1 < len(parts) < 5:
        yield re.compile(r"[ ,]+".join(map(re.escape, reversed(parts))), re.IGNORECASE)
        yield from (re.compile(rf"\b{re.escape(part)}\b", re.IGNORECASE) for part in parts if len(part) > 3)


def _settled(found: Iterable[Found]) -> list[Found]:
    """Of finds that overlap the one of the higher rank, then the longer; what is left of the other stays hidden too."""
    kept: list[Found] = []
    for start, end, kind in sorted(found, key=lambda one: (-KINDS[one[2]].rank, one[0] - one[1], one[0])):
        for free_start, free_end in _free(start, end, kept):
            kept.append((free_start, free_end, kind))
    return sorted(kept)


def _free(start: int, end: int, taken: list[Found]) -> list[tuple[int, int]]:
    """The parts of a stretch that nothing covers yet; slivers of one character are dropped."""
    free = [(start, end)]
    for other_start, other_end, _kind in taken:
        free = [
            part
            for left, right in free
            for part in ((left, min(right, other_start)), (max(left, other_end), right))
            if part[1] - part[0] > 0 and (part[1] - part[0] > 1 or (left, right) == part)
        ]
    return free
