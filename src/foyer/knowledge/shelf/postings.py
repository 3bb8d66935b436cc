"""Who uses which word, and how much of a question's rare words an article uses (BM25's saturation and weights)."""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np

SATURATION = 1.2

Array = np.ndarray[Any, Any]

_NOBODY = np.zeros((2, 0), dtype=np.int32)


class Postings:
    """For each word (or idea) the volumes that use it and in how many of their sentences."""

    def __init__(self, uses: Iterable[Mapping[Any, int]]) -> None:
        """`uses` holds one count of words for each volume, in their order."""
        gathered: dict[Any, list[tuple[int, int]]] = defaultdict(list)
        self.count = 0
        for place, words in enumerate(uses):
            self.count += 1
            for word, times in words.items():
                gathered[word].append((place, times))
        self._rows = {word: np.array(rows, dtype=np.int32).T.copy() for word, rows in gathered.items()}

    def users(self, word: Hashable) -> int:
        """How many volumes use it."""
        return len(self._rows[word][0]) if word in self._rows else 0

    def shares(self, words: Iterable[Hashable], seen: Array, unsaid: tuple[int, Counter[Any]] | None = None) -> Array:
        """For each volume the share of the words it uses, rare ones counting more, below 1; `seen` are in reach.

        `unsaid` is a volume with a count of words that it is taken not to have said.
        """
        shares, total, reach = np.zeros(self.count), 0.0, int(seen.sum())
        for word in words:
            users, times = self._rows.get(word, _NOBODY)
            in_reach = seen[users]
            users, times = users[in_reach], times[in_reach]
            if unsaid is not None and unsaid[1][word]:
                users, times = _without(users, times, unsaid[0], unsaid[1][word])
            rarity = math.log(1 + (reach - len(users) + 0.5) / (len(users) + 0.5))
            total += rarity
            shares[users] += rarity * times / (times + SATURATION)
        return shares / (1 + total)


def _without(users: Array, times: Array, place: int, less: int) -> tuple[Array, Array]:
    left = times - less * (users == place)
    return users[left > 0], left[left > 0]
