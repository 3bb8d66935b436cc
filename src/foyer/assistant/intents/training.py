"""Training: from phrasings with their intents to a model that reads new sentences, and to what it is worth.

Steps: 1. see every phrasing (its meanings are kept beside it, its words are counted); 2. solve for the pulls; 3. judge
every phrasing as if it and its fold had not been there, and every intent as if it had not been there at all; 4. fit
how sure one may be, on those judgements, and how likely a sentence has an intent at all, on them and on sentences
about something else; 5. choose the likelihood below which it has none.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from foyer.assistant.intents import sureness
from foyer.assistant.intents.likeness import Array, Seen, in_meaning, likeness, words_share
from foyer.assistant.intents.regression import Rows, Solved, solve
from foyer.assistant.intents.sureness import Curve
from foyer.assistant.intents.words import Words

FOLDS = 10
SEED = 20261127
LOOKED_AT = 64  # phrasings whose words are compared, of those whose meaning is nearest
KNOWN_SHARE = 0.95  # of the phrasings that have an intent, at the least, must still be recognised as having one


@dataclass(frozen=True)
class Phrasings:
    """What is learned from: texts, the intent of each, and each text's vector by each encoder."""

    texts: Sequence[str]
    intents: Sequence[str]
    meanings: Mapping[str, Array] = field(default_factory=dict)


@dataclass(frozen=True)
class Read:
    """What texts say, a row each: the score of every intent; how likely the best is right if the text has any intent,
    and that it has one; and the phrasings that are likest, by number, likest first."""

    scores: Array
    right: np.ndarray[Any, Any]
    known: np.ndarray[Any, Any]
    closest: Rows


@dataclass(frozen=True)
class Model:
    """A trained reader of intents. Below `known_at` a sentence is taken to have none of them."""

    names: tuple[str, ...]
    texts: tuple[str, ...]
    words: Words
    seen: Seen
    weights: Array
    right: Curve
    known: Curve
    known_at: float

    @cached_property
    def word_weights(self) -> Array:
        """The pull of each word and piece: all phrasings' pulls through their words, added up once."""
        pulls: Array = words_share(self.seen) * (self.seen.words.T @ self.weights)
        return pulls

    def read(self, texts: Sequence[str], meanings: Mapping[str, Array]) -> Read:
        """What each text says; asked one by one or together, the same."""
        asked = Seen(meanings, self.words.rows(texts))
        near = in_meaning(asked, self.seen)
        scores = near @ self.weights + asked.words @ self.word_weights
        closest, likenesses = self._closest(asked, near)
        values = sureness.features(scores, likenesses[:, 0])
        return Read(scores, self.right.of(values), self.known.of(values), closest)

    def _closest(self, asked: Seen, near: Array) -> tuple[Rows, Array]:
        """The likest phrasings of each text, likest first: words are looked at where the meaning is near already."""
        most = min(LOOKED_AT, near.shape[1])
        places = np.argpartition(-near, most - 1, axis=1)[:, :most]
        found = np.take_along_axis(near, places, axis=1)
        share = words_share(self.seen)
        for row, columns in enumerate(places):
            found[row] += share * (self.seen.words[columns] @ asked.words[row].T).toarray().ravel()
        order = np.argsort(-found, axis=1)
        return np.take_along_axis(places, order, axis=1), np.take_along_axis(found, order, axis=1)


@dataclass(frozen=True)
class Judged:
    """Every phrasing judged without its fold: what cross-validation says of the model."""

    scores: Array
    sure: np.ndarray[Any, Any]
    right: np.ndarray[Any, Any]
    refused: dict[str, float]
    seconds: float

    @property
    def accuracy(self) -> float:
        return float(self.right.mean())

    @property
    def calibration_error(self) -> float:
        return sureness.calibration_error(self.sure, self.right)


def train(given: Phrasings, elsewhere: Phrasings | None = None, *, folds: int = FOLDS) -> tuple[Model, Judged]:
    """The model and its cross-validation. `elsewhere` are sentences about something else."""
    begun = time.perf_counter()
    names = tuple(sorted(set(given.intents)))
    place = {name: index for index, name in enumerate(names)}
    intents = np.array([place[name] for name in given.intents])
    words = Words.of(given.texts)
    seen = Seen(given.meanings, words.rows(given.texts))
    near = likeness(seen, seen)
    solved = solve(near, intents, len(names))
    fold_of = folds_of(intents, folds)
    scores = solved.unseen([np.flatnonzero(fold_of == fold) for fold in range(folds)])
    right = scores.argmax(axis=1) == intents
    values = sureness.features(scores, _nearest(near, fold_of))
    strange = {"unseen": _unseen(near, solved, intents), "elsewhere": _elsewhere(elsewhere, words, seen, solved)}
    right_curve, known_curve = sureness.fit(values, right.astype(float)), _known_curve(values, *strange.values())
    known_at = float(np.quantile(known_curve.of(values), 1 - KNOWN_SHARE))
    refused = {kind: float((known_curve.of(rows) < known_at).mean()) for kind, rows in strange.items() if len(rows)}
    model = Model(names, tuple(given.texts), words, seen, solved.weights, right_curve, known_curve, known_at)
    return model, Judged(scores, right_curve.of(values), right, refused, time.perf_counter() - begun)


def folds_of(intents: Rows, folds: int) -> Rows:
    """The fold of each phrasing: chance, but each intent is spread over all of them."""
    order = np.random.default_rng(SEED).permutation(len(intents))
    sorted_by_intent = order[np.argsort(intents[order], kind="stable")]
    fold_of = np.empty(len(intents), dtype=int)
    fold_of[sorted_by_intent] = np.arange(len(intents)) % folds
    return fold_of


def _nearest(near: Array, group_of: Rows) -> np.ndarray[Any, Any]:
    """Each phrasing's likeness to the likest one that is not of its own group."""
    found = np.empty(len(near), dtype=np.float32)
    for group in np.unique(group_of):
        rows, others = np.flatnonzero(group_of == group), np.flatnonzero(group_of != group)
        found[rows] = near[np.ix_(rows, others)].max(axis=1)
    return found


def _unseen(near: Array, solved: Solved, intents: Rows) -> np.ndarray[Any, Any]:
    """What every phrasing looks like while its whole intent is unseen."""
    scores = solved.unseen([np.flatnonzero(intents == intent) for intent in range(solved.targets.shape[1])])
    return sureness.features(scores, _nearest(near, intents))


def _elsewhere(elsewhere: Phrasings | None, words: Words, seen: Seen, solved: Solved) -> np.ndarray[Any, Any]:
    if elsewhere is None or not len(elsewhere.texts):
        return np.empty((0, len(sureness.FEATURES)))
    near = likeness(Seen(elsewhere.meanings, words.rows(elsewhere.texts)), seen)
    return sureness.features(near @ solved.weights, near.max(axis=1))


def _known_curve(known: Any, *strange: Any) -> Curve:
    """Known and strange weigh the same together, and so does each kind of strange."""
    kinds = [rows for rows in strange if len(rows)]
    values = np.vstack([known, *kinds])
    good = np.concatenate([np.ones(len(known)), *(np.zeros(len(rows)) for rows in kinds)])
    shares = [np.full(len(rows), len(known) / (len(kinds) * len(rows))) for rows in kinds]
    return sureness.fit(values, good, np.concatenate([np.ones(len(known)), *shares]))
