"""Putting placeholders where something led to a person."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from foyer.base.text import Language, detect_language
from foyer.privacy.deid.finding import Known, Span, find, flattened
from foyer.privacy.deid.kinds import KINDS


@dataclass(frozen=True)
class Scrubbed:
    """A text without what led to a person, and what was taken out: kinds and places, never the values."""

    text: str
    found: tuple[Span, ...]

    @property
    def counts(self) -> dict[str, int]:
        return dict(Counter(span.kind for span in self.found))


@dataclass
class Scrubber:
    """Scrubs the texts of one conversation or document: who or what occurs twice gets the same placeholder."""

    known: Known = field(default_factory=dict)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def scrub(self, text: str, language: Language | None = None) -> Scrubbed:
        """`text` with [姓名1], [电话1] or [NAME1], [PHONE1] in its own language."""
        spoken = language or detect_language(text)
        found = find(text, known=self.known)
        pieces, last = [], 0
        for span in found:
            pieces += [text[last : span.start], self._placeholder(span, text, spoken)]
            last = span.end
        return Scrubbed("".join([*pieces, text[last:]]), tuple(found))

    def _placeholder(self, span: Span, text: str, language: Language) -> str:
        value = re.sub(r"[\s\-·]", "", flattened(text[span.start : span.end])).casefold()
        word = KINDS[span.kind].name.in_(language)
        number = self._numbers.setdefault((span.kind, value), self._next(span.kind, value))
        return f"[{word}{number}]"

    def _next(self, kind: str, value: str) -> int:
        taken = [number for (other, _value), number in self._numbers.items() if other == kind]
        return self._numbers.get((kind, value), max(taken, default=0) + 1)


def scrub(text: str, *, known: Known | None = None, language: Language | None = None) -> Scrubbed:
    """One text by itself. Texts that belong together go through one `Scrubber`."""
    return Scrubber(known or {}).scrub(text, language)
