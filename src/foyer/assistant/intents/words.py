"""The words and letters of a sentence as numbers: what an encoder of meanings blurs (numbers, names, spelling).

Pairs of neighbouring words and pieces of two to five letters, weighted by how rare they are (TF-IDF). Chinese has no
spaces: there each character is a word, and the pieces of letters are pieces of the sentence.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from foyer.assistant.intents.simplified import simplified
from foyer.base.text import normalise
from foyer.base.text.search import HAN

_TOKEN = re.compile(rf"[{HAN}]|[^\W_]+(?:'[^\W_]+)?")
_PIECES = range(2, 6)
_RARE = 2  # a piece of letters that occurs in one phrasing only teaches nothing about others


@dataclass(frozen=True)
class Words:
    """A vocabulary with the rarity of each entry; words stand after all pieces of letters."""

    places: dict[str, int]
    rarity: np.ndarray[Any, Any]
    first_word: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Words:
        """The vocabulary of these texts."""
        seen = Counter(entry for text in texts for entry in set(_entries(text)))
        kept = sorted(entry for entry, count in seen.items() if count >= _RARE or entry[0] == "w")
        counts = np.array([seen[entry] for entry in kept], dtype=np.float64)
        rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        first_word = next((place for place, entry in enumerate(kept) if entry[0] == "w"), len(kept))
        return cls({entry: place for place, entry in enumerate(kept)}, rarity.astype(np.float32), first_word)

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Each text as a row of length 1: half of it for its words, half for its letters, however many these are."""
        data: list[np.ndarray[Any, Any]] = []
        columns: list[np.ndarray[Any, Any]] = []
        for text in texts:
            counts = Counter(place for entry in _entries(text) if (place := self.places.get(entry)) is not None)
            found = np.fromiter(counts, dtype=np.int32, count=len(counts))
            times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
            columns.append(found)
            data.append(self._halved((1 + np.log(times)) * self.rarity[found], found >= self.first_word))
        ends = np.cumsum([0, *(len(row) for row in columns)])
        shape = (len(texts), len(self.places))
        return sparse.csr_matrix((np.concatenate(data), np.concatenate(columns), ends), shape=shape)

    @staticmethod
    def _halved(values: np.ndarray[Any, Any], is_word: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """The two halves of a row, each of length √½, so that a text and itself are 1."""
        for half in (is_word, ~is_word):
            length = np.sqrt((values[half] ** 2).sum())
            values[half] *= np.float32(0.5**0.5) / length if length else 0
        return values.astype(np.float32)


def _entries(text: str) -> Iterator[str]:
    """Marked: w for words, then l for letters."""
    tokens = _TOKEN.findall(normalise(simplified(text)))
    yield from (f"w{token}" for token in tokens)
    yield from (f"w{first} {second}" for first, second in itertools.pairwise(tokens))
    for token in _runs(tokens):
        for length in _PIECES:
            yield from (f"l{token[start : start + length]}" for start in range(len(token) - length + 1))


def _runs(tokens: Sequence[str]) -> Iterator[str]:
    """Words between spaces, as a reader sees them; neighbouring Chinese characters are one."""
    run = ""
    for token in tokens:
        if len(token) == 1 and _is_han(token):
            run += token
            continue
        if run:
            yield run
        run = ""
        yield f" {token} "
    if run:
        yield run


def _is_han(token: str) -> bool:
    return re.fullmatch(f"[{HAN}]", token) is not None
