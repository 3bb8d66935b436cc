"""Which intent a sentence has, by its likeness to phrasings whose intent is known: kernel ridge regression.

Each phrasing pulls a new sentence towards its own intent, the more the liker they are; the pulls (`weights`) are the
solution of one linear system (Saunders, Gammerman, Vovk: Ridge Regression Learning Algorithm in Dual Variables, 1998).
Three things come with that solution for nearly nothing and are why we chose it:

- the reason: a score is a sum over phrasings, so the ones that mattered can be named;
- exact cross-validation: what the regression would have said of any set of phrasings had it never seen them follows
  from the inverse of the system alone (`unseen`; Rifkin, Lippert: Notes on Regularized Least Squares, 2007);
- what unknown intents look like: the same with all phrasings of one intent unseen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import lapack

from foyer.assistant.intents.likeness import Array

RIDGE = 0.1  # how much a phrasing may be overruled by those around it; by bench/intents.py on Banking77
RIDGE_BY_SEVERAL = 0.05  # the same where several encoders see it

Rows = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Solved:
    """The pulls of n phrasings towards k intents, and the inverse of the system for questions about itself."""

    weights: Array
    inverse: Array
    targets: Array

    def unseen(self, folds: Iterable[Rows]) -> Array:
        """Scores of every phrasing as if those of its fold had not been there; the folds are disjoint index arrays."""
        scores = np.full_like(self.targets, np.nan)
        for rows in folds:
            block = self.inverse[np.ix_(rows, rows)]
            scores[rows] = self.targets[rows] - np.linalg.solve(block, self.weights[rows])
        return scores

    def only(self, own: int, count: int) -> Solved:
        """Had there been the first `own` sentences alone, and `count` intents. No second system is solved for it."""
        if own == len(self.inverse):
            return self
        others = self.inverse[own:, :own]
        inverse = self.inverse[:own, :own] - others.T @ np.linalg.solve(self.inverse[own:, own:], others)
        targets = self.targets[:own, :count]
        return Solved(inverse @ targets, inverse, targets)

    def without(self, rows: Rows) -> Array:
        """The pulls of all phrasings had those of `rows` not been there; theirs are zero."""
        weights = self.weights.copy()
        if len(rows):
            block = self.inverse[np.ix_(rows, rows)]
            weights -= self.inverse[:, rows] @ np.linalg.solve(block, self.weights[rows])
            weights[rows] = 0
        return weights


def solve(likenesses: Array, intents: Rows, count: int, *, ridge: float = RIDGE) -> Solved:
    """`likenesses` of n phrasings with each other, their intents as numbers below `count`. n³ operations."""
    system = np.array(likenesses, dtype=np.float32, order="F")
    system[np.diag_indices_from(system)] += ridge
    factor, failed = lapack.spotrf(system, lower=True, overwrite_a=True)
    if failed:
        raise ArithmeticError(f"the likenesses of the phrasings are no likenesses ({failed})")
    inverse, _failed = lapack.spotri(factor, lower=True, overwrite_c=True)
    upper = np.triu_indices_from(inverse, 1)
    inverse[upper] = inverse.T[upper]
    targets = np.zeros((len(intents), count), dtype=np.float32)
    targets[np.arange(len(intents)), intents] = 1
    return Solved(inverse @ targets, inverse, targets)
