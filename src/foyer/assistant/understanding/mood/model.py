"""The reader of moods: one linear layer over meaning and cues, tempered so that its confidence is what it is worth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from foyer.assistant.understanding.mood.features import Array, names

SHIPPED = Path(__file__).parents[2] / "fixtures" / "moods.json"
EMOTIONS = ("calm", "worried", "angry", "grateful")


@dataclass(frozen=True)
class Linear:
    """`weights` has a row for each class; `temperature` divides the scores before they become shares."""

    weights: Array
    bias: Array
    temperature: float

    def scores(self, values: Array) -> Array:
        return values @ self.weights.T + self.bias

    def shares(self, values: Array) -> Array:
        return softmax(self.scores(values) / self.temperature)

    def as_json(self) -> dict[str, Any]:
        return {
            "weights": [[round(float(one), 4) for one in row] for row in self.weights],
            "bias": [round(float(one), 4) for one in self.bias],
            "temperature": round(self.temperature, 3),
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Linear:
        return cls(np.array(said["weights"]), np.array(said["bias"]), said["temperature"])


@dataclass(frozen=True)
class Moods:
    """What is learned together: emotions, urgency, and how often a risk's words mean the risk."""

    emotions: Linear
    urgency: Linear
    risks: dict[str, float]
    made_on: str
    figures: dict[str, Any]

    @property
    def meaning_length(self) -> int:
        """How many numbers the encoder gave when this was learned."""
        return int(self.emotions.weights.shape[1]) - len(names())

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Moods:
        if tuple(said["features"]) != names():
            raise ValueError("the cues have changed since the model was learned; run manage.py learn_emotions")
        emotions, urgency = Linear.from_json(said["emotions"]), Linear.from_json(said["urgency"])
        return cls(emotions, urgency, said["risks"], said["made_on"], said["figures"])


def softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def most(shares: Sequence[float]) -> int:
    return int(np.argmax(shares))


@lru_cache(maxsize=1)
def shipped() -> Moods:
    """The model that `manage.py learn_emotions` wrote last, read once a process."""
    return Moods.from_json(json.loads(SHIPPED.read_text(encoding="utf-8")))
