"""Merge, ask a steward, or leave apart: where the lines run.

A pair is merged by itself when the model gives at least nine in ten AND, over all merged pairs together, no more than
`WRONG` are expected to be wrong; the line rises until both hold. A steward sees what lies below, down to one in five.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SURE, ASK, WRONG = 0.9, 0.2, 0.001


@dataclass(frozen=True)
class Lines:
    """Match weights (bits) from which a pair is merged, and from which a steward looks."""

    merge_from: float
    review_from: float


def bits(probability: float) -> float:
    return float(np.log2(probability / (1.0 - probability)))


def lines(weights: NDArray[np.float64]) -> Lines:
    """The lines for these match weights."""
    merge_from = bits(SURE)
    sure = np.sort(weights[weights >= merge_from])[::-1]
    if sure.size:
        wrong = np.cumsum(1.0 / (1.0 + 2.0 ** np.minimum(sure, 60.0))) / np.arange(1, sure.size + 1)
        if wrong[-1] > WRONG:  # from the best pair down, the share expected to be wrong only grows
            merge_from = float(sure[max(int(np.searchsorted(wrong, WRONG, side="right")) - 1, 0)])
    return Lines(merge_from, bits(ASK))
