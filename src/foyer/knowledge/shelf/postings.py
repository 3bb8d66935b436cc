"""Who uses which word, and how much of a question's rare words an article uses (BM25's saturation and weights)."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import numpy as np

SATURATION = 1.2

Array = np.ndarray[Any, Any]


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
        self._rows = {word: np.array(rows, dtype=np.int32) for word, rows in gathered.items()}

    def users(self, word: Hashable) -> int:
        """How many volumes use it."""
        return len(self._rows.get(word, ()))

    def shares(self, words: Iterable[Hashable], seen: Array, unsaid: tuple[int, Counter[Any]] | None = None) -> Array:
        """For each volume the share of the words it uses, rare ones counting more, below 1; `seen` are in reach.

        `unsaid` is a volume with a count of words that it is taken not to have said.
        """
        shares, total, reach = np.zeros(self.count), 0.0, int(seen.sum())
        for word in words:
            rows = self._rows.get(word)
            users = np.zeros((0, 2)) if rows is None else rows[seen[rows[:, 0]]].astype(float)
            if unsaid is not None and unsaid[1][word]:
                users = _without(users, unsaid[0], unsaid[1][word])
            rarity = float(np.log(1 + (reach - len(users) + 0.5) / (len(users) + 0.5)))
            total += rarity
            shares[users[:, 0].astype(int)] += rarity * users[:, 1] / (users[:, 1] + SATURATION)
        return shares / (1 + total)


def _without(users: Array, place: int, times: int) -> Array:
    users = users.copy()
    users[users[:, 0] == place, 1] -= times
    return users[users[:, 1] > 0]
