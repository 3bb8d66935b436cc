"""From what a search found to the probability that its first article answers the question."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from foyer.knowledge.queries import Hit

FILE = Path(__file__).parents[1] / "fixtures" / "calibration.json"
MOST_HITS = 12  # articles looked at
FEATURES = ("odds", "meaning", "words")
SHARPNESS = 8.0  # how fast the chance of an article falls with its distance to the best one, from the same regression
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

    def confidence(self, hits: Sequence[Hit]) -> float:
        """The probability that the first hit answers the question; 0 when nothing was found."""
        if not hits:
            return 0.0
        features = features_of(hits)
        logit = self.intercept + sum(self.coefficients[name] * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def features_of(hits: Sequence[Hit]) -> dict[str, float]:
    """What the probability is computed from: how far the first article stands before the others, and how close it is.

    `odds` are the log odds that it is the one among those found. `hits` should hold the ten best or more.
    """
    rest = sum(math.exp(SHARPNESS * (hit.score - hits[0].score)) for hit in hits[1:])
    odds = min(LONGEST_ODDS, -math.log(max(rest, 1e-9)))
    return {"odds": odds, "meaning": hits[0].meaning, "words": hits[0].words}


@lru_cache(maxsize=1)
def shipped() -> Calibration:
    """The calibration that this release of Foyer carries."""
    return Calibration(**json.loads(FILE.read_text(encoding="utf-8")))
