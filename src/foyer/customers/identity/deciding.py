"""Who is one customer: from records in any form to clusters, merged pairs and pairs for a steward.

1. Bring the records into comparable forms; find candidate pairs.
2. Train a model, unless one is given (`learning`).
3. Weigh the pairs; add what documents settle; keep apart what they forbid (`scoring`, `rules`).
4. Join what is sure, best first, without chains (`zones`, `clustering`); what lies between the lines is for stewards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from foyer.base.engine import Engine
from foyer.customers.identity import blocking, rules, scoring, zones
from foyer.customers.identity.clustering import Labels, Links, Marks, cluster
from foyer.customers.identity.frame import comparable
from foyer.customers.identity.learning import Extent, extent_of, learn
from foyer.customers.identity.settings import shipped
from foyer.customers.identity.tables import kept
from foyer.customers.identity.training import Trained

SURE_BY_RULE = 40.0
FEW_WITHIN = 0.002
NOTHING = Trained({}, {}, {"one": 0.0, "kin": 0.0, "home": 0.0})
_NO_PAIRS = pd.DataFrame(
    {"rid_l": pd.Series(dtype="int64"), "rid_r": pd.Series(dtype="int64"), "weight": pd.Series(dtype="float64")}
)
_NO_RULES = pd.DataFrame(
    {"rid_l": pd.Series(dtype="int64"), "rid_r": pd.Series(dtype="int64"), "rule": pd.Series(dtype="object")}
)


@dataclass(frozen=True)
class Said:
    """What stewards have decided about records, by record id."""

    same: frozenset[tuple[str, str]] = frozenset()
    different: frozenset[tuple[str, str]] = frozenset()


@dataclass
class Decided:
    """The outcome of a run. `pairs` has rid_l, rid_r, weight, rule, zone (merge or review)."""

    record_ids: pa.Array
    labels: Labels
    pairs: pd.DataFrame
    model: Trained
    ground: scoring.Ground
    lines: zones.Lines
    candidates: int
    extent: Extent

    def clusters(self) -> pd.DataFrame:
        """record_id and the smallest record id of its cluster."""
        names = self.record_ids.to_numpy(zero_copy_only=False)
        return pd.DataFrame({"record_id": names, "cluster": names[self.labels]})


@dataclass(frozen=True)
class Known:
    """What a run starts from: a model with its lines (else one is trained), sources that keep each person once, and
    whether the model may merge by itself; where it may not, only documents and stewards do, and it proposes."""

    model: Trained | None = None
    lines: zones.Lines | None = None
    once: tuple[str, ...] = ()
    infer_once: bool = False
    said: Said = field(default_factory=Said)
    merges_alone: bool = True


@contextmanager
def prepared(engine: Engine, said: ir.Table) -> Iterator[ir.Table]:
    """The comparable frame on the engine, each record with its position `rid` in the order of record ids."""
    frame = comparable(said)
    with kept(engine, frame.mutate(rid=ibis.row_number().over(order_by=frame.record_id))) as table:
        yield table


def decide(engine: Engine, said: ir.Table, known: Known | None = None) -> Decided:
    """Who is one customer among these records."""
    with prepared(engine, said) as frame:
        return decide_on(engine, frame, known or Known())


def decide_on(engine: Engine, frame: ir.Table, known: Known) -> Decided:
    """As `decide`, on a frame that is prepared."""
    extent = extent_of(engine, frame, known.once)
    ground = scoring.Ground(engine, frame, shipped().for_columns(extent.filled), extent.records)
    decision = _Decision(engine.arrow(_records(frame).order_by("rid")).combine_chunks(), known)
    if not any(one.name in scoring.IDENTIFYING for one in ground.settings.comparisons):
        return decision.outcome(ground, NOTHING, extent)
    with blocking.candidates(engine, frame, ground.settings, records=extent.records, once=known.once) as pairs:
        model = known.model or learn(ground, pairs, extent)
        ground = replace(ground, settings=ground.settings.only(model.m))
        with scoring.scored(ground, pairs, model) as table:
            decision.weighed = engine.execute(table.select("rid_l", "rid_r", "weight"))
        decision.candidates = engine.count(pairs)
    decision.by_rule = engine.execute(rules.settled(frame, known.once))
    return decision.outcome(ground, model, extent)


def _records(frame: ir.Table) -> ir.Table:
    valid = {
        "resident_id": ibis.ifelse(frame.proper_id, frame.resident_id, None),
        "uscc": ibis.ifelse(frame.proper_uscc, frame.uscc, None),
    }
    return frame.select("rid", "record_id", "source", **valid)


class _Decision:
    def __init__(self, records: pa.Table, known: Known) -> None:
        self.ids, self.known = records["record_id"].combine_chunks(), known
        self.source = records["source"].combine_chunks()
        self.weighed, self.by_rule, self.candidates = _NO_PAIRS, _NO_RULES, 0
        self.same, self.different = self._placed(known.said.same), self._placed(known.said.different)
        self.documents = {name: _codes(records[name]) for name in rules.SETTLING}

    def outcome(self, ground: scoring.Ground, model: Trained, extent: Extent) -> Decided:
        self.pairs = self._together()
        lines = self.known.lines or zones.lines(self.pairs["weight"].to_numpy())
        labels = self._clusters(lines)
        return Decided(self.ids, labels, self._zoned(lines, labels), model, ground, lines, self.candidates, extent)

    def _placed(self, pairs: Collection[tuple[str, str]]) -> frozenset[tuple[int, int]]:
        named = pa.array([record for pair in pairs for record in pair], pa.string())
        at = dict(zip(named.to_pylist(), pc.index_in(named, value_set=self.ids).to_pylist(), strict=True))
        known = ((at[a], at[b]) for a, b in pairs)
        return frozenset((min(a, b), max(a, b)) for a, b in known if a is not None and b is not None)

    def _together(self) -> pd.DataFrame:
        """Weighed pairs, pairs that a document settles, and pairs that a steward has joined."""
        pairs = self.weighed.merge(self.by_rule, on=["rid_l", "rid_r"], how="outer")
        bound = pd.DataFrame(sorted(self.same), columns=["rid_l", "rid_r"], dtype="int64").assign(bound=True)
        pairs = pairs.merge(bound, on=["rid_l", "rid_r"], how="outer")
        pairs["bound"] = pairs["bound"].eq(True)
        pairs["weight"] = pairs["weight"].fillna(0.0)
        settled = pairs["rule"].notna() & (pairs["weight"] < SURE_BY_RULE)
        pairs.loc[settled, "weight"] = SURE_BY_RULE
        return pairs.sort_values(["rid_l", "rid_r"], ignore_index=True)

    def _clusters(self, lines: zones.Lines) -> Labels:
        pairs = self.pairs
        sure = pairs["weight"] >= lines.merge_from
        if not self.known.merges_alone:
            sure &= pairs["rule"].notna()
        chosen = np.flatnonzero((sure & ~self._forbidden() | pairs["bound"]).to_numpy())
        taken = pairs.iloc[chosen]
        links = Links(
            taken["rid_l"].to_numpy(np.int64),
            taken["rid_r"].to_numpy(np.int64),
            taken["weight"].to_numpy(np.float64),
            taken["bound"].to_numpy(np.bool_),
        )
        marks = Marks({**self.documents, **self._sources(links)}, self.different)
        return cluster(len(self.ids), links, marks)

    def _forbidden(self) -> NDArray[np.bool_]:
        """Pairs with two different valid documents of one kind, and pairs that a steward keeps apart."""
        left, right = self.pairs["rid_l"].to_numpy(np.int64), self.pairs["rid_r"].to_numpy(np.int64)
        found = np.zeros(len(left), dtype=np.bool_)
        for codes in self.documents.values():
            found |= (codes[left] >= 0) & (codes[right] >= 0) & (codes[left] != codes[right])
        if self.different:
            found |= np.fromiter(
                (pair in self.different for pair in zip(left.tolist(), right.tolist(), strict=True)),
                np.bool_,
                len(left),
            )
        return found

    def _sources(self, links: Links) -> dict[str, Labels]:
        """For each source that keeps each person once, its records."""
        once = set(self.known.once)
        if self.known.infer_once:
            once |= self._seem_once(links)
        codes = {name: pc.equal(self.source, name).to_numpy(zero_copy_only=False) for name in once}
        return {f"source:{name}": np.where(there, 0, -1).astype(np.int64) for name, there in codes.items()}

    def _seem_once(self, links: Links) -> set[str]:
        """Sources in which next to nobody is found twice, though others are found there often."""
        source = self.source.to_numpy(zero_copy_only=False)
        left, right = source[links.left], source[links.right]
        seem = set()
        for name in set(source):
            within = int(((left == name) & (right == name)).sum())
            across = int(((left == name) ^ (right == name)).sum())
            if across >= 50 and within <= FEW_WITHIN * across:
                seem.add(name)
        return seem

    def _zoned(self, lines: zones.Lines, labels: Labels) -> pd.DataFrame:
        pairs = self.pairs
        together = labels[pairs["rid_l"].to_numpy(np.int64)] == labels[pairs["rid_r"].to_numpy(np.int64)]
        decided = np.zeros(len(pairs), dtype=np.bool_)
        if self.different:
            both = zip(pairs["rid_l"].tolist(), pairs["rid_r"].tolist(), strict=True)
            decided = np.fromiter((pair in self.different for pair in both), np.bool_, len(pairs))
        asked = (pairs["weight"] >= lines.review_from).to_numpy() & ~together & ~decided
        zone = np.where(together, "merge", np.where(asked, "review", ""))
        return pairs.assign(zone=zone)[zone != ""].reset_index(drop=True)


def _codes(values: pa.ChunkedArray) -> Labels:
    """A number for each value, -1 for none."""
    codes = values.combine_chunks().dictionary_encode().indices
    return pc.fill_null(codes, -1).to_numpy(zero_copy_only=False).astype(np.int64)
