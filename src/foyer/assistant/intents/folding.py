"""What the regression would have said of phrasings it had not seen: by folds, by whole intents, for another version."""

from __future__ import annotations

from typing import Any

import numpy as np

from foyer.assistant.intents.likeness import Array, Seen, likeness
from foyer.assistant.intents.model import Model, Numbers
from foyer.assistant.intents.regression import RIDGE, RIDGE_BY_SEVERAL, Rows, Solved, solve

SEED = 20261127


def folds_of(intents: Rows, folds: int) -> Rows:
    """The fold of each phrasing: chance, but each intent is spread over all of them."""
    order = np.random.default_rng(SEED).permutation(len(intents))
    sorted_by_intent = order[np.argsort(intents[order], kind="stable")]
    fold_of = np.empty(len(intents), dtype=int)
    fold_of[sorted_by_intent] = np.arange(len(intents)) % folds
    return fold_of


def nearest(near: Array, group_of: Rows) -> Numbers:
    """Each phrasing's likeness to the likest one that is not of its own group."""
    found = np.empty(len(near), dtype=np.float32)
    for group in np.unique(group_of):
        rows, others = np.flatnonzero(group_of == group), np.flatnonzero(group_of != group)
        found[rows] = near[np.ix_(rows, others)].max(axis=1)
    return found


def by_groups(solved: Solved, group_of: Rows) -> Array:
    """The scores of every sentence as if those of its own group had not been there."""
    return solved.unseen([np.flatnonzero(group_of == group) for group in np.unique(group_of)])


def unseen_by(model: Model, asked: Seen, asked_folds: Rows, own_folds: Any) -> Array:
    """The scores that `model` would give to `asked` if each fold of its own phrasings had not been there for that fold
    of what is asked: how another version is judged on the folds of this one."""
    seen, intents = model.seen.take(slice(model.own)), model.intents[: model.own]
    solved = solve(likeness(seen, seen), intents, len(model.names), ridge=ridge_of(model))
    near = likeness(asked, seen)
    scores = np.zeros((len(asked), len(model.names)), dtype=np.float32)
    for fold in np.unique(asked_folds):
        rows, gone = np.flatnonzero(asked_folds == fold), np.flatnonzero(own_folds == fold)
        scores[rows] = near[rows] @ solved.without(gone)
    return scores


def ridge_of(model: Model) -> float:
    return RIDGE if len(model.seen.meanings) < 2 else RIDGE_BY_SEVERAL
