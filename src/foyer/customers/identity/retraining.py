"""Training anew with what stewards decided, and putting a better model in the place of the live one.

1. Learn m and u from the records, starting from the live model; then let each decided pair count like many undecided
   ones: a pair that stewards merged shows what agreement in one customer looks like.
2. Weigh the decided pairs under the new and the live model, and count how many fall on the wrong side of the line.
3. The new model goes live when it is wrong less often, or as often and surer, and its impact assessment is approved
   and in force; else it is refused, and why is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from foyer.base.actors import Actor
from foyer.base.engine import Engine
from foyer.customers.assessing import may_promote
from foyer.customers.identity import blocking, keeping, scoring
from foyer.customers.identity.deciding import prepared
from foyer.customers.identity.gathering import gathered
from foyer.customers.identity.learning import Extent, extent_of, learn
from foyer.customers.identity.queries import pairs_to_learn_from
from foyer.customers.identity.scoring import Ground
from foyer.customers.identity.settings import shipped
from foyer.customers.identity.training import Trained
from foyer.customers.identity.zones import Lines, lines
from foyer.customers.models import MatchDecision, MatchModel
from foyer.customers.sources import queries as sources

COUNTS_FOR = 20.0
FEWEST = 5
UNASSESSED = "no approved impact assessment of the matching model is in force"


@dataclass(frozen=True)
class Judged:
    """How a model does on decided pairs: wrong ones, and how many bits they lie on the right side on average."""

    pairs: int
    wrong: int
    margin: float

    def as_json(self) -> dict[str, float]:
        return {"pairs": self.pairs, "wrong": self.wrong, "margin": round(self.margin, 3)}


def retrain(engine: Engine, *, by: Actor) -> MatchModel:
    """A model learned anew; live if it is better on what stewards decided, else refused."""
    live = keeping.live()
    once = tuple(one.code for one in sources.all_sources() if getattr(one, "deduplicated", False))
    with prepared(engine, gathered(engine)) as frame:
        extent = extent_of(engine, frame, once)
        ground = Ground(engine, frame, shipped().for_columns(extent.filled), extent.records)
        labelled = _labelled(engine, frame)
        model, drawn = _learned(ground, labelled, extent, once)
        after = _judged(ground, labelled, model, drawn)
        before = _judged(ground, labelled, keeping.trained_of(live), keeping.lines_of(live)) if live else None
    training = {"records": extent.records, "decisions": len(labelled)}
    evaluation = {"new": after.as_json(), "live": before.as_json() if before else None}
    row = keeping.keep(model, ground.settings, drawn, by=by, training=training, evaluation=evaluation)
    return _settled(row, after, before)


def _learned(ground: Ground, labelled: pd.DataFrame, extent: Extent, once: tuple[str, ...]) -> tuple[Trained, Lines]:
    engine, frame, settings = ground.engine, ground.frame, ground.settings
    with blocking.candidates(engine, frame, settings, records=extent.records, once=once) as pairs:
        model = _taught(ground, labelled, learn(ground, pairs, extent), extent)
        with scoring.scored(ground, pairs, model) as table:
            weights = ground.engine.execute(table.select("weight"))
    return model, lines(weights["weight"].to_numpy())


def _settled(row: MatchModel, after: Judged, before: Judged | None) -> MatchModel:
    if before is None:
        return keeping.promote(row)
    if after.pairs < FEWEST:
        return keeping.refuse(row, f"only {after.pairs} decided pairs to compare by")
    better = after.wrong < before.wrong or (after.wrong == before.wrong and after.margin > before.margin)
    if better:
        return keeping.promote(row) if may_promote() else keeping.refuse(row, UNASSESSED)
    return keeping.refuse(
        row, f"wrong on {after.wrong} of {after.pairs} decided pairs, the live model on {before.wrong}"
    )


def _labelled(engine: Engine, frame: ir.Table) -> pd.DataFrame:
    """Decided pairs of customers who allow it, by position: rid_l < rid_r, same."""
    names = engine.execute(frame.select("record_id", "rid"))
    at = dict(zip(names["record_id"], names["rid"], strict=True))
    yes = MatchDecision.Verdict.SAME
    rows = [(at.get(str(one.left)), at.get(str(one.right)), one.verdict == yes) for one in pairs_to_learn_from()]
    known = [(*sorted((left, right)), same) for left, right, same in rows if left is not None and right is not None]
    return pd.DataFrame(known, columns=["rid_l", "rid_r", "same"])


def _taught(ground: Ground, labelled: pd.DataFrame, model: Trained, extent: Extent) -> Trained:
    """m moved towards what the merged pairs show."""
    merged = labelled[labelled["same"].astype(bool)]
    if merged.empty:
        return model
    with scoring.steps(ground, _asked(ground, merged)) as table:
        stepped = ground.engine.execute(table)
    of_one = model.share["one"] * extent.pairs
    names = [one.name for one in ground.settings.comparisons]
    return replace(model, m={name: _moved(model.m[name], stepped[name].to_numpy(), of_one) for name in names})


def _asked(ground: Ground, pairs: pd.DataFrame) -> ir.Table:
    return ground.engine.frame(pairs[["rid_l", "rid_r"]].rename(columns={"rid_l": "join_key_l", "rid_r": "join_key_r"}))


def _moved(believed: list[float], steps: np.ndarray, of_one: float) -> list[float]:
    shown = np.array([float((steps == step).sum()) for step in range(len(believed))]) * COUNTS_FOR
    total = np.array(believed) * max(of_one, 1.0) + shown
    return [float(one) for one in total / total.sum()]


def _judged(ground: Ground, labelled: pd.DataFrame, model: Trained, drawn: Lines) -> Judged:
    if labelled.empty:
        return Judged(0, 0, 0.0)
    usable = replace(ground, settings=ground.settings.only(model.m))
    with scoring.scored(usable, _asked(ground, labelled), model, at_least=None, all_pairs=True) as table:
        weights = ground.engine.execute(table.select("rid_l", "rid_r", "weight"))
    both = labelled.merge(weights, on=["rid_l", "rid_r"])
    sides = np.where(both["same"].astype(bool), 1.0, -1.0) * (both["weight"].clip(-30, 30) - drawn.merge_from)
    return Judged(len(both), int((sides < 0).sum()), float(sides.mean()))
