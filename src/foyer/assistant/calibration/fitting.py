"""Choosing the coefficients and the thresholds.

Logistic regression of "the first article is right" on the signals, by Newton's method, on four kinds of questions
weighted to stated shares. Then the lowest threshold at which a stated share of the answers is right and hardly any
sentence about something else is answered; and the lowest for offers, likewise. Where customers' own questions are
given, the promise is kept on them: shipped phrasings were written to differ from each other, so that leaving one out
asks something harder than customers ask. What is reported comes from five folds by article: each article's questions
are judged by coefficients that never saw them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from foyer.assistant.calibration.measuring import Observation

FIT_SHARES = {"known": 0.2, "real": 0.4, "unknown": 0.1, "off_topic": 0.3}
ANSWER_PRECISION, OFF_TOPIC_ANSWERED = 0.90, 0.05
OFFER_PRECISION, OFF_TOPIC_OFFERED = 0.60, 0.25
FOLDS = 5
RIDGE = 1e-3

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Sample:
    """Observations as arrays."""

    features: Array
    score: Array
    right: Array
    offered_right: Array
    weights: Array
    folds: Array
    kinds: Array


def sample_of(observations: Sequence[Observation]) -> Sample:
    kinds = np.array([one.kind for one in observations])
    names = list(observations[0].features)
    codes = sorted({one.code for one in observations})
    return Sample(
        features=np.array([[one.features[name] for name in names] for one in observations]),
        score=np.array([one.score for one in observations]),
        right=np.array([one.is_right for one in observations], dtype=float),
        offered_right=np.array([one.is_offered_right for one in observations], dtype=float),
        weights=_weights(kinds),
        folds=np.array([codes.index(one.code) % FOLDS for one in observations]),
        kinds=kinds,
    )


def _weights(kinds: Array) -> Array:
    counts = {kind: max(1, int((kinds == kind).sum())) for kind in FIT_SHARES}
    return np.array([FIT_SHARES[kind] / counts[kind] for kind in kinds]) * len(kinds)


def fit(sample: Sample, rows: Array | None = None) -> tuple[Array, float]:
    """Coefficients and intercept."""
    rows = np.ones(len(sample.right), dtype=bool) if rows is None else rows
    features, right, weights = sample.features[rows], sample.right[rows], sample.weights[rows]
    design = np.column_stack([features, np.ones(len(features))])
    beta = np.zeros(design.shape[1])
    for _round in range(50):
        chance = _sigmoid(design @ beta)
        slope = design.T @ (weights * (right - chance)) - RIDGE * beta
        curve = (design * (weights * chance * (1 - chance))[:, None]).T @ design + RIDGE * np.eye(len(beta))
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            break
    return beta[:-1], float(beta[-1])


def unseen_confidence(sample: Sample) -> Array:
    """Each question's confidence by coefficients fitted without its article's fold."""
    confidence = np.empty(len(sample.right))
    for fold in range(FOLDS):
        held = sample.folds == fold
        coefficients, intercept = fit(sample, ~held)
        confidence[held] = _sigmoid(sample.features[held] @ coefficients + intercept)
    return confidence


def answer_threshold(sample: Sample, signal: Array) -> float:
    """The lowest signal at which the assistant may answer."""
    rows = _in_life(sample)
    precise = _threshold(signal[rows], sample.right[rows], ANSWER_PRECISION)
    return max(precise, _passed_by(sample, signal, OFF_TOPIC_ANSWERED))


def offer_threshold(sample: Sample, signal: Array) -> float:
    """The lowest signal at which the assistant may offer."""
    rows = _in_life(sample)
    precise = _threshold(signal[rows], sample.offered_right[rows], OFFER_PRECISION)
    return max(precise, _passed_by(sample, signal, OFF_TOPIC_OFFERED))


def _in_life(sample: Sample) -> Array:
    """The questions that stand for what customers ask: their own where there are any, else the shipped ones."""
    real: Array = sample.kinds == "real"
    return real if real.any() else sample.kinds == "known"


def _threshold(signal: Array, good: Array, precision: float) -> float:
    """The lowest value of `signal` from which upwards at least `precision` is good."""
    order = np.argsort(-signal)
    share = np.cumsum(good[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= precision)
    return float(signal[order][enough[-1]]) if len(enough) else float("inf")


def _passed_by(sample: Sample, signal: Array, share: float) -> float:
    """The value that this share of the sentences about something else passes."""
    return float(np.quantile(signal[sample.kinds == "off_topic"], 1 - share))


def figures(sample: Sample, signal: Array, answer_at: float, offer_at: float) -> dict[str, dict[str, float]]:
    """For each kind of question what the two thresholds do with it."""
    kinds = [kind for kind in ("real", "known", "unknown", "off_topic") if (sample.kinds == kind).any()]
    return {kind: _figures(sample, signal, answer_at, offer_at, sample.kinds == kind) for kind in kinds}


def _figures(sample: Sample, signal: Array, answer_at: float, offer_at: float, rows: Array) -> dict[str, float]:
    answered, offered = rows & (signal >= answer_at), rows & (signal >= offer_at) & (signal < answer_at)
    found = {"answered": _round(answered.sum(), rows.sum()), "offered": _round(offered.sum(), rows.sum())}
    if not sample.offered_right[rows].any():
        return found
    return {
        **found,
        "answers_right": _round(sample.right[answered].sum(), answered.sum()),
        "offers_right": _round(sample.offered_right[offered].sum(), offered.sum()),
        "first_is_right": _round(sample.right[rows].sum(), rows.sum()),
        "among_three": _round(sample.offered_right[rows].sum(), rows.sum()),
    }


def _round(part: float, whole: float) -> float:
    return round(float(part) / float(whole), 4) if whole else 0.0


def _sigmoid(values: Array) -> Array:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))
