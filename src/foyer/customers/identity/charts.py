"""What is drawn of a match model, in bits: its own chart, and the bars of a pair's waterfall (`evidence`).

Apart from `evidence`, which brings Splink and pandas: pages need the drawing, not the reckoning.
"""

from __future__ import annotations

import math
from typing import Any

from foyer.customers.identity.settings import Settings
from foyer.customers.identity.training import Trained

Bars = list[dict[str, Any]]


def chart_of(settings: Settings, model: Trained) -> list[dict[str, Any]]:
    """The match weight of every step of every comparison, ready to be drawn."""
    rows = []
    for one in settings.comparisons:
        for level, ours, theirs in zip(one.levels, model.m[one.name], model.u[one.name], strict=True):
            bits = math.log2(max(ours, 1e-12) / max(theirs, 1e-12))
            rows.append({"comparison": one.name, "step": level.label, "m": ours, "u": theirs, "bits": round(bits, 2)})
    return rows
