"""What values are compared with: keys of other entities, resident IDs, places, countries, currencies, units."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.numbers import list_currencies

from foyer.base import clock
from foyer.base.engine import Engine
from foyer.base.lake import Dataset
from foyer.staff import queries as staff

if TYPE_CHECKING:
    import ibis.expr.types as ir

Name = tuple[str, str]
"""An entity and its field."""
CITY, PROVINCE = "00000000", "0000000000"


@dataclass(frozen=True)
class Reference:
    """`keys`: the values that exist, a table of one column; `ids`: party_key and resident_id of the parties;
    `lists`: what a reference table holds; `within`: each place with those it lies in."""

    today: dt.date
    keys: Mapping[Name, ir.Table] = field(default_factory=dict)
    ids: ir.Table | None = None
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    within: frozenset[tuple[str, str]] = frozenset()


def references(
    engine: Engine,
    source: str,
    *,
    also: Mapping[Name, Any] | None = None,
    ids: ir.Table | None = None,
    today: dt.date | None = None,
) -> Reference:
    """What is known of a source: its keys in the lake and those of `also` (columns of what is being brought in)."""
    names = {("party", "source_key"), ("account", "account_key"), *(also or {})}
    keys = {name: found for name in names if (found := _keys(engine, source, name, (also or {}).get(name))) is not None}
    ids = _resident_ids(engine, source) if ids is None else ids
    return Reference(today or clock.now().date(), keys, ids, lists(), region_pairs())


def lists() -> dict[str, frozenset[str]]:
    """The reference tables, by the name that rules know them by. A bank without units in Foyer has no list of them."""
    tables = {
        "country": frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()),
        "currency": frozenset(map(str, list_currencies())),
        "province": frozenset(name for code, name in regions().items() if code.endswith(PROVINCE)),
        "branch": frozenset(staff.units_by_code()),
    }
    return {name: values for name, values in tables.items() if values}


@lru_cache(maxsize=1)
def regions() -> dict[str, str]:
    """China's provinces, cities and counties by their code of GB/T 2260 (twelve digits), as cpca has them."""
    text = (resources.files("cpca") / "resources/adcodes.csv").read_text("utf-8")
    return {row["adcode"]: row["name"] for row in csv.DictReader(text.splitlines())}


@lru_cache(maxsize=1)
def region_pairs() -> frozenset[tuple[str, str]]:
    """(a place, a place that it lies in): a county in its city and province, a city in its province."""
    known = regions()
    pairs = set()
    for code, name in known.items():
        for above in (code[:4] + CITY, code[:2] + PROVINCE):
            if above != code and above in known:
                pairs.add((name, known[above]))
    return frozenset(pairs)


def _keys(engine: Engine, source: str, name: Name, given: Any) -> ir.Table | None:
    """One column `value`, each value once; None when the source says nothing of that entity."""
    entity, column = name
    parts = [] if given is None else [given.name("value").as_table()]
    rows = _present(engine, source, entity)
    if rows is not None:
        parts.append(rows.select(value=rows[column]))
    if not parts:
        return None
    table = parts[0] if len(parts) == 1 else parts[0].union(parts[1])
    return table.filter(table["value"].notnull()).distinct()


def _resident_ids(engine: Engine, source: str) -> ir.Table | None:
    rows = _present(engine, source, "identifier")
    if rows is None:
        return None
    return rows.filter(rows["kind"] == "resident_id").select("party_key", resident_id=rows["value"])


def _present(engine: Engine, source: str, entity: str) -> ir.Table | None:
    """What the source says of an entity now."""
    dataset = Dataset(f"customers.{entity}")
    if not dataset.exists():
        return None
    rows = dataset.read(engine)
    is_here = rows["_gone_at"].isnull() if "_gone_at" in rows.columns else True
    return rows.filter(rows["source"] == source, is_here)
