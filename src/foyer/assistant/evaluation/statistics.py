"""The formulas of evaluation, pure: shares with their intervals, stratified samples, agreement, reliability.

No share is shown as a comparison below `ENOUGH` observations.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

ENOUGH = 30
_95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Share:
    """A share with its two-sided 95 % interval, of `hits` among `count`; all None where nothing was observed."""

    hits: float
    count: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def is_enough(self) -> bool:
        return self.count >= ENOUGH


def share(hits: float, count: int) -> Share:
    """Wilson's score interval (1927), which stays within 0 and 1 and holds for small counts."""
    if not count:
        return Share(0, 0, None, None, None)
    p, z = hits / count, _95
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(p * (1 - p) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    low, high = (0.0 if not hits else middle - half), (1.0 if hits == count else middle + half)
    return Share(hits, count, p, low, high)


@dataclass(frozen=True)
class Stratum:
    """A part of the whole: how many there are, how many were sampled, how many of those were right."""

    size: int
    sampled: int
    right: float


def stratified(strata: Sequence[Stratum]) -> Share:
    """The share of the whole from a stratified sample: Σ W p with SE = √Σ W² p(1-p)/(n-1) (Cochran 1977, ch. 5).

    A stratum of which fewer than two were sampled has no variance of its own; it is left out of both sums, and the
    weights are those of the strata that speak.
    """
    speaking = [one for one in strata if one.sampled >= 2]
    total = sum(one.size for one in speaking)
    if not total:
        return Share(0, 0, None, None, None)
    value = variance = 0.0
    for one in speaking:
        weight, p = one.size / total, one.right / one.sampled
        value += weight * p
        variance += weight**2 * p * (1 - p) / (one.sampled - 1)
    half = _95 * math.sqrt(variance)
    count = sum(one.sampled for one in speaking)
    return Share(value * count, count, value, max(0.0, value - half), min(1.0, value + half))


def kappa(table: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's κ = (p_o - p_e) / (1 - p_e) of two reviewers; None without pairs, or where chance alone agrees."""
    total = sum(table.values())
    if not total:
        return None
    words = {word for pair in table for word in pair}
    agreed = sum(table.get((word, word), 0) for word in words) / total
    first = {word: sum(n for (one, _), n in table.items() if one == word) / total for word in words}
    second = {word: sum(n for (_, two), n in table.items() if two == word) / total for word in words}
    by_chance = sum(first[word] * second[word] for word in words)
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


@dataclass(frozen=True)
class Reliability:
    """Hours between failures and to recovery, and the share of time in service.

    Without a failure `mtbf_hours` is the one-sided 95 % lower bound (the rule of three) and `is_bound` says so.
    """

    failures: int
    mtbf_hours: float | None
    mttr_hours: float | None
    availability: float | None
    is_bound: bool = False


def reliability(watched_hours: float, failures: int, down_hours: float) -> Reliability:
    """MTBF = uptime ÷ failures, MTTR = downtime ÷ failures, A = MTBF ÷ (MTBF + MTTR); none: MTBF ≥ T / -ln 0.05."""
    if watched_hours <= 0:
        return Reliability(0, None, None, None)
    if not failures:
        return Reliability(0, watched_hours / -math.log(0.05), None, 1.0, is_bound=True)
    mtbf, mttr = (watched_hours - down_hours) / failures, down_hours / failures
    return Reliability(failures, mtbf, mttr, mtbf / (mtbf + mttr))
