"""What tells an article from all others: a direction in the space of meanings.

Ridge regression of "this question belongs to article a" on the meaning of the question, solved for all articles at
once. Nearest neighbours ask which single phrasing is like the question; the direction asks which features of meaning
set an article's phrasings apart, and so ignores what all of them share ("my card …"). Customers' own questions
(Banking77, 2,500 of them among 153 articles) find the right article first in 53 % by meaning alone, 60 % with words,
65 % with the direction.
"""

from typing import Any

import numpy as np

STIFFNESS = 5.0  # the ridge penalty; 3 to 10 make no difference beyond noise

Array = np.ndarray[Any, Any]


def learn(vectors: Array, labels: Any, count: int) -> tuple[Array, Array]:
    """A direction for each of `count` articles, and an offset: score = direction · meaning − offset."""
    centre = vectors.mean(axis=0)
    weights = _inverse(vectors - centre) @ (vectors - centre).T @ _targets(labels, count)
    return weights.T, centre @ weights


def left_out(vectors: Array, labels: Any, count: int, groups: Any) -> Array:
    """Each row's scores as if the rows of its group had never been seen (exact, without learning again)."""
    centred = vectors - vectors.mean(axis=0)
    hat = centred @ _inverse(centred) @ centred.T
    targets = _targets(labels, count)
    missed = targets - hat @ targets
    scores = np.empty_like(targets)
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        own = np.eye(len(rows)) - hat[np.ix_(rows, rows)]
        scores[rows] = targets[rows] - np.linalg.solve(own, missed[rows])
    return scores


def _inverse(centred: Array) -> Array:
    return np.linalg.inv(centred.T @ centred + STIFFNESS * np.eye(centred.shape[1]))


def _targets(labels: Any, count: int) -> Array:
    return np.eye(count)[labels]
