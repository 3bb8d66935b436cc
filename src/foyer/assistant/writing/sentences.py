"""Cutting a text into sentences and clauses, in Chinese and English, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_END = re.compile(r"[。！？!?；;]+[”’」』）)\"']*|\.(?=\s|$|[”\"'）)])[”\"'）)]*|\n+")
_ABBREVIATION = re.compile(r"(?:\b(?:no|st|mr|mrs|ms|dr|e\.g|i\.e|approx|vs|inc|ltd|co)|\b[a-z])\.$", re.IGNORECASE)
_CLAUSE = re.compile(r"[，,；;：:。！？!?]|\.(?=\s|$)|\b(?:but|and|or)\b|但是?|而且|并且")


@dataclass(frozen=True)
class Span:
    """A piece of a text and where it stands: text[start:end]."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Span]:
    """The sentences of a text, without the white space between them."""
    ends = [found.end() for found in _END.finditer(text) if not _ABBREVIATION.search(text[: found.end()][-8:])]
    edges = [0, *ends, len(text)]
    spans = (_trimmed(text, start, end) for start, end in pairwise(edges))
    return [span for span in spans if span.text]


def clauses(text: str) -> list[str]:
    """The clauses of a sentence; one without any is its own."""
    parts = [part.strip() for part in _CLAUSE.split(text)]
    return [part for part in parts if len(part) > 1] or [text]


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()), piece.strip())
