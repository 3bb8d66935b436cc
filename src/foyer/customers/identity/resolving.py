"""A run of identity resolution over all records of the lake.

1. Decide who is one customer (`deciding`), with the live model; the first run trains one. Stewards' decisions bind.
2. Give clusters the ids that customers had (`persons`).
3. In one transaction: changes of identity with their facts, pairs for stewards, and the dataset `customers.clusters`.

A run with nothing new changes nothing: same model, same records, same decisions give the same clusters and ids.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from foyer.base.actors import Actor
from foyer.base.engine import Engine
from foyer.base.ids import new_id
from foyer.base.lake import Dataset
from foyer.customers.assessing import may_merge_alone
from foyer.customers.identity import books, keeping, reviewing
from foyer.customers.identity.charts import Bars
from foyer.customers.identity.deciding import Decided, Known, Said, decide_on, prepared
from foyer.customers.identity.evidence import bars_of
from foyer.customers.identity.gathering import gathered
from foyer.customers.identity.naming import name_all
from foyer.customers.models import MatchDecision, MatchModel, SourceRecord
from foyer.customers.profile.front_door import made_here
from foyer.customers.sources import queries as sources

CLUSTERS = Dataset("customers.clusters")
MOST_REVIEWS = 50_000


@dataclass(frozen=True)
class Resolution:
    """What a run did."""

    records: int
    pairs: int
    merged: int
    review: int
    customers: int
    changes: int
    seconds: float


def resolve(engine: Engine, *, by: Actor) -> Resolution:
    """Bring `customers.clusters` up to date with the records of the lake."""
    started, run = time.monotonic(), new_id()
    model = keeping.live()
    known = _known(model)
    with prepared(engine, gathered(engine)) as frame:
        decided = decide_on(engine, frame, known)
        review = _most_likely(decided.pairs[decided.pairs["zone"] == "review"])
        bars = bars_of(decided.ground, review, decided.model)
    front_door = (str(record) for record, _customer in _front_door())
    named = name_all(decided.record_ids, decided.labels, customers_before(engine), front_door)
    with transaction.atomic():
        model = model or _first_model(decided, by)
        for change in named.changes:
            books.record_change(change, by=by, run=run)
        waiting = reviewing.bring_up_to_date(_asked(decided, review, bars), model)
        _write(engine, decided.record_ids, named.customers)
    merged = int((decided.pairs["zone"] == "merge").sum())
    customers = len(np.unique(decided.labels))
    seconds = time.monotonic() - started
    return Resolution(
        len(decided.record_ids), decided.candidates, merged, waiting, customers, len(named.changes), seconds
    )


def said_by_stewards() -> Said:
    """Every decision that stands."""
    standing = MatchDecision.objects.filter(undone_at=None).values_list("left", "right", "verdict")
    same: set[tuple[str, str]] = set()
    different: set[tuple[str, str]] = set()
    for left, right, verdict in standing:
        (same if verdict == MatchDecision.Verdict.SAME else different).add((str(left), str(right)))
    return Said(frozenset(same), frozenset(different))


def customers_before(engine: Engine) -> pa.Table:
    """record_id, customer_id as of now: the last run, what stewards did since, and who came in at the front door."""
    said = {str(record): str(customer) for record, customer in _front_door() if customer}
    if not CLUSTERS.exists():
        return _pairs(said)
    last = engine.arrow(CLUSTERS.read(engine).select("record_id", "customer_id"))
    found = pc.is_in(pa.array(list(said), pa.string()), value_set=last["record_id"]).to_pylist()
    more = {record: customer for (record, customer), is_known in zip(said.items(), found, strict=True) if not is_known}
    books.overlay(more, CLUSTERS.manifest().written_at)
    stayed = pc.invert(pc.is_in(last["record_id"], value_set=pa.array(list(more), pa.string())))
    return pa.concat_tables([last.filter(stayed), _pairs(more)])


def _pairs(customers: Mapping[str, str]) -> pa.Table:
    texts = [pa.array(list(column), pa.string()) for column in (customers, customers.values())]
    return pa.table(texts, names=["record_id", "customer_id"])


def _known(model: MatchModel | None) -> Known:
    once = tuple(one.code for one in sources.all_sources() if one.deduplicated)
    if model is None or not model.parameters["m"]:
        return Known(once=once, said=said_by_stewards(), merges_alone=may_merge_alone())
    lines = keeping.lines_of(model)
    return Known(keeping.trained_of(model), lines, once, False, said_by_stewards(), may_merge_alone())


def _first_model(decided: Decided, by: Actor) -> MatchModel | None:
    if not decided.model.m:
        return None
    training = {"records": decided.extent.records, "candidates": decided.candidates}
    return keeping.promote(
        keeping.keep(decided.model, decided.ground.settings, decided.lines, by=by, training=training)
    )


def _front_door() -> Iterable[tuple[UUID, UUID | None]]:
    """Records that no file brought: what customers told us here, and the users of the bank's sites."""
    return SourceRecord.objects.filter(made_here()).values_list("id", "customer_id")


def _most_likely(review: pd.DataFrame) -> pd.DataFrame:
    return review.sort_values(["weight", "rid_l", "rid_r"], ascending=[False, True, True]).head(MOST_REVIEWS)


def _asked(decided: Decided, review: pd.DataFrame, bars: dict[tuple[int, int], Bars]) -> list[reviewing.Asked]:
    rows = [review[name].tolist() for name in ("rid_l", "rid_r", "weight")]
    names = [decided.record_ids.take(pa.array(side, pa.int64())).to_pylist() for side in rows[:2]]
    return [
        reviewing.Asked(one, other, weight, bars.get(pair, []))
        for one, other, weight, pair in zip(*names, rows[2], zip(*rows[:2], strict=True), strict=True)
    ]


def _write(engine: Engine, records: pa.Array, customers: pa.Array) -> None:
    CLUSTERS.replace(engine, engine.frame(pa.table({"record_id": records, "customer_id": customers})))
