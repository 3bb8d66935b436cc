"""A long list of words with a number for each, in a mapped file instead of a dictionary.

jieba knows half a million words and beginnings of words; as a Python dictionary they take some 70 MB and half a second
in every process. As a trie (marisa-trie) they are 3 MB that all processes share and that nobody has to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from marisa_trie import Trie

WORDS, NUMBERS = "words.marisa", "numbers.npy"


class WordList(Trie):
    """Reads as the dictionary it was made of: `in`, `[]` and `get`. Numbers are whole and below 2³²."""

    @classmethod
    def of(cls, words: Mapping[str, int]) -> WordList:
        made = cls(words)
        numbers = np.zeros(len(words), dtype=np.uint32)
        for word, number in words.items():
            numbers[made.key_id(word)] = number
        return made._with(numbers)

    @classmethod
    def read(cls, folder: Path) -> WordList:
        """Raises OSError where nothing can be read."""
        made = cls()
        made.mmap(str(folder / WORDS))
        return made._with(np.load(folder / NUMBERS, mmap_mode="r"))

    def write(self, folder: Path) -> None:
        self.save(str(folder / WORDS))
        np.save(folder / NUMBERS, np.asarray(self._numbers))

    def _with(self, numbers: Any) -> WordList:
        self._numbers, self._place = memoryview(numbers), super().get
        return self

    def __getitem__(self, word: str) -> int:
        return int(self._numbers[self.key_id(word)])

    def get(self, word: str, default: Any = None) -> Any:
        place = self._place(word, -1)
        return self._numbers[place] if place >= 0 else default
