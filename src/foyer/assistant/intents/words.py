"""The words and letters of a sentence as numbers: what an encoder of meanings blurs (numbers, names, spelling).

Pairs of neighbouring words and pieces of two to five letters, weighted by how rare they are (TF-IDF). Chinese has no
spaces: there each character is a word, and the pieces of letters are pieces of the sentence. Ideas are groups of words
that mean the same to the bank (its synonyms): 弄丢 and 遗失 share no character, and lost shares none with either.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from foyer.assistant.intents.simplified import simplified
from foyer.base.text import normalise
from foyer.base.text.search import HAN
from foyer.knowledge.queries import Synonyms, table_of

_TOKEN = re.compile(rf"[{HAN}]|[^\W_]+(?:'[^\W_]+)?")
_HAN = re.compile(f"[{HAN}]")
_PIECES = range(2, 6)
_RARE = 2  # a piece of letters that occurs in one phrasing only teaches nothing about others
_IDEA, _LETTER, _WORD = "ilw"  # how entries begin, in the order in which they stand
SHARES = (0.4, 0.3, 0.3)  # of each kind; by ten and other folds of the shipped phrasings that teach
SHARES_WITHOUT_IDEAS = (0.0, 0.5, 0.5)

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Words:
    """A vocabulary with the rarity of each entry: ideas first, from `first[0]` on pieces of letters, then words. An
    idea is the number of its group in `groups`, the synonyms as they were when this was made; `in_chinese` looks for
    ideas only in texts with Chinese characters."""

    places: dict[str, int]
    rarity: np.ndarray[Any, Any]
    first: tuple[int, int]
    groups: tuple[tuple[str, ...], ...] = ()
    in_chinese: bool = False

    @classmethod
    def of(cls, texts: Sequence[str], groups: Sequence[Sequence[str]] = (), *, in_chinese: bool = False) -> Words:
        """The vocabulary of these texts."""
        blank = cls({}, np.empty(0), (0, 0), tuple(tuple(group) for group in groups), in_chinese)
        seen = Counter(entry for text in texts for entry in set(blank._entries(text)))
        kept = sorted(entry for entry, count in seen.items() if count >= _RARE or entry[0] == _WORD)
        counts = np.array([seen[entry] for entry in kept], dtype=np.float64)
        rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        first = bisect.bisect(kept, _LETTER), bisect.bisect(kept, _WORD)
        places = {entry: place for place, entry in enumerate(kept)}
        return replace(blank, places=places, rarity=rarity.astype(np.float32), first=first)

    @cached_property
    def synonyms(self) -> Synonyms:
        return table_of(enumerate(self.groups))

    def rows(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Each text as a row: so much of it for its ideas, its letters and its words, however many of them there are;
        at most of length 1."""
        data: list[np.ndarray[Any, Any]] = []
        columns: list[np.ndarray[Any, Any]] = []
        for text in texts:
            entries = self._entries(text)
            shares = SHARES if self.first[0] and self._looks_for_ideas(text) else SHARES_WITHOUT_IDEAS
            counts = Counter(place for entry in entries if (place := self.places.get(entry)) is not None)
            found = np.fromiter(counts, dtype=np.int32, count=len(counts))
            times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
            columns.append(found)
            data.append(self._shared_out((1 + np.log(times)) * self.rarity[found], found, shares))
        ends = np.cumsum([0, *(len(row) for row in columns)])
        shape = (len(texts), len(self.places))
        return sparse.csr_matrix((np.concatenate(data), np.concatenate(columns), ends), shape=shape)

    def _shared_out(self, values: Numbers, places: Numbers, shares: tuple[float, ...]) -> Numbers:
        """Each kind at the length of its share."""
        kinds = np.searchsorted(self.first, places, side="right")
        for kind, share in enumerate(shares):
            part = kinds == kind
            length = np.sqrt((values[part] ** 2).sum())
            values[part] *= np.float32(share**0.5) / length if length else 0
        return values.astype(np.float32)

    def _entries(self, text: str) -> Iterator[str]:
        """Marked: i for ideas, w for words, l for letters."""
        plain = simplified(text)
        if self.groups and self._looks_for_ideas(plain):
            yield from (f"{_IDEA}{idea}" for idea in self.synonyms.ideas_in(plain).elements())
        yield from _words_and_letters(plain)

    def _looks_for_ideas(self, text: str) -> bool:
        return not self.in_chinese or bool(_HAN.search(text))


def _words_and_letters(plain: str) -> Iterator[str]:
    tokens = _TOKEN.findall(normalise(plain))
    yield from (f"{_WORD}{token}" for token in tokens)
    yield from (f"{_WORD}{first} {second}" for first, second in itertools.pairwise(tokens))
    for token in _runs(tokens):
        for length in _PIECES:
            yield from (f"{_LETTER}{token[start : start + length]}" for start in range(len(token) - length + 1))


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
