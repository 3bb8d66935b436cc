"""A test of two versions that may be looked at after every conversation: the mixture sequential probability ratio test.

A fixed-size test that is looked at every day finds a difference that is not there in up to a third of all trials; this
one keeps its error at α whenever one looks (Johari, Pekelis, Walsh, Always Valid Inference, Operations Research 2022).
The normal approximation of the difference of two shares, the mixture N(0, τ²) over differences.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

ALPHA = 0.05
TAU = 0.05
"""The size of differences the test is most ready for: five points of a hundred."""
FEWEST = 50
"""Conversations of each arm below which the normal approximation says nothing."""


@dataclass(frozen=True)
class Verdict:
    """`difference` is new minus old; `low` and `high` bound it at every look together; `p` only ever falls."""

    difference: float | None
    low: float | None
    high: float | None
    p: float
    is_decided: bool


def compare(old_hits: int, old_count: int, new_hits: int, new_count: int, *, p_before: float = 1.0) -> Verdict:
    """What the two arms say now; `p_before` is the p-value of the last look (1 before the first)."""
    if old_count < FEWEST or new_count < FEWEST:
        return Verdict(None, None, None, p_before, False)
    old, new = old_hits / old_count, new_hits / new_count
    variance = _variance(old_hits, old_count) / old_count + _variance(new_hits, new_count) / new_count
    difference = new - old
    ratio = math.sqrt(variance / (variance + TAU**2)) * math.exp(
        TAU**2 * difference**2 / (2 * variance * (variance + TAU**2))
    )
    p = min(p_before, 1.0, 1 / ratio)
    half = math.sqrt(
        2 * variance * (variance + TAU**2) / TAU**2
        * (math.log(1 / ALPHA) + 0.5 * math.log((variance + TAU**2) / variance))
    )  # fmt: skip
    return Verdict(difference, difference - half, difference + half, p, p <= ALPHA)


def _variance(hits: int, count: int) -> float:
    """Of one observation, never none: with all alike half a hit is added to each side."""
    p = (hits + 0.5) / (count + 1)
    return p * (1 - p)
