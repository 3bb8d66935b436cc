"""Training: from phrasings with their intents to a model that reads new sentences, and to what it is worth.

Steps: 1. see every phrasing (its meanings are kept beside it, its words are counted); 2. solve for the pulls; 3. judge
every phrasing, and every sentence about something else, as if it and its fold had not been there, and every intent
as if it had not been there at all; 4. fit how sure one may be, on those judgements, and how likely a sentence has an
intent at all; 5. choose the likelihood below which it has none. With several encoders all of it is done for
the first alone as well (`Model.quick`), and every phrasing is judged by the one that would read it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from foyer.assistant.intents import sureness
from foyer.assistant.intents.elsewhere import followed_by
from foyer.assistant.intents.folding import by_groups, folds_of, nearest, ridge_of
from foyer.assistant.intents.likeness import Array, Seen, knows, likeness
from foyer.assistant.intents.model import Model, Numbers, Phrasings, needs_second
from foyer.assistant.intents.regression import Rows, Solved, solve
from foyer.assistant.intents.words import Words
from foyer.base.text import detect_language

FOLDS = 10
MANY = 60  # English phrasings an intent, from which on these say enough by their words, without the bank's synonyms
KNOWN_SHARE = 0.95  # of the phrasings that have an intent, at the least, must still be recognised as having one


@dataclass(frozen=True)
class Judged:
    """Every phrasing judged without its fold: what cross-validation says of the model. `refused` is the share of
    sentences without an intent that it refuses: phrasings of an intent that it never saw, and other talk, without its
    fold as well."""

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
    english = sum(detect_language(text) == "en" for text in given.texts)
    words = Words.of(given.texts, given.synonyms, in_chinese=english >= MANY * len(names))
    seen = Seen(given.meanings, words.rows(given.texts))
    texts, intents, seen = followed_by(elsewhere, (tuple(given.texts), intents, seen), words, len(names))
    own = len(given.texts)
    fold_of = np.concatenate([folds_of(intents[:own], folds), folds_of(intents[own:], folds)])
    blank = Model(names, texts, intents, words, seen, _NOTHING, _NOTHING, _NOTHING, known_at=0.0)
    full = _trained(blank, fold_of)
    if len(given.meanings) < 2:
        return full.model, _judged(full, None, fold_of, begun)
    first = _trained(replace(blank, seen=_first_of(seen)), fold_of)
    return replace(full.model, quick=first.model), _judged(full, first, fold_of, begun)


_NOTHING: Any = None


def _trained(blank: Model, fold_of: Rows) -> _Trained:
    """Which intent follows from the phrasings alone; whether it is about something else, from all sentences."""
    count, own = len(blank.names), blank.own
    near = likeness(blank.seen, blank.seen)
    whole = solve(near, blank.intents, count + (own < len(near)), ridge=ridge_of(blank))
    solved = whole.only(own, count)
    scores = by_groups(solved, fold_of[:own])
    values = _values(near, (whole, solved), scores, blank.intents, fold_of)
    right = sureness.fit(
        values["own"][:, : sureness.OF_INTENTS], (scores.argmax(axis=1) == blank.intents[:own]).astype(float)
    )
    known = sureness.fit_known(values["own"], values["unseen"], values["elsewhere"])
    known_at = float(np.quantile(known.of(values["own"]), 1 - KNOWN_SHARE))
    weights = np.array(whole.weights)
    weights[:own, :count], weights[own:, :count] = solved.weights, 0
    model = replace(blank, weights=weights, right=right, known=known, known_at=known_at)
    return _Trained(model, near[:own, :own], scores, values)


def _values(
    near: Array, solved_both: tuple[Solved, Solved], scores: Array, intents: Rows, fold_of: Rows
) -> dict[str, Numbers]:
    """What the curves are fitted on: phrasings by fold, by whole intents unseen, and what is about something else."""
    whole, solved = solved_both
    own, count = solved.targets.shape
    elsewhere, unseen = by_groups(whole, fold_of)[:, count:], by_groups(whole, intents)[:, count:]
    likest = nearest(near[:own, :own], intents[:own])
    unknown = np.hstack([by_groups(solved, intents[:own]), unseen[:own]])
    others = np.hstack([near[own:, :own] @ solved.weights, elsewhere[own:]])
    return {
        "own": sureness.features(np.hstack([scores, elsewhere[:own]]), nearest(near[:own, :own], fold_of[:own]), count),
        "unseen": sureness.features(unknown, likest, count),
        "elsewhere": sureness.features(others, near[own:, :own].max(axis=1), count),
    }


def _judged(full: _Trained, first: _Trained | None, fold_of: Rows, begun: float) -> Judged:
    """Each sentence by the model that would read it."""
    model, own = full.model, slice(full.model.own)
    phrasings = model.seen.take(own)
    asked = {"own": phrasings, "unseen": phrasings, "elsewhere": model.seen.take(slice(model.own, None))}
    by_full = {kind: _second_reads(first, kind, asked[kind]) for kind in full.values}
    scores = _either(by_full["own"], full.scores, first.scores if first else full.scores)
    sure = _either(by_full["own"], full.sure("own"), first.sure("own") if first else full.sure("own"))
    refused = {}
    for kind in ("unseen", "elsewhere"):
        if len(full.values[kind]):
            theirs = first.is_known(kind) if first else full.is_known(kind)
            refused[kind] = 1 - float(_either(by_full[kind], full.is_known(kind), theirs).mean())
    intents = model.intents[own]
    right = scores.argmax(axis=1) == intents
    seconds = time.perf_counter() - begun
    return Judged(model.names, intents, fold_of[own], scores, sure, right, refused, full.near, seconds)


def _second_reads(first: _Trained | None, kind: str, asked: Seen) -> Numbers | None:
    """Which sentences the whole model reads because the first encoder's reading leaves them open."""
    if first is None:
        return None
    others = list(asked.meanings.values())[1:]
    spoken: Numbers = np.any([knows(vectors) for vectors in others], axis=0)
    return needs_second(first.sure(kind), first.is_known(kind)) & spoken


def _either(by_full: Numbers | None, full: Any, first: Any) -> Any:
    if by_full is None:
        return full
    return np.where(by_full[:, None] if full.ndim > 1 else by_full, full, first)


def _first_of(seen: Seen) -> Seen:
    first = next(iter(seen.meanings))
    return Seen({first: seen.meanings[first]}, seen.words)
