"""Training: from phrasings with their intents to a model that reads new sentences, and to what it is worth.

Steps: 1. see every phrasing (its meanings are kept beside it, its words are counted); 2. solve for the pulls; 3. judge
every phrasing as if it and its fold had not been there, and every intent as if it had not been there at all; 4. fit
how sure one may be, on those judgements, and how likely a sentence has an intent at all, on them and on sentences
about something else; 5. choose the likelihood below which it has none. With several encoders all of it is done for
the first alone as well (`Model.quick`), and every phrasing is judged by the one that would read it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from foyer.assistant.intents import sureness
from foyer.assistant.intents.folding import folds_of, nearest, ridge_of, whole_intents_unseen
from foyer.assistant.intents.likeness import Array, Seen, knows, likeness
from foyer.assistant.intents.model import Model, Numbers, Phrasings, needs_second
from foyer.assistant.intents.regression import Rows, Solved, solve
from foyer.assistant.intents.sureness import Curve
from foyer.assistant.intents.words import Words

FOLDS = 10
MANY = 60  # phrasings an intent, from which on English says enough by its words, without the bank's synonyms
KNOWN_SHARE = 0.95  # of the phrasings that have an intent, at the least, must still be recognised as having one


@dataclass(frozen=True)
class Judged:
    """Every phrasing judged without its fold: what cross-validation says of the model. `refused` is the share of
    sentences without an intent that it refuses: phrasings of an intent that it never saw, and other talk."""

    names: tuple[str, ...]
    intents: Rows
    fold_of: Rows
    scores: Array
    sure: Numbers
    right: Numbers
    refused: dict[str, float]
    near: Array
    seconds: float

    @property
    def accuracy(self) -> float:
        return float(self.right.mean())

    @property
    def calibration_error(self) -> float:
        return sureness.calibration_error(self.sure, self.right)


@dataclass(frozen=True)
class _Trained:
    """A model by some encoders, and its judgement of each sentence: phrasings by fold and by intent, other talk."""

    model: Model
    near: Array
    scores: Array
    values: dict[str, Numbers]

    def sure(self, kind: str) -> Numbers:
        return self.model.right.of(self.values[kind])

    def is_known(self, kind: str) -> Numbers:
        known: Numbers = self.model.known.of(self.values[kind]) >= self.model.known_at
        return known


def train(given: Phrasings, elsewhere: Phrasings | None = None, *, folds: int = FOLDS) -> tuple[Model, Judged]:
    """The model and its cross-validation. `elsewhere` are sentences about something else."""
    begun = time.perf_counter()
    names = tuple(sorted(set(given.intents)))
    place = {name: index for index, name in enumerate(names)}
    intents = np.array([place[name] for name in given.intents])
    fold_of = folds_of(intents, folds)
    words = Words.of(given.texts, given.synonyms, in_chinese=len(given.texts) >= MANY * len(names))
    seen, strange = Seen(given.meanings, words.rows(given.texts)), _strange(elsewhere, words)
    blank = Model(names, tuple(given.texts), intents, words, seen, _NOTHING, _NOTHING, _NOTHING, known_at=0.0)
    full = _trained(blank, strange, fold_of)
    if len(given.meanings) < 2:
        return full.model, _judged(full, None, fold_of, begun)
    first = _trained(replace(blank, seen=_first_of(seen)), _first_of(strange) if strange else None, fold_of)
    return replace(full.model, quick=first.model), _judged(full, first, fold_of, begun, strange)


_NOTHING: Any = None


def _trained(blank: Model, strange: Seen | None, fold_of: Rows) -> _Trained:
    near = likeness(blank.seen, blank.seen)
    solved = solve(near, blank.intents, len(blank.names), ridge=ridge_of(blank))
    scores = solved.unseen([np.flatnonzero(fold_of == fold) for fold in np.unique(fold_of)])
    values = {
        "own": sureness.features(scores, nearest(near, fold_of)),
        "unseen": whole_intents_unseen(near, solved, blank.intents),
        "elsewhere": _features(strange, blank.seen, solved),
    }
    right = sureness.fit(values["own"], (scores.argmax(axis=1) == blank.intents).astype(float))
    known = _known_curve(values["own"], values["unseen"], values["elsewhere"])
    known_at = float(np.quantile(known.of(values["own"]), 1 - KNOWN_SHARE))
    model = replace(blank, weights=solved.weights, right=right, known=known, known_at=known_at)
    return _Trained(model, near, scores, values)


def _judged(full: _Trained, first: _Trained | None, fold_of: Rows, begun: float, strange: Seen | None = None) -> Judged:
    """Each sentence by the model that would read it."""
    model = full.model
    asked = {"own": model.seen, "unseen": model.seen, "elsewhere": strange}
    by_full = {kind: _second_reads(first, kind, asked[kind]) for kind in full.values}
    scores = _either(by_full["own"], full.scores, first.scores if first else full.scores)
    sure = _either(by_full["own"], full.sure("own"), first.sure("own") if first else full.sure("own"))
    refused = {}
    for kind in ("unseen", "elsewhere"):
        if len(full.values[kind]):
            theirs = first.is_known(kind) if first else full.is_known(kind)
            refused[kind] = 1 - float(_either(by_full[kind], full.is_known(kind), theirs).mean())
    right = scores.argmax(axis=1) == model.intents
    seconds = time.perf_counter() - begun
    return Judged(model.names, model.intents, fold_of, scores, sure, right, refused, full.near, seconds)


def _second_reads(first: _Trained | None, kind: str, asked: Seen | None) -> Numbers | None:
    """Which sentences the whole model reads because the first encoder's reading leaves them open."""
    if first is None or asked is None:
        return None
    others = list(asked.meanings.values())[1:]
    spoken: Numbers = np.any([knows(vectors) for vectors in others], axis=0)
    return needs_second(first.sure(kind), first.is_known(kind)) & spoken


def _either(by_full: Numbers | None, full: Any, first: Any) -> Any:
    if by_full is None:
        return full
    return np.where(by_full[:, None] if full.ndim > 1 else by_full, full, first)


def _strange(elsewhere: Phrasings | None, words: Words) -> Seen | None:
    if elsewhere is None or not len(elsewhere.texts):
        return None
    return Seen(elsewhere.meanings, words.rows(elsewhere.texts))


def _features(strange: Seen | None, seen: Seen, solved: Solved) -> Numbers:
    if strange is None:
        return np.empty((0, len(sureness.FEATURES)))
    near = likeness(strange, seen)
    return sureness.features(near @ solved.weights, near.max(axis=1))


def _first_of(seen: Seen) -> Seen:
    first = next(iter(seen.meanings))
    return Seen({first: seen.meanings[first]}, seen.words)


def _known_curve(known: Any, *strange: Any) -> Curve:
    """Known and strange weigh the same together, and so does each kind of strange."""
    kinds: Sequence[Any] = [rows for rows in strange if len(rows)]
    values = np.vstack([known, *kinds])
    good = np.concatenate([np.ones(len(known)), *(np.zeros(len(rows)) for rows in kinds)])
    shares = [np.full(len(rows), len(known) / (len(kinds) * len(rows))) for rows in kinds]
    return sureness.fit(values, good, np.concatenate([np.ones(len(known)), *shares]))
