"""The lake's rows about one person: converted, current, as they came, ranked, clustered, and behaviour.

A row of a source is named by its key (`_origin`): found once among the converted rows, it is found in every file it
ever came with. An account that others share stays, without the person's part in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir

from foyer.base.engine import Engine, open_engine
from foyer.base.lake import Dataset, saving
from foyer.customers.erasing.person import Person
from foyer.customers.intake.converting import ORIGIN
from foyer.customers.intake.values import key_of
from foyer.customers.sources import queries as sources
from foyer.customers.standard import STANDARD

GROUPS = {
    "current": tuple(f"customers.{entity}" for entity in STANDARD.entities if entity != "behaviour_event"),
    "converted": ("customers.converted.*",),
    "raw": ("customers.raw.*", "customers.aside.*"),
    "derived": ("customers.clusters", "customers.golden"),
    "behaviour": ("customers.behaviour_event", "customers.collected_event"),
}
"""The lake's datasets, as they are named to people: a name, or all that begin so."""
ORDER = ("raw", "converted", "behaviour", "derived", "current")
"""What finds other rows goes last."""
SHORTEST_WORD = 6
_PARTY_FIELDS = ("party_key", "other_key")


@dataclass
class _Theirs:
    """Found by reading: their accounts alone, and the keys of the rows that brought what is theirs."""

    records: list[str]
    customers: list[str]
    keys: dict[str, list[str]] = field(default_factory=dict)
    accounts: dict[str, list[str]] = field(default_factory=dict)
    origins: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    words: set[str] = field(default_factory=set)


def counted_in_lake(person: Person, group: str) -> int:
    """How many rows of a group are theirs."""
    with open_engine() as engine:
        theirs = found(engine, person)
        return sum(engine.count(rows.filter(doomed(rows))) for _name, rows, doomed in _each(engine, theirs, group))


def shown_from_lake(person: Person, group: str) -> list[dict[str, Any]]:
    """The rows of a group, each with the dataset it is from."""
    shown: list[dict[str, Any]] = []
    with open_engine() as engine:
        theirs = found(engine, person)
        for name, rows, doomed in _each(engine, theirs, group):
            table = engine.arrow(rows.filter(doomed(rows))).to_pylist()
            shown += [{"dataset": name, **{key: _plain(value) for key, value in row.items()}} for row in table]
    return shown


def removed_from_lake(person: Person, group: str) -> int:
    """Write every dataset of a group again without their rows; how many rows went. Groups go in the order of ORDER."""
    with open_engine() as engine:
        theirs = found(engine, person)
    gone = 0
    for name in _names(group):
        with open_engine() as engine:  # a new one each: what is being read stays on disk
            gone += Dataset(name).erase(engine, _condition(name, theirs))
    return gone


def found(engine: Engine, person: Person) -> _Theirs:
    """Read what names their rows, before any of them goes."""
    theirs = _Theirs([str(one) for one in person.record_ids], [str(one) for one in person.customers])
    theirs.keys = {source: person.keys_in(source) for source in person.sources}
    if theirs.records:
        _keys_by_lake(engine, theirs)
        _accounts(engine, theirs)
        _origins(engine, theirs)
    return theirs


def _keys_by_lake(engine: Engine, theirs: _Theirs) -> None:
    """The keys of records that no table has any more."""
    for row in _rows(engine, "customers.party", ("source", "source_key"), theirs):
        keys = theirs.keys.setdefault(row["source"], [])
        if row["source_key"] not in keys:
            keys.append(row["source_key"])


def _accounts(engine: Engine, theirs: _Theirs) -> None:
    """Accounts to which nobody else is a party."""
    dataset = Dataset("customers.account_party")
    if not dataset.exists():
        return
    rows = dataset.read(engine)
    mine = rows.filter(rows.record_id.isin(theirs.records)).select("source", "account_key").distinct()
    others = rows.filter(~ibis.coalesce(rows.record_id.isin(theirs.records), False)).select("source", "account_key")
    for row in engine.arrow(mine.anti_join(others, ["source", "account_key"])).to_pylist():
        theirs.accounts.setdefault(row["source"], []).append(row["account_key"])


def _origins(engine: Engine, theirs: _Theirs) -> None:
    for name in saving.names():
        parts = name.split(".")
        is_converted = parts[:2] == ["customers", "converted"]
        if not is_converted and name not in GROUPS["current"]:
            continue
        rows = Dataset(name).read(engine)
        if ORIGIN not in rows.columns:
            continue
        mine = rows.filter(_condition(name, theirs)(rows))
        if is_converted:
            places = [(parts[2], parts[3], row[ORIGIN]) for row in engine.arrow(mine.select(ORIGIN)).to_pylist()]
        else:
            asked = engine.arrow(mine.select("source", "_table", ORIGIN).distinct()).to_pylist()
            places = [(row["source"], row["_table"], row[ORIGIN]) for row in asked]
        for source, table, origin in places:
            if origin:
                theirs.origins[source, table].add(origin)
        theirs.words |= _words(engine, name, mine)


