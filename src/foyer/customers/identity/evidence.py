"""What speaks for and against a pair, comparison by comparison, in bits: the bars of its waterfall."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from foyer.customers.identity import scoring
from foyer.customers.identity.charts import Bars
from foyer.customers.identity.scoring import Ground
from foyer.customers.identity.settings import Comparison, Settings
from foyer.customers.identity.training import Trained


def bars_of(ground: Ground, pairs: pd.DataFrame, model: Trained) -> dict[tuple[int, int], Bars]:
    """For each pair (rid_l, rid_r): the prior, each comparison with its step, and what households explain."""
    if pairs.empty:
        return {}
    engine = ground.engine
    asked = engine.frame(pairs[["rid_l", "rid_r"]].reset_index(drop=True))
    chosen = asked.select(join_key_l=asked.rid_l, join_key_r=asked.rid_r)
    with scoring.scored(ground, chosen, model, at_least=None, all_pairs=True) as table:
        weighed = engine.execute(table)
    with scoring.steps(ground, chosen) as table:
        stepped = engine.execute(table)
    both = weighed.merge(stepped, on=["rid_l", "rid_r"])
    return {
        (int(row["rid_l"]), int(row["rid_r"])): _bars(row, ground.settings, model) for row in both.to_dict("records")
    }


def _bars(row: dict[str, Any], settings: Settings, model: Trained) -> Bars:
    prior = math.log2(max(model.share["one"], 1e-15))
    bars = [_bar("prior", "", prior)]
    bars += [_compared(row, one) for one in settings.comparisons if row[one.name] >= 0]
    if row["household"] > 0.05:
        bars.append(_bar("household", "", -float(row["household"])))
    return bars


def _compared(row: dict[str, Any], comparison: Comparison) -> dict[str, Any]:
    name = comparison.name
    bits = float(row[f"mw_{name}"]) + float(row.get(f"mw_tf_adj_{name}", 0.0))
    return _bar(name, comparison.levels[int(row[name])].label, bits)


def _bar(name: str, step: str, bits: float) -> dict[str, Any]:
    return {"comparison": name, "step": step, "bits": round(bits, 2)}
