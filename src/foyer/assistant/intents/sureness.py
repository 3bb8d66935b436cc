"""From scores to how sure one may be: probabilities that are right as often as they say.

Two questions are asked of a sentence's scores, each answered by a logistic curve fitted on scores of sentences that
the regression had not seen. Is the best intent right? And does the sentence have any of the known intents at all?
Wrong and unknown alike make the first less likely, so one probability serves for both: it is fitted on phrasings
unseen (right or wrong), on intents wholly unseen, and on sentences about something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Vector = np.ndarray[Any, Any]

FEATURES = ("best", "lead", "nearest", "softness", "elsewhere")
OF_INTENTS = 4  # of them speak of intents alone: enough to say whether the best is right
RIDGE = 1e-3


def features(scores: Vector, nearest: Vector, count: int) -> Vector:
    """Of each sentence: its best score, its lead over the next, its likest phrasing, how the rest is spread, and the
    score of what is about something else, where that was learned: it stands after the `count` intents."""
    scores, others = scores[:, :count], scores[:, count:]
    ranked = -np.partition(-scores, 1, axis=1)[:, :2]
    exponents = np.exp(8.0 * (scores - ranked[:, :1]))
    softness = np.log(exponents.sum(axis=1))
    return np.column_stack([ranked[:, 0], ranked[:, 0] - ranked[:, 1], nearest, softness, others])


@dataclass(frozen=True)
class Curve:
    """A logistic curve over scaled features: the first so many, as it was fitted."""

    mean: Vector
    scale: Vector
    coefficients: Vector

    def of(self, values: Vector) -> Vector:
        scaled = (values[:, : len(self.mean)] - self.mean) / self.scale
        logits = self.coefficients[0] + _bent(scaled) @ self.coefficients[1:]
        return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))


def fit(values: Vector, good: Vector, weights: Vector | None = None) -> Curve:
    """By Newton's method, lightly held towards zero."""
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    bent = _bent((values - mean) / scale)
    design = np.column_stack([np.ones(len(bent)), bent])
    weights = np.ones(len(good)) if weights is None else weights
    beta = np.zeros(design.shape[1])
    for _round in range(60):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope = design.T @ (weights * (good - chance)) - RIDGE * beta
        curve = (design * (weights * chance * (1 - chance))[:, None]).T @ design + RIDGE * np.eye(len(beta))
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-7:
            break
    return Curve(mean, scale, beta)


def fit_known(known: Vector, *strange: Vector) -> Curve:
    """Known and strange weigh the same together, and so does each kind of strange."""
    kinds = [rows for rows in strange if len(rows)]
    values = np.vstack([known, *kinds])
    good = np.concatenate([np.ones(len(known)), *(np.zeros(len(rows)) for rows in kinds)])
    shares = [np.full(len(rows), len(known) / (len(kinds) * len(rows))) for rows in kinds]
    return fit(values, good, np.concatenate([np.ones(len(known)), *shares]))


def _bent(scaled: Vector) -> Vector:
    """Squares beside the values: sureness need not grow evenly."""
    clipped = np.clip(scaled, -4, 4)
    return np.column_stack([clipped, clipped**2])


def calibration_error(sure: Vector, right: Vector, bins: int = 15) -> float:
    """Expected calibration error: the gap between sureness and share right, over bins of equal width (Guo, 2017)."""
    places = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[places == place].mean() - right[places == place].mean()) * (places == place).mean()
            for place in np.unique(places)
        )
    )


def error_by_chance(sure: Vector, draws: int = 2_000, seed: int = 1) -> tuple[float, float]:
    """The calibration error that chance alone gives so few sentences, if every sureness were exactly right.

    Returns:
        The mean of `draws` drawn outcomes and what 95 in 100 of them stay below. An error measured on few sentences is
        never near 0: the gaps of its bins are counted whole, whichever way chance pushed them.
    """
    chance = np.random.default_rng(seed)
    drawn = [calibration_error(sure, chance.random(len(sure)) < sure) for _ in range(draws)]
    return float(np.mean(drawn)), float(np.quantile(drawn, 0.95))