def _words(engine: Engine, name: str, mine: ir.Table) -> set[str]:
    """Numbers by which only they are known, as written in a line that could not be read as a row."""
    entity = name.rsplit(".", 1)[-1]
    column = {"identifier": "value", "contact_point": "value", "account": "number", "holding": "number"}.get(entity)
    columns = [each for each in (column, f"{column}__raw") if each and each in mine.columns]
    if not columns:
        return set()
    values = engine.arrow(mine.select(*columns)).to_pylist()
    return {str(value) for row in values for value in row.values() if value and len(str(value)) >= SHORTEST_WORD}


def _each(engine: Engine, theirs: _Theirs, group: str) -> Iterator[tuple[str, ir.Table, Any]]:
    for name in _names(group):
        yield name, Dataset(name).read(engine), _condition(name, theirs)


def _names(group: str) -> list[str]:
    patterns = GROUPS[group]
    return [
        name
        for name in saving.names()
        if any(name == one or (one.endswith(".*") and name.startswith(one[:-1])) for one in patterns)
    ]


def _condition(name: str, theirs: _Theirs) -> Any:
    """Which rows of a dataset are theirs."""
    parts = name.split(".")
    if parts[1:2] == ["raw"]:
        return lambda rows: _as_it_came(rows, parts[2], parts[3], theirs)
    if parts[1:2] == ["aside"]:
        return lambda rows: _any([rows["text"].contains(word) for word in sorted(theirs.words)])
    if parts[1:2] == ["converted"]:
        return lambda rows: _converted(rows, parts[2], parts[4], theirs)
    return lambda rows: _current(rows, theirs)


def _current(rows: ir.Table, theirs: _Theirs) -> ir.BooleanValue:
    said = [
        rows[column].isin(values)
        for column, values in (("record_id", theirs.records), ("customer_id", theirs.customers))
        if column in rows.columns and values
    ]
    if "source" in rows.columns:
        for source, keys in theirs.keys.items():
            said += [(rows["source"] == source) & rows[one].isin(keys) for one in _PARTY_FIELDS if one in rows.columns]
        if "account_key" in rows.columns:
            said += [
                (rows["source"] == source) & rows["account_key"].isin(keys) for source, keys in theirs.accounts.items()
            ]
    return _any(said)  # fmt: skip


def _converted(rows: ir.Table, source: str, entity: str, theirs: _Theirs) -> ir.BooleanValue:
    keys, accounts = theirs.keys.get(source, []), theirs.accounts.get(source, [])
    fields = [STANDARD[entity].party_field, *_PARTY_FIELDS]
    said = [rows[one].isin(keys) for one in dict.fromkeys(fields) if one and one in rows.columns and keys]
    if "account_key" in rows.columns and accounts:
        said.append(rows["account_key"].isin(accounts))
    return _any(said)


def _as_it_came(rows: ir.Table, source: str, table: str, theirs: _Theirs) -> ir.BooleanValue:
    """By the key of the row; where a table gives nothing itself, by any column that names them."""
    try:
        known = sources.source(source).tables.get(table)
    except sources.NoSuchSource:
        known = None
    if known is not None and known.gives:
        origins = sorted(theirs.origins.get((source, table), ()))
        return _any([key_of(rows, known.key).isin(origins)] if origins else [])
    names = [*theirs.keys.get(source, []), *theirs.accounts.get(source, []), *theirs.words]
    telling = sorted({name for name in names if len(name) >= SHORTEST_WORD})
    columns = [name for name, kind in rows.schema().items() if kind.is_string() and not name.startswith("_")]
    return _any([rows[column].isin(telling) for column in columns] if telling else [])


def _rows(engine: Engine, name: str, columns: tuple[str, ...], theirs: _Theirs) -> list[dict[str, Any]]:
    dataset = Dataset(name)
    if not dataset.exists():
        return []
    rows = dataset.read(engine)
    return engine.arrow(rows.filter(rows.record_id.isin(theirs.records)).select(*columns).distinct()).to_pylist()


def _any(said: list[Any]) -> ir.BooleanValue:
    return ibis.or_(*(ibis.coalesce(one, False) for one in said)) if said else ibis.literal(False)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
