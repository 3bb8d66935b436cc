"""The mapping language, one rule at a time, the same on both engines."""

from typing import Any

import pyarrow as pa
import pytest

from foyer.base.engine import Engine
from foyer.base.engine.testing import engine, lake  # noqa: F401
from foyer.customers.intake.converting import convert
from foyer.customers.intake.record_ids import record_ids
from foyer.customers.intake.values import holds, text
from foyer.customers.models.records import record_id
from foyer.customers.sources import building, parse
from foyer.customers.tests.intake_bank import MAPPING

ROWS = pa.table(
    {
        "a": ["x", " y ", "", None, "z9"],
        "b": ["1", "-2.5", "x", "", None],
        "c": ["2024-01-31", "", "z", None, "q"],
    }
)
VALUES: list[tuple[dict[str, Any], list[str | None]]] = [
    ({"from": "a"}, ["x", "y", None, None, "z9"]),
    ({"from": ["a", "b"]}, ["x", "y", "x", None, "z9"]),
    ({"from": ["a", "b"], "join": "-"}, ["x-1", "y--2.5", "x", None, "z9"]),
    ({"is": 7}, ["7"] * 5),
    ({"template": "{a}/{b}!"}, ["x/1!", "y/-2.5!", None, None, None]),
    ({"from": "c", "pattern": "^(....)-"}, ["2024", None, None, None, None]),
    ({"from": "a", "pattern": "[a-z]"}, ["x", "y", None, None, "z"]),
    ({"from": "a", "codes": {"x": "ex"}}, ["ex", None, None, None, None]),
    ({"from": "a", "codes": {"x": "ex"}, "else": "keep"}, ["ex", "y", None, None, "z9"]),
    ({"from": "a", "codes": {"x": "ex"}, "else": "other"}, ["ex", "other", None, None, "other"]),
    ({"from": "a", "when": {"b": "1"}}, ["x", None, None, None, None]),
]
TESTS: list[tuple[dict[str, Any], list[bool]]] = [
    ({"a": ["x", "y"]}, [True, True, False, False, False]),
    ({"a": {"not": "x"}}, [False, True, True, True, True]),
    ({"a": {"empty": True}}, [False, False, True, True, False]),
    ({"a": {"empty": False}, "b": {"empty": False}}, [True, True, False, False, False]),
    ({"b": {"above": 0}}, [True, False, False, False, False]),
    ({"b": {"below": 0}}, [False, True, False, False, False]),
    ({"a": {"matches": "[0-9]$"}}, [False, False, False, False, True]),
]


def test_every_way_to_make_a_value(engine: Engine) -> None:  # noqa: F811
    rows = engine.frame(ROWS)
    made = {f"v{n}": text(rows, building.value(given, {})) for n, (given, _expected) in enumerate(VALUES)}
    asked = {f"t{n}": holds(rows, building.when(given)) for n, (given, _expected) in enumerate(TESTS)}

    found = engine.arrow(rows.mutate(**made, **asked)).to_pydict()

    assert {name: found[name] for name in made} == {f"v{n}": expected for n, (_g, expected) in enumerate(VALUES)}
    assert {name: found[name] for name in asked} == {f"t{n}": expected for n, (_g, expected) in enumerate(TESTS)}


def test_the_newest_row_is_looked_up_and_none_is_doubled(engine: Engine) -> None:  # noqa: F811
    source = parse(MAPPING.replace("MODE", "full").replace("by: {no: holder}", "by: {no: holder}, latest: at"))
    people = {"no": ["1", "1", "1"], "name": ["old", "new", "older"], "at": ["9", "10", "8"]}
    other = _raw(engine, {**people, "sex": [""] * 3, "phone": [""] * 3, "phone2": [""] * 3})
    rows = _raw(engine, {"acct": ["A1", "A2"], "holder": ["1", "2"], "balance": ["1.5", "x"]})

    made = convert(rows, source.tables["accounts"], "account", lambda _name: other)

    found = sorted(engine.arrow(made).to_pylist(), key=lambda row: row["account_key"])
    assert [(row["product"], str(row["balance"]), row["balance__raw"]) for row in found] == [
        ("new", "1.50", "1.5"), (None, "None", "x"),
    ]  # fmt: skip


def test_record_identifiers_are_those_of_the_tables(engine: Engine) -> None:  # noqa: F811
    rows = engine.frame(pa.table({"n": [1, 2, 3], "key": ["1", "客户", None]}))

    found = engine.arrow(rows.mutate(id=record_ids("core", rows.key)).order_by("n"))["id"].to_pylist()

    assert found == [str(record_id("core", "1")), str(record_id("core", "客户")), None]


@pytest.mark.parametrize(
    ("given", "seen"), [("daily 02:00", "0 2 * * *"), ("weekly sunday 02:30", "30 2 * * 0"), ("hourly", "0 * * * *")]
)
def test_a_schedule_in_words_is_one_in_cron(given: str, seen: str) -> None:
    from foyer.customers.sources.schedule import parse as schedule

    assert schedule(given, "Asia/Shanghai") == schedule(seen, "Asia/Shanghai")


def test_a_schedule_keeps_to_the_clock_on_the_wall() -> None:
    from datetime import datetime

    from foyer.customers.sources.schedule import parse as schedule

    daily = schedule("daily 02:30", "Europe/Prague")
    before = datetime.fromisoformat("2026-03-28T02:30:00+01:00")

    assert daily.after(before) == datetime.fromisoformat("2026-03-30T02:30:00+02:00")  # 02:30 did not come on the 29th


def _raw(engine: Engine, columns: dict[str, list[str]]) -> Any:  # noqa: F811
    rows = len(next(iter(columns.values())))
    ours = {"_row": list(range(2, rows + 2)), "_number": [1] * rows, "_file": ["f"] * rows}
    seen = pa.array([0] * rows, pa.timestamp("us"))
    return engine.frame(pa.table({**columns, **ours}).append_column("_seen_at", seen))
