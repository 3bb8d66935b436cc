"""The words the articles are written in: what a misspelt, misheard or romanised word was most likely meant to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from foyer.base.text import segmenter
from foyer.base.text.search import HAN

_LATIN = re.compile(r"[a-z]{2,}")
_HAN = re.compile(rf"^[{HAN}]+$")
SHORT, LONG = 4, 8  # letters: shorter words are left alone, longer ones may hold two errors
LEAST_USED = 2  # sentences in which a word must stand to be what somebody meant


@dataclass(frozen=True)
class Vocabulary:
    """English words, Chinese words and pairs of characters, with the number of sentences they stand in."""

    english: Counter[str]
    chinese: Counter[str]
    pairs: frozenset[str]

    @classmethod
    def of(cls, sentences: Iterable[Any]) -> Vocabulary:
        """From the sentences of all volumes."""
        english: Counter[str] = Counter()
        written: Counter[str] = Counter()
        for each in sentences:
            for text, tokens in zip(each.texts, each.tokens, strict=True):
                english.update(set(_LATIN.findall(text.casefold())))
                written.update(set(tokens.split()))
        known = segmenter().FREQ
        han = {word: times for word, times in written.items() if _HAN.match(word)}
        words = Counter({word: times for word, times in han.items() if known.get(word, 0) > 0})
        return cls(english, words, frozenset(word for word in han if len(word) == 2))

    @cached_property
    def sounds(self) -> dict[str, str]:
        """Pinyin without tones, joined, to the commonest word of two characters or more that sounds so."""
        return dict(_by_sound(self.chinese, least=2))

    @cached_property
    def letters(self) -> dict[str, str]:
        """Pinyin of one syllable to the commonest character that stands as a word by itself."""
        single = Counter({word: times for word, times in self.chinese.items() if len(word) == 1})
        return dict(_by_sound(single, least=1))

    def closest(self, word: str) -> str:
        """The English word that `word` was most likely meant to be; empty where none is close enough."""
        if len(word) < SHORT:
            return ""
        most = 2 if len(word) >= LONG else 1
        near = [(distance(word, other, most), -times, other) for other, times in self._alike(word, most)]
        best = min((each for each in near if each[0] <= most), default=None)
        return best[2] if best else ""

    def _alike(self, word: str, most: int) -> Iterator[tuple[str, int]]:
        """Words with hardly other letters, by a mark of one bit a letter: twenty times faster than measuring all."""
        mark = _mark(word)
        for other, (size, its_mark) in self._marks.items():
            if abs(size - len(word)) <= most and (mark ^ its_mark).bit_count() <= 2 * most:
                yield other, self.english[other]

    @cached_property
    def _marks(self) -> dict[str, tuple[int, int]]:
        used = [word for word, times in self.english.items() if times >= LEAST_USED and len(word) >= SHORT - 1]
        return {word: (len(word), _mark(word)) for word in used}


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be put in, left out, replaced or swapped with a neighbour; `most` + 1 for more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def pinyin(word: str) -> str:
    """How a Chinese word sounds, without tones, as one types it."""
    from pypinyin import lazy_pinyin  # here, not at start: its word list takes a second

    return "".join(lazy_pinyin(word)).replace("ü", "v")


def _by_sound(words: Counter[str], least: int) -> Iterator[tuple[str, str]]:
    """Rarest first, so that the commonest has the last word."""
    for word, times in sorted(words.items(), key=lambda item: (item[1], item[0])):
        if len(word) >= least and times >= LEAST_USED:
            yield pinyin(word), word


def _mark(word: str) -> int:
    mark = 0
    for letter in word:
        mark |= 1 << (ord(letter) - 97)
    return mark
