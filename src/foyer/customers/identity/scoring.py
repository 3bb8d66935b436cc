"""The match weight of candidate pairs, computed by Splink on the engine.

weight = log2 of the odds that two records are one customer, after strangers AND households are ruled out: a pair that
agrees only in what kin or housemates share is as well explained by a household, and its weight says so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
from splink import Linker, SettingsCreator, block_on

from foyer.base.engine import Engine
from foyer.customers.identity.comparing import splink_comparison
from foyer.customers.identity.settings import Comparison, Settings
from foyer.customers.identity.tables import kept, splink_api
from foyer.customers.identity.training import SHARED, Patterns, Trained

logging.getLogger("splink").setLevel(logging.ERROR)
WORTH_KEEPING = -6.0
IDENTIFYING = (
    "family_name", "given_name", "organisation", "resident_id", "passport", "uscc", "social_security", "phone", "email",
)  # fmt: skip
FEW = 1_000
"""Below so many records, how often a name occurs among them says little; the average is used."""


@dataclass(frozen=True)
class Ground:
    """What is matched: a frame on an engine, and what is compared in it."""

    engine: Engine
    frame: ir.Table
    settings: Settings
    records: int


def patterns(ground: Ground, pairs: ir.Table, *, of: float = 1.0) -> Patterns:
    """How often each pattern of agreement occurs among pairs; each stands for `of` pairs."""
    names = [one.name for one in ground.settings.comparisons]
    with steps(ground, pairs) as table:
        counted = ground.engine.execute(table.group_by(names).agg(found=table.count()))
    return Patterns(counted[names].to_numpy(dtype=np.int64), counted["found"].to_numpy(dtype=np.float64) * of)


@contextmanager
def steps(ground: Ground, pairs: ir.Table) -> Iterator[ir.Table]:
    """The step of each comparison for each pair: 0 is the closest, -1 where nothing is known.

    Splink tells weights, not steps; so each step is given a weight that names it.
    """
    bare = _without_frequencies(ground.settings)
    naming = Trained(
        {one.name: [1.0] * len(one.levels) for one in bare.comparisons},
        {one.name: [2.0 ** -(step + 1) for step in range(len(one.levels))] for one in bare.comparisons},
        {"one": 0.5},
    )
    with _predicted(replace(ground, settings=bare), pairs, naming) as table:
        named = {one.name: table[f"mw_{one.name}"].round().cast("int64") - 1 for one in bare.comparisons}
        yield table.select("rid_l", "rid_r", **named)


def _without_frequencies(settings: Settings) -> Settings:
    def bare(comparison: Comparison) -> Comparison:
        return replace(comparison, levels=tuple(replace(level, frequency=None) for level in comparison.levels))

    return replace(settings, comparisons=tuple(map(bare, settings.comparisons)))


@contextmanager
def scored(
    ground: Ground,
    pairs: ir.Table,
    model: Trained,
    *,
    at_least: float | None = WORTH_KEEPING,
    all_pairs: bool = False,
) -> Iterator[ir.Table]:
    """`rid_l, rid_r, weight, probability, household` and the bits of each comparison, of pairs not hopeless: what
    agrees in nothing that tells people apart (a name, a document, a phone, a birthday at an address) is not weighed."""
    few = ground.records < FEW
    known = replace(ground, settings=_without_frequencies(ground.settings)) if few else ground
    frequencies = {} if few else _frequencies(ground, model)
    with _predicted(known, pairs, model, at_least=at_least, frequencies=frequencies) as table:
        told = table if all_pairs else table.filter(_agrees_in_something(table))
        whole = told.mutate(household=_household(told, ground.settings, model))
        whole = whole.mutate(weight=whole.match_weight - whole.household)
        odds = ibis.literal(2.0) ** whole.weight.clip(lower=-100.0, upper=100.0)
        parts = [name for name in table.columns if name.startswith("mw_")]
        yield whole.select("rid_l", "rid_r", "weight", "household", *parts, probability=odds / (odds + 1.0))


def _frequencies(ground: Ground, model: Trained) -> dict[str, ir.Table]:
    """How common each value is among people: a customer's own records do not make their name common."""
    frame, settings, records = ground.frame, ground.settings, ground.records
    columns = {level.frequency for one in settings.comparisons for level in one.levels if level.frequency}
    pairs = model.share["one"] * records * (records - 1) / 2
    own = 1.0 + 2.0 * pairs / records
    tables = {}
    for column in sorted(columns):
        said = frame.filter(frame[column].notnull())
        counted = said.group_by(column).agg(held=said.count())
        others = (counted.held - own).clip(lower=0.0) + 0.5
        tables[column] = counted.select(column, **{f"tf_{column}": others / float(records)})
    return tables


def _household(table: ir.Table, settings: Settings, model: Trained) -> ir.FloatingValue:
    """The bits taken away because kin or housemates would agree in the same things."""
    strangers = 1.0 - sum(model.share.values())
    explained: Any = ibis.literal(1.0)
    for kind, roles in SHARED.items():
        prior = float(np.log2(max(model.share.get(kind, 0.0), 1e-15) / strangers))
        bits = _bits(table, [one.name for one in settings.comparisons if one.role in roles])
        explained = explained + ibis.literal(2.0) ** (bits + prior).clip(lower=-100.0, upper=100.0)
    return explained.log2()


def _agrees_in_something(table: ir.Table) -> ir.BooleanValue:
    def agrees(name: str) -> ir.BooleanValue:
        return table[f"mw_{name}"] > 0 if f"mw_{name}" in table.columns else ibis.literal(False)

    return ibis.or_(*map(agrees, IDENTIFYING), agrees("born_on") & agrees("street"))


def _bits(table: ir.Table, names: list[str]) -> Any:
    total: Any = ibis.literal(0.0)
    for name in names:
        for column in (f"mw_{name}", f"mw_tf_adj_{name}"):
            if column in table.columns:
                total = total + table[column]
    return total


@contextmanager
def _predicted(
    ground: Ground,
    pairs: ir.Table,
    model: Trained,
    *,
    at_least: float | None = None,
    frequencies: Mapping[str, ir.Table] | None = None,
) -> Iterator[ir.Table]:
    engine = ground.engine
    api = splink_api(engine)
    with ExitStack() as held:
        chosen = held.enter_context(kept(engine, pairs.mutate(match_key=ibis.literal("0"))))
        linker = Linker([api.register(ground.frame.get_name())], _creator(ground.settings, model), log_level=None)
        for column, table in (frequencies or {}).items():
            known = held.enter_context(kept(engine, table))
            linker.table_management.register_term_frequency_lookup(api.register(known.get_name()), column)
        linker.table_management.register_blocked_pairs_for_predict(api.register(chosen.get_name()))
        result = linker.inference.predict(threshold_match_weight=at_least, warning_mode="never")
        try:
            yield engine.ibis.table(result.physical_name)
        finally:
            api.delete_tables_created_by_splink_from_db()


def _creator(settings: Settings, model: Trained) -> SettingsCreator:
    compared = [splink_comparison(one, model.m[one.name], model.u[one.name]) for one in settings.comparisons]
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rid",
        comparisons=compared,
        blocking_rules_to_generate_predictions=[block_on("rid")],
        probability_two_random_records_match=max(model.share["one"], 1e-15),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
    )
