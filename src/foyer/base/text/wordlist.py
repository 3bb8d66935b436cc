"""A long list of words with a number for each, in a fraction of a dictionary's memory.

jieba knows half a million words and beginnings of words; as a Python dictionary they take some 70 MB in every process.
Here each is one row of two arrays: its hash (64 bits, so that two words are never taken for each other in practice)
and its number. A row is found by open addressing (Knuth, The Art of Computer Programming, volume 3, 6.4), in less than
a microsecond. Nothing can be added or listed: it is made once, from a whole dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

_WHOLE = (1 << 64) - 1
_SPACE = 2  # rows for each word, at the least


class WordList:
    """Reads as the dictionary it was made of: `in`, `[]` and `get`. Numbers are whole and below 2³²."""

    def __init__(self, words: Mapping[str, int]) -> None:
        hashes = np.fromiter(map(hash, words), dtype=np.int64, count=len(words)).view(np.uint64)
        hashes[hashes == 0] = 1  # 0 says that a row is free
        numbers = np.fromiter(words.values(), dtype=np.uint32, count=len(words))
        self._last = (1 << (_SPACE * max(1, len(words)) - 1).bit_length()) - 1
        rows, held = _placed(hashes, numbers, self._last + 1)
        self._rows, self._held, self._count = memoryview(rows), memoryview(held), len(words)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, word: str) -> bool:
        return self._place(word) >= 0

    def __getitem__(self, word: str) -> int:
        place = self._place(word)
        if place < 0:
            raise KeyError(word)
        return int(self._held[place])

    def get(self, word: str, default: Any = None) -> Any:
        place = self._place(word)
        return self._held[place] if place >= 0 else default

    def _place(self, word: str) -> int:
        """The word's row; below 0 where it has none."""
        wanted = hash(word) & _WHOLE or 1
        place = wanted & self._last
        while (found := self._rows[place]) != wanted:
            if not found:
                return -1
            place = (place + 1) & self._last
        return place


def _placed(hashes: Any, numbers: Any, size: int) -> tuple[Any, Any]:
    """Every hash in the first free row from its own place on: all that are left are moved one row further at a time."""
    rows, held = np.zeros(size, dtype=np.uint64), np.zeros(size, dtype=np.uint32)
    left = np.arange(len(hashes))
    places = (hashes & np.uint64(size - 1)).astype(np.int64)
    while len(left):
        free = np.flatnonzero(rows[places] == 0)
        _taken, first = np.unique(places[free], return_index=True)
        mine = free[first]
        rows[places[mine]], held[places[mine]] = hashes[left[mine]], numbers[left[mine]]
        stays = np.ones(len(left), dtype=bool)
        stays[mine] = False
        left, places = left[stays], (places[stays] + 1) & (size - 1)
    return rows, held
