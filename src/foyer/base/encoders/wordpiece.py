"""Cutting a sentence into the pieces that a BERT knows: words, and the longest known beginnings of unknown words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LONGEST_WORD = 100
_HAN = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


@dataclass(frozen=True)
class WordPiece:
    """A vocabulary, as BERT's own tokenizer uses it (Devlin, 2018; Schuster, Nakajima, 2012)."""

    places: dict[str, int]
    lower: bool

    @classmethod
    def load(cls, path: Path, *, lower: bool) -> WordPiece:
        lines = path.read_text(encoding="utf-8").split("\n")
        return cls({piece.strip(): place for place, piece in enumerate(lines) if piece.strip()}, lower)

    def ids(self, text: str, most: int) -> list[int]:
        """Between the marks of beginning and end, at most `most` in all."""
        found: list[int] = [self.places["[CLS]"]]
        for word in self._words(text):
            found.extend(self._pieces(word))
            if len(found) >= most:
                break
        return [*found[: most - 1], self.places["[SEP]"]]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self.places["[UNK]"]]
        found: list[int] = []
        start = 0
        while start < len(word):
            mark = "##" if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if mark + word[start:end] in self.places), None)
            if end is None:
                return [self.places["[UNK]"]]
            found.append(self.places[mark + word[start:end]])
            start = end
        return found

    def _words(self, text: str) -> Iterator[str]:
        if self.lower:
            folded = unicodedata.normalize("NFD", text.lower())
            text = "".join(letter for letter in folded if unicodedata.category(letter) != "Mn")
        word = ""
        for letter in text:
            if _is_alone(letter) or letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf"):
                if word and not _is_nothing(letter):
                    yield word
                    word = ""
                if _is_alone(letter):
                    yield letter
            else:
                word += letter
        if word:
            yield word


def _is_alone(letter: str) -> bool:
    """Marks and Chinese characters are words of their own."""
    code = ord(letter)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(letter).startswith("P") or any(first <= code <= last for first, last in _HAN)


def _is_nothing(letter: str) -> bool:
    """Control characters are dropped without ending the word they stand in."""
    return not letter.isspace() and unicodedata.category(letter) in ("Cc", "Cf")
