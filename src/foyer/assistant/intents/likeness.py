"""How like two sentences are, as one number: their meanings by each encoder and their words, weighed and added.

A meaning counts by a Gaussian of its distance, so that only near sentences matter: exp(-distance²), where an encoder
that tells sentences apart less gives longer vectors. Words count as they are shared. Every part is 1 for a sentence and
itself, and so is the sum.

The first encoder knows every language. A further one, a second opinion, may know some only: its vectors of other
sentences are zero. Among those the first encoder speaks for it, and between a sentence it knows and one it does not
it says nothing. Each part stays a likeness (positive semidefinite) that way, and so does the sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

Array = np.ndarray[Any, np.dtype[np.float32]]
Numbers = np.ndarray[Any, Any]

WORDS_SHARE = 0.25  # of the whole; the meanings share the rest alike. By bench/intents.py on Banking77
AT_ONCE = 1_000  # rows, so that a large training set needs hardly more memory than its result
COMMON = 0.01  # of the sentences: words in more of them are multiplied as a dense matrix, which is faster


@dataclass(frozen=True)
class Seen:
    """Sentences as they are compared: one matrix of vectors for each encoder, and the rows of their words."""

    meanings: Mapping[str, Array]
    words: sparse.csr_matrix

    def __len__(self) -> int:
        return int(self.words.shape[0])

    @cached_property
    def lengths(self) -> Mapping[str, Array]:
        """The squared length of each vector, by its encoder: asked of what was learned with every message."""
        return {name: np.einsum("ij,ij->i", vectors, vectors) for name, vectors in self.meanings.items()}

    @cached_property
    def known(self) -> Mapping[str, Numbers]:
        """Which sentences each encoder has a vector of."""
        return {name: knows(vectors) for name, vectors in self.meanings.items()}

    def take(self, rows: Sequence[int] | np.ndarray[Any, Any] | slice) -> Seen:
        return Seen({name: vectors[rows] for name, vectors in self.meanings.items()}, self.words[rows])

    def followed_by(self, others: Seen) -> Seen:
        """These and then the others, seen by the same encoders."""
        meanings = {name: np.concatenate([part, others.meanings[name]]) for name, part in self.meanings.items()}
        return Seen(meanings, sparse.vstack([self.words, others.words], format="csr"))


def likeness(these: Seen, those: Seen) -> Array:
    """One row for each of `these`, one column for each of `those`; float32 between 0 and 1."""
    share = words_share(these)
    whole = np.empty((len(these), len(those)), dtype=np.float32)
    shared = Shared.with_(those.words)
    for start in range(0, len(these), AT_ONCE):
        rows = slice(start, start + AT_ONCE)
        some = these.take(rows)
        whole[rows] = in_meaning(some, those)
        whole[rows] += share * shared.of(some.words)
    return whole


def in_meaning(these: Seen, those: Seen, near: Array | None = None) -> Array:
    """The part of the likeness that the encoders see; `near` is how near the first sees them, if that is known."""
    if not these.meanings:
        return np.zeros((len(these), len(those)), dtype=np.float32)
    share = (1 - words_share(these)) / np.float32(len(these.meanings))
    near = nearness(these, those) if near is None else near
    total = share * near
    for name in list(these.meanings)[1:]:
        total += share * _second(these, those, name, near)
    return total


def nearness(these: Seen, those: Seen) -> Array:
    """How near the first encoder sees them; between 0 and 1."""
    return _gaussian(these, those, next(iter(these.meanings)))


def words_in_common(row: sparse.csr_matrix, those: sparse.csr_matrix, places: Numbers) -> Array:
    """How much one sentence's words share with some of `those`, by their places; fast for few of them."""
    asked = np.zeros(those.shape[1], dtype=np.float32)
    asked[row.indices] = row.data
    starts, ends = those.indptr[places], those.indptr[places + 1]
    entries = np.concatenate([np.arange(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])
    shared = asked[those.indices[entries]] * those.data[entries]
    owners = np.repeat(np.arange(len(places)), ends - starts)
    return np.bincount(owners, weights=shared, minlength=len(places)).astype(np.float32)


def words_share(these: Seen) -> np.float32:
    """The weight of the words; where there is no encoder they are all there is."""
    return np.float32(WORDS_SHARE if these.meanings else 1)


@dataclass(frozen=True)
class Shared:
    """The words that other sentences share with given ones: frequent ones as a dense matrix, rare ones sparse."""

    common: np.ndarray[Any, Any]
    dense: Array
    rare: sparse.csr_matrix

    @classmethod
    def with_(cls, words: sparse.csr_matrix) -> Shared:
        often = np.bincount(words.indices, minlength=words.shape[1]) > max(20, COMMON * words.shape[0])
        common = np.flatnonzero(often)
        return cls(common, np.ascontiguousarray(words[:, common].toarray().T), _without(words, often).T.tocsr())

    def of(self, words: sparse.csr_matrix) -> Array:
        """How much each row of `words` shares with each of the given sentences."""
        found: Array = words[:, self.common].toarray() @ self.dense
        often = np.zeros(words.shape[1], dtype=bool)
        often[self.common] = True
        found += (_without(words, often) @ self.rare).toarray()
        return found


def _without(words: sparse.csr_matrix, often: np.ndarray[Any, Any]) -> sparse.csr_matrix:
    kept = words.copy()
    kept.data[often[kept.indices]] = 0
    kept.eliminate_zeros()
    return kept


def _gaussian(these: Seen, those: Seen, name: str) -> Array:
    near: Array = these.meanings[name] @ those.meanings[name].T
    near *= 2
    near -= these.lengths[name][:, None]
    near -= those.lengths[name]
    return np.exp(near, out=near)


def _second(these: Seen, those: Seen, name: str, first: Array) -> Array:
    """As a second opinion sees it where it knows both, as the first encoder does where it knows neither."""
    known, others_known = these.known[name], those.known[name]
    if known.all() and others_known.all():
        return _gaussian(these, those, name)
    if not known.any():
        return first * ~others_known
    near = _gaussian(these, those, name)
    near *= np.equal.outer(known, others_known)
    neither = np.ix_(~known, ~others_known)
    near[neither] = first[neither]
    return near


def knows(vectors: Array) -> Numbers:
    """Which sentences an encoder has a vector of."""
    return np.asarray(vectors.any(axis=1))
