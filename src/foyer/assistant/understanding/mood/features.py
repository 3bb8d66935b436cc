"""A message as numbers: its meaning (the encoder's 512), and how many cues of each kind stand in it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from foyer.assistant.understanding.mood.cues import NEGATABLE, Cue, groups

Array = NDArray[np.float64]

SIGNS = ("exclaimed", "insistent", "shouted", "drawn_out")
OWN = ("is_short", "is_long", "asks", "is_bare")
MOST = 3
MEANING = 4.0
"""The encoder's vector has length 1; so much longer it weighs as much as a handful of cues."""


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """What each number behind the meaning stands for."""
    negated = tuple(f"not_{group}" for group in NEGATABLE)
    return (*groups(), *negated, *SIGNS, *OWN)


def features(text: str, found: Sequence[Cue], meaning: Sequence[float]) -> Array:
    counted = Counter(cue.group for cue in found)
    counted["is_short"] = int(len(text) <= 6)
    counted["is_long"] = int(len(text) > 60)
    counted["asks"] = int(text.rstrip().endswith(("?", "？", "吗", "呢")))
    counted["is_bare"] = int(not found)
    counts = [math.sqrt(min(counted[name], MOST)) for name in names()]
    return np.concatenate([MEANING * np.asarray(meaning), counts])
