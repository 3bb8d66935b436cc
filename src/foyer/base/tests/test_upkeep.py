"""The lake at night: fewer files, the same rows, and nothing that looks new."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from foyer.base import clock
from foyer.base.engine import Engine
from foyer.base.lake import Dataset, upkeep

BY_DAY = Dataset("test.by_day", partitions=("day",), sort=("key",))
PLAIN = Dataset("test.plain")
MONDAY = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


@pytest.fixture
def cared_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of before Wednesday cannot be added again."""
    monkeypatch.setattr(upkeep, "_cared_for", {})
    upkeep.care_for(BY_DAY, settled_before=lambda: MONDAY + dt.timedelta(days=2))


def add(engine: Engine, dataset: Dataset, number: int, day: dt.datetime) -> None:
    with clock.at(day):
        rows = pa.table({"key": [number], "day": [day.date().isoformat()]})
        dataset.append(engine, engine.frame(rows), part=f"part-{number}")


def keys(engine: Engine, dataset: Dataset) -> list[int]:
    table = dataset.read(engine)
    return [int(key) for key in engine.arrow(table.order_by("key"))["key"].to_pylist()]


def test_small_parts_of_long_ago_become_one_file_a_day(engine: Engine, cared_for: None) -> None:
    for number in range(6):
        add(engine, BY_DAY, number, MONDAY + dt.timedelta(days=number // 2))

    done = upkeep.tend(engine)

    manifest = BY_DAY.manifest()
    assert (done.datasets, done.before, done.after) == (1, 6, 4)
    assert sorted((file.path.split("/")[0], file.rows, file.part) for file in manifest.files) == [
        ("day=2026-01-05", 2, ""), ("day=2026-01-06", 2, ""),
        ("day=2026-01-07", 1, "part-4"), ("day=2026-01-07", 1, "part-5"),
    ]  # fmt: skip
    assert (set(manifest.parts), manifest.partitions) == ({"part-4", "part-5"}, ("day",))
    assert keys(engine, BY_DAY) == [0, 1, 2, 3, 4, 5]


def test_a_part_that_may_be_tried_again_still_changes_nothing(duck: Engine, cared_for: None) -> None:
    add(duck, BY_DAY, 1, MONDAY + dt.timedelta(days=3))

    upkeep.tend(duck)
    add(duck, BY_DAY, 1, MONDAY + dt.timedelta(days=3))

    assert keys(duck, BY_DAY) == [1]


def test_what_is_only_joined_is_as_old_as_it_was(duck: Engine, cared_for: None) -> None:
    for number in range(3):
        add(duck, BY_DAY, number, MONDAY)
    before = BY_DAY.manifest()

    with clock.at(MONDAY + dt.timedelta(days=9)):
        upkeep.tend(duck)

    assert BY_DAY.manifest().version > before.version
    assert BY_DAY.manifest().written_at == before.written_at


def test_a_dataset_nobody_spoke_of_keeps_its_parts_apart(duck: Engine, cared_for: None) -> None:
    for number in range(2):
        add(duck, PLAIN, number, MONDAY)

    upkeep.tend(duck)

    assert set(PLAIN.manifest().parts) == {"part-0", "part-1"}
    assert PLAIN.drop("part-0").rows == 1


def test_a_dataset_that_is_being_written_waits_for_the_next_night(
    duck: Engine, cared_for: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr("foyer.base.lake.locks.PATIENCE", 0.0)
    for number in range(2):
        add(duck, PLAIN, number, MONDAY)
        add(duck, BY_DAY, number, MONDAY)

    with PLAIN.store.writing():
        done = upkeep.tend(duck)

    assert (done.datasets, len(BY_DAY.manifest().files)) == (1, 1)
