"""How like two sentences are, as one number: their meanings by each encoder and their words, weighed and added.

A meaning counts by a Gaussian of its distance, so that only near sentences matter; words count as they are shared.
Every part is 1 for a sentence and itself, and so is the sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

Array = np.ndarray[Any, np.dtype[np.float32]]

SHARPNESS = 1.0  # of the Gaussian, on vectors of length 1: exp(-SHARPNESS * (2 - 2 cosine))
WORDS_SHARE = 0.35  # of the whole; the meanings share the rest alike. Both by bench/intents.py on Banking77


@dataclass(frozen=True)
class Seen:
    """Sentences as they are compared: one matrix of vectors for each encoder, and the rows of their words."""

    meanings: Mapping[str, Array]
    words: sparse.csr_matrix

    def __len__(self) -> int:
        return int(self.words.shape[0])

    def take(self, rows: Sequence[int] | np.ndarray[Any, Any]) -> Seen:
        return Seen({name: vectors[rows] for name, vectors in self.meanings.items()}, self.words[rows])


def likeness(these: Seen, those: Seen) -> Array:
    """One row for each of `these`, one column for each of `those`; float32 between 0 and 1."""
    return in_meaning(these, those) + words_share(these) * (these.words @ those.words.T).toarray()


def in_meaning(these: Seen, those: Seen) -> Array:
    """The part of the likeness that the encoders see."""
    share = np.float32((1 - WORDS_SHARE) / max(1, len(these.meanings)))
    total = np.zeros((len(these), len(those)), dtype=np.float32)
    for name, vectors in these.meanings.items():
        near = vectors @ those.meanings[name].T
        near -= 1
        near *= 2 * SHARPNESS
        total += share * np.exp(near, out=near)
    return total


def words_share(these: Seen) -> np.float32:
    """The weight of the words; where there is no encoder they are all there is."""
    return np.float32(WORDS_SHARE if these.meanings else 1)
