"""How likely each step of agreement is, learned from the bank's own records without any labels.

Four kinds of pairs are told apart: of one customer, of kin who live together, of people who only share a home or an
office, and of strangers. For one customer a comparison falls on step k with probability m[k], for strangers with u[k].
Kin are like one customer in what kin share (family name, address, phone) and like strangers in the rest; so only their
number is unknown. Expectation maximisation over the patterns of agreement:

1. Draw pairs at random: how often each step occurs (nearly all of them are strangers).
2. Count the patterns of agreement among the candidate pairs.
3. Guess for each pattern how likely each kind is; from the guesses count m, u and the share of each kind anew;
   repeat until nothing moves. What the shipped model believes counts like a few dozen pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from foyer.customers.identity.settings import Comparison

Floats = NDArray[np.float64]
BELIEF = 30.0
ROUNDS, SETTLED = 300, 1e-5
KINDS = ("one", "kin", "home", "strangers")
SHARED = {"kin": ("family", "home"), "home": ("home",)}


@dataclass
class Patterns:
    """Patterns of agreement with how often each occurs. `steps[p, c]` is the step of comparison c, -1 where unknown."""

    steps: NDArray[np.int64]
    counts: Floats


@dataclass
class Trained:
    """What the model believes: for each comparison m and u by step, and the share of each kind among all pairs."""

    m: dict[str, list[float]]
    u: dict[str, list[float]]
    share: dict[str, float]
    rounds: int = 0
    history: list[float] = field(default_factory=list)


def train(
    comparisons: Sequence[Comparison], found: Patterns, random: Patterns, *, pairs: float, start: Trained | None = None
) -> Trained:
    """Learn from candidate pairs and from random ones; `pairs` is how many pairs there are at all."""
    learner = _Learner(comparisons, found, random, pairs)
    return learner.learn(start)


class _Learner:
    def __init__(self, comparisons: Sequence[Comparison], found: Patterns, random: Patterns, pairs: float) -> None:
        self.comparisons, self.found, self.pairs = comparisons, found, pairs
        self.at = [[found.steps[:, c] == k for k in range(len(one.levels))] for c, one in enumerate(comparisons)]
        self.known = [found.steps[:, c] >= 0 for c in range(len(comparisons))]
        self.belief = [np.array([level.m for level in one.levels]) for one in comparisons]
        self.belief = [one / one.sum() for one in self.belief]
        self.seen = [self._seen(c, random) for c in range(len(comparisons))]

    def _seen(self, c: int, random: Patterns) -> Floats:
        """How many of all pairs are on each step: drawn at random, and at least as many as were found."""
        steps, counts = random.steps[:, c], random.counts
        drawn = np.array([counts[steps == k].sum() for k in range(len(self.belief[c]))])
        known = drawn.sum() / max(counts.sum(), 1.0)
        # A step that no drawn pair is on is not impossible: half a pair may be.
        share = (drawn + 0.5 / len(drawn)) / max(drawn.sum() + 0.5, 1.0)
        there = np.array([self.found.counts[at].sum() for at in self.at[c]])
        return np.maximum(share * max(known, 1e-9) * self.pairs, there)

    def learn(self, start: Trained | None) -> Trained:
        m = [np.array(start.m[one.name]) for one in self.comparisons] if start else [one.copy() for one in self.belief]
        u = [seen / seen.sum() for seen in self.seen]
        likely = max(self.found.counts.sum() * 0.2, 1.0) / self.pairs
        share = dict(start.share) if start else {"one": likely, "kin": likely / 20, "home": likely / 20}
        history: list[float] = []
        for _round in range(ROUNDS):
            guess = self._guess(m, u, share)
            fresh = self._m(guess["one"])
            u = self._u(guess["one"])
            moved = max(float(np.abs(new - old).max()) for new, old in zip(fresh, m, strict=True))
            m, share = fresh, {kind: self._total(guess[kind]) / self.pairs for kind in KINDS[:3]}
            history.append(round(share["one"] * self.pairs, 1))
            if moved < SETTLED:
                break
        names = [one.name for one in self.comparisons]
        return Trained(
            dict(zip(names, (one.tolist() for one in m), strict=True)),
            dict(zip(names, (one.tolist() for one in u), strict=True)),
            share,
            len(history),
            history,
        )

    def _guess(self, m: list[Floats], u: list[Floats], share: dict[str, float]) -> dict[str, Floats]:
        """For each pattern, how likely each kind of pair is."""
        logs = {}
        for kind in KINDS:
            part = share.get(kind, 1.0 - sum(share.values()))
            logs[kind] = np.full(len(self.found.counts), np.log(max(part, 1e-300)))
        for c, one in enumerate(self.comparisons):
            ours, theirs = self._by_pattern(c, m[c]), self._by_pattern(c, u[c])
            logs["one"] += ours
            logs["strangers"] += theirs
            for kind, shared in SHARED.items():
                logs[kind] += ours if one.role in shared else theirs
        top = np.max(np.stack(list(logs.values())), axis=0)
        odds = {kind: np.exp(value - top) for kind, value in logs.items()}
        total = sum(odds.values())
        return {kind: value / total for kind, value in odds.items()}

    def _by_pattern(self, c: int, chances: Floats) -> Floats:
        padded = np.append(np.log(np.maximum(chances, 1e-12)), 0.0)
        return padded[self.found.steps[:, c]]

    def _total(self, guess: Floats) -> float:
        return max(float((guess * self.found.counts).sum()), 1e-6)

    def _m(self, guess: Floats) -> list[Floats]:
        weight = guess * self.found.counts
        fresh = []
        for at, belief in zip(self.at, self.belief, strict=True):
            counted = np.array([weight[one].sum() for one in at]) + BELIEF * belief
            fresh.append(counted / counted.sum())
        return fresh

    def _u(self, guess: Floats) -> list[Floats]:
        """Of all pairs on a step, those that are not of one customer."""
        weight = guess * self.found.counts
        fresh = []
        for at, seen in zip(self.at, self.seen, strict=True):
            ours = np.array([weight[one].sum() for one in at])
            rest = np.maximum(seen - ours, 0.5)
            fresh.append(rest / rest.sum())
        return fresh
