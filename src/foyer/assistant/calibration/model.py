"""From what a search found to the probability that its first article answers the question."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from foyer.knowledge.queries import Hit

FILE = Path(__file__).parents[1] / "fixtures" / "calibration.json"
BY_WORDS = FILE.with_name("calibration_by_words.json")
MOST_HITS = 12  # articles looked at
FEATURES = ("odds", "nearest", "words", "ideas")
FEATURES_BY_WORDS = ("odds", "words", "ideas")  # while the encoder of meanings is away
SHARPNESS, SHARPNESS_BY_WORDS = 8.0, 16.0  # how fast the chance of an article falls with its distance to the best one
LONGEST_ODDS = 8.0


@dataclass(frozen=True)
class Calibration:
    """The fitted coefficients and the two thresholds; `figures` say what they were worth when they were chosen."""

    coefficients: Mapping[str, float]
    intercept: float
    answer_at: float
    offer_at: float
    made_on: str
    articles: Mapping[str, str]
    figures: Mapping[str, Any]

    def of(self, hits: Sequence[Hit]) -> Calibration:
        """The one that these hits are judged by: its own where they were found by words alone."""
        return by_words() if hits and hits[0].by_words else self

    def confidence(self, hits: Sequence[Hit]) -> float:
        """The probability that the first hit answers the question; 0 when nothing was found."""
        if not hits:
            return 0.0
        features, judge = features_of(hits), self.of(hits)
        logit = judge.intercept + sum(judge.coefficients[name] * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))

    def may_answer(self, hits: Sequence[Hit]) -> bool:
        return bool(hits) and self.confidence(hits) >= self.of(hits).answer_at

    def may_offer(self, hits: Sequence[Hit]) -> bool:
        return bool(hits) and self.confidence(hits) >= self.of(hits).offer_at


def features_of(hits: Sequence[Hit]) -> dict[str, float]:
    """What the probability is computed from: how far the first article stands before the others, and how close it is.

    Close is its nearest sentence, not all of its close ones together: an article with few phrasings is no less sure.
    `odds` are the log odds that it is the one among those found. `hits` should hold the ten best or more.
    """
    sharpness = SHARPNESS_BY_WORDS if hits[0].by_words else SHARPNESS
    rest = sum(math.exp(sharpness * (hit.score - hits[0].score)) for hit in hits[1:])
    odds = min(LONGEST_ODDS, -math.log(max(rest, 1e-9)))
    values = {"odds": odds, **{name: getattr(hits[0], name) for name in ("nearest", "words", "ideas")}}
    return {name: values[name] for name in (FEATURES_BY_WORDS if hits[0].by_words else FEATURES)}


@lru_cache(maxsize=1)
def shipped() -> Calibration:
    """The calibration that this release of Foyer carries."""
    return Calibration(**json.loads(FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def by_words() -> Calibration:
    """How sure a search by words alone is: chosen in the same way, on the same questions."""
    return Calibration(**json.loads(BY_WORDS.read_text(encoding="utf-8")))
