"""The quality gate: which rows go on, which wait, what the scores say; on both engines."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from foyer.base.engine import Engine
from foyer.customers.quality.checks import CHECKS
from foyer.customers.quality.gate import split
from foyer.customers.quality.gated import Gated
from foyer.customers.quality.reference import Reference, region_pairs, regions
from foyer.customers.standard import STANDARD

TODAY = dt.date(2026, 6, 30)


def converted(engine: Engine, entity: str, rows: list[dict[str, Any]]) -> Any:
    """Rows as intake gives them: what a test says of a field is its value and its text; `field=(value, text)` both."""
    schema = STANDARD[entity].arrow_schema()
    names = dict.fromkeys(name for row in rows for name in row if not name.startswith("_"))
    columns: dict[str, pa.Array] = {}
    for name in names:
        pairs = [_pair(row.get(name)) for row in rows]
        columns[name] = pa.array([value for value, _text in pairs], schema.field(name).type)
        columns[f"{name}__raw"] = pa.array([text for _value, text in pairs], pa.string())
    columns["_file"] = pa.array([row.get("_file", "a.csv") for row in rows])
    columns["_row"] = pa.array(range(2, len(rows) + 2), pa.int64())
    columns["_origin"] = pa.array([str(_pair(row.get(next(iter(names))))[1]) for row in rows])
    columns["_seen_at"] = pa.array([dt.datetime(2026, 6, 30)] * len(rows), pa.timestamp("us"))
    columns["_number"] = pa.array([row.get("_number", 1) for row in rows], pa.int64())
    return engine.frame(pa.table(columns))


def _pair(given: Any) -> tuple[Any, str | None]:
    if isinstance(given, tuple):
        return given
    return given, None if given is None else str(given)


def judged(engine: Engine, entity: str, *rows: dict[str, Any], **known: Any) -> Gated:
    reference = Reference(TODAY, **known)
    return split(engine, converted(engine, entity, list(rows)), entity, source="core", table="t", reference=reference)


def broken(gated: Gated) -> set[tuple[int, str, str]]:
    found = gated.engine.arrow(gated.failures).to_pylist()
    return {(row["_row"], row["field"], row["rule"]) for row in found}


def good(gated: Gated, *columns: str) -> list[tuple[Any, ...]]:
    return sorted(tuple(row[name] for name in columns) for row in gated.engine.arrow(gated.good).to_pylist())


def party(key: str | None, **values: Any) -> dict[str, Any]:
    return {"source_key": key, "kind": "person", "name": "张三", **values}


def keys(engine: Engine, *values: str) -> Any:
    return engine.frame(pa.table({"value": list(values)}))


def test_every_rule_of_the_standard_can_be_asked() -> None:
    used = {
        rule.code for entity in STANDARD.entities.values() for field in entity.fields.values() for rule in field.rules
    }
    used |= {rule.code for entity in STANDARD.entities.values() for rule in entity.rules}

    assert used <= set(CHECKS)


def test_a_row_without_its_key_waits_and_the_others_go_on(engine: Engine) -> None:
    gated = judged(engine, "party", party("1"), party(None), party("3"))

    assert good(gated, "source_key") == [("1",), ("3",)]
    assert broken(gated) == {(3, "source_key", "required")}
    assert engine.arrow(gated.rejected)["_row"].to_pylist() == [3]


def test_an_unreadable_value_goes_on_as_nothing_and_is_counted(engine: Engine) -> None:
    gated = judged(engine, "party", party("1", born_on=(None, "31 February")), party("2", born_on=dt.date(1990, 1, 1)))

    assert good(gated, "source_key", "born_on") == [("1", None), ("2", dt.date(1990, 1, 1))]
    assert broken(gated) == {(2, "born_on", "readable")}
    row = next(row for row in gated.counted.to_pylist() if (row["field"], row["rule"]) == ("born_on", "readable"))
    assert (row["checked"], row["failed"], row["dimension"]) == (2, 1, "validity")


def test_an_invalid_value_that_does_not_stop_its_row_goes_on_as_nothing(engine: Engine) -> None:
    gated = judged(engine, "party", party("1", sex="X", born_on=dt.date(2027, 1, 1)))

    row = engine.arrow(gated.good).to_pylist()[0]
    assert (row["source_key"], row["sex"], row["born_on"]) == ("1", None, None)
    assert broken(gated) == {(2, "sex", "in_codes"), (2, "born_on", "not_future")}


def test_an_unreadable_value_that_must_be_there_stops_its_row(engine: Engine) -> None:
    gated = judged(engine, "party", party("1") | {"kind": (None, "??")})

    assert good(gated, "source_key") == []
    assert broken(gated) == {(2, "kind", "readable")}


def test_one_of_several_fields_is_enough(engine: Engine) -> None:
    gated = judged(engine, "party", party("1", name=None, latin_name="ZHANG SAN"), party("2", name=None))

    assert broken(gated) == {(3, "name", "one_of")}


def test_rows_that_say_the_same_collapse_and_rows_that_differ_wait(engine: Engine) -> None:
    gated = judged(
        engine, "party", party("same"), party("same"), party("differs"), party("differs", name="李四"), party("once")
    )

    assert good(gated, "source_key") == [("once",), ("same",)]
    assert broken(gated) == {(4, "source_key", "unique"), (5, "source_key", "unique")}


def test_of_two_files_the_later_counts(engine: Engine) -> None:
    gated = judged(engine, "party", party("1", _number=2), party("1", name="李四", _number=3, _file="b.csv"))

    assert good(gated, "source_key", "name") == [("1", "李四")]
    assert broken(gated) == set()


def test_of_two_statements_about_one_party_the_newer_goes_on(engine: Engine) -> None:
    phone = {"party_key": "1", "kind": "phone", "value": "+8613800138000"}
    at = dt.datetime(2026, 6, 1)

    gated = judged(
        engine, "contact_point", {**phone, "purpose": "home", "updated_at": at},
        {**phone, "purpose": "work", "updated_at": at - dt.timedelta(days=9)},
        keys={("party", "source_key"): keys(engine, "1")},
    )  # fmt: skip

    assert good(gated, "party_key", "purpose") == [("1", "home")]
    assert broken(gated) == set()


def test_a_row_that_refers_to_nothing_waits(engine: Engine) -> None:
    known = {("party", "source_key"): keys(engine, "1"), ("account", "account_key"): keys(engine, "a")}
    link = {"account_key": "a", "party_key": "1", "role": "owner"}

    gated = judged(engine, "account_party", link, {**link, "account_key": "b"}, {**link, "party_key": "9"}, keys=known)

    assert good(gated, "account_key", "party_key") == [("a", "1")]
    assert broken(gated) == {(3, "account_key", "refers_to"), (4, "party_key", "refers_to")}


def test_birth_and_sex_are_compared_with_the_resident_id(engine: Engine) -> None:
    ids = engine.frame(pa.table({"party_key": ["1", "2"], "resident_id": ["11010519900307109X", "110105199003071020"]}))
    born = dt.date(1990, 3, 7)

    gated = judged(
        engine, "party", party("1", born_on=born, sex="F"), party("2", born_on=dt.date(1990, 3, 8), sex="F"),
        party("3", born_on=born, sex="M"), ids=ids,
    )  # fmt: skip

    assert broken(gated) == {(2, "sex", "agrees_with_id"), (3, "born_on", "agrees_with_id")}
    assert len(good(gated, "source_key")) == 3


def test_codes_and_places_are_compared_with_reference_tables(engine: Engine) -> None:
    home = {"party_key": "1", "kind": "home", "text": "somewhere", "country": "CN", "province": "浙江省"}
    lists = {"country": frozenset({"CN", "GB"}), "province": frozenset({"浙江省", "广东省"})}

    gated = judged(
        engine,
        "address",
        {**home, "city": "杭州市", "district": "西湖区"},
        {**home, "city": "深圳市", "kind": "work"},
        {**home, "country": "ZZ", "province": "Yorkshire", "city": "Leeds", "kind": "mailing"},
        {**home, "province": "浙江", "kind": "registered"},
        lists=lists,
        within=region_pairs(),
        keys={("party", "source_key"): keys(engine, "1")},
    )

    assert broken(gated) == {(3, "city", "within"), (4, "country", "in_reference"), (5, "province", "in_reference")}
    assert len(good(gated, "kind")) == 4


def test_ends_lie_after_beginnings_and_old_news_is_told(engine: Engine) -> None:
    account = {
        "account_key": "1", "kind": "current", "opened_on": dt.date(2020, 1, 1), "closed_on": dt.date(2019, 1, 1),
    }  # fmt: skip
    contact = {"party_key": "1", "kind": "email", "value": "a@b.cn", "updated_at": dt.datetime(2020, 1, 1)}

    assert (2, "closed_on", "not_before") in broken(judged(engine, "account", account))
    assert broken(judged(engine, "contact_point", contact)) == {(2, "updated_at", "not_older")}


def test_fields_that_are_not_mapped_are_not_asked_for(engine: Engine) -> None:
    gated = judged(engine, "party", {"source_key": "1", "kind": "person", "name": "a"})

    assert {row["field"] for row in gated.counted.to_pylist()} == {"source_key", "kind", "name"}


def test_no_rows_are_no_failures(engine: Engine) -> None:
    table = converted(engine, "party", [party("1")])
    none = table.filter(table["source_key"] == "nobody")

    gated = split(engine, none, "party", source="core", table="t", reference=Reference(TODAY))

    assert engine.count(gated.good) == engine.count(gated.rejected) == 0
    assert {row["failed"] for row in gated.counted.to_pylist()} == {0}


def test_china_has_its_provinces() -> None:
    assert regions()["330106000000"] == "西湖区"
    assert ("西湖区", "浙江省") in region_pairs()
    assert sum(code.endswith("0000000000") for code in regions()) >= 31


@pytest.mark.django_db
def test_a_wrong_id_does_not_stop_the_gate(engine: Engine) -> None:
    ids = engine.frame(pa.table({"party_key": ["1"], "resident_id": ["not a number"]}))

    gated = judged(engine, "party", party("1", sex="M", born_on=dt.date(1990, 1, 1)), ids=ids)

    assert len(good(gated, "source_key")) == 1
