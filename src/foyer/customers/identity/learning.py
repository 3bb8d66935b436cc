"""Learning a model from a frame of records: which columns say anything, random pairs, candidate pairs, training."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from foyer.base.engine import Engine
from foyer.customers.identity import scoring
from foyer.customers.identity.scoring import Ground
from foyer.customers.identity.training import Trained, train

SAMPLED_PAIRS = 250_000
RANDOM_RECORDS = 1_300
FILLED = 0.001
_SPREAD = 1_000_003


@dataclass(frozen=True)
class Extent:
    """How many records there are, which columns say anything, and how many pairs there could be."""

    records: int
    filled: frozenset[str]
    pairs: float


def extent_of(engine: Engine, frame: ir.Table, once: tuple[str, ...]) -> Extent:
    """What there is to match. Pairs within a source that keeps each person once are none."""
    names = [name for name in frame.columns if name != "rid"]
    counts = engine.execute(frame.aggregate(records=frame.count(), **{name: frame[name].count() for name in names}))
    row = counts.iloc[0]
    records = int(row["records"])
    sizes = engine.execute(frame.group_by("source").agg(size=frame.count()))
    within = sum(size * (size - 1) / 2 for source, size in sizes.itertuples(index=False) if source in once)
    filled = frozenset(name for name in names if row[name] > FILLED * records)
    return Extent(records, filled, max(records * (records - 1) / 2 - within, 1.0))


def learn(ground: Ground, pairs: ir.Table, extent: Extent) -> Trained:
    """A model for these records, without labels. The same records give the same model."""
    of = max(ground.engine.count(pairs) / SAMPLED_PAIRS, 1.0)
    found = scoring.patterns(ground, _sample(pairs, of), of=of)
    random = scoring.patterns(ground, _random_pairs(ground.engine, extent.records))
    return train(ground.settings.comparisons, found, random, pairs=extent.pairs)


def _sample(pairs: ir.Table, of: float) -> ir.Table:
    if of <= 1.0:
        return pairs
    spread = (pairs.join_key_l * 7_919 + pairs.join_key_r * 104_729) % _SPREAD
    return pairs.filter(spread < int(_SPREAD / of))


def _random_pairs(engine: Engine, records: int) -> ir.Table:
    chosen = np.random.default_rng(1).choice(records, min(records, RANDOM_RECORDS), replace=False)
    left = engine.frame(pd.DataFrame({"join_key_l": np.sort(chosen)}))
    right = engine.frame(pd.DataFrame({"join_key_r": np.sort(chosen)}))
    return left.cross_join(right).filter(ibis._.join_key_l < ibis._.join_key_r)
