"""A dataset of the lake: what its verbs promise, on both engines."""

from __future__ import annotations

import datetime as dt
import stat
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.utils.translation import override

from foyer.base import clock
from foyer.base.engine import Engine, open_engine
from foyer.base.engine.testing import SPARK
from foyer.base.lake import Dataset, DatasetMissing, PartChanged, PartMixed, SchemaChanged

PEOPLE = Dataset("test.people")
BY_YEAR = Dataset("test.by_year", partitions=("year",), sort=("key",))
EVERY_KIND = pa.table(
    {
        "key": ["a", "b", "c"],
        "year": ["2024", "2025", None],
        "count": pa.array([1, None, 3], pa.int64()),
        "amount": pa.array([Decimal("1.25"), Decimal("-0.01"), None], pa.decimal128(20, 2)),
        "on": [dt.date(2024, 2, 29), None, dt.date(1900, 1, 1)],
        "at": pa.array([dt.datetime(2024, 1, 1, 12, 30, 0, 123456, dt.UTC), None, None], pa.timestamp("us", "UTC")),
        "is_open": [True, None, False],
        "tags": [["一", "b"], [], None],
    }
)


def rows(engine: Engine, dataset: Dataset, *columns: str) -> list[tuple[Any, ...]]:
    table = dataset.read(engine)
    found = engine.arrow(table.order_by("key").select(*(columns or table.columns)))
    return [tuple(row.values()) for row in found.to_pylist()]


def people(engine: Engine, **numbers: int) -> Any:
    return engine.frame(pa.table({"key": list(numbers), "number": pa.array(list(numbers.values()), pa.int64())}))


def test_what_is_written_is_read_again(engine: Engine) -> None:
    for dataset in (PEOPLE, BY_YEAR):
        dataset.replace(engine, engine.frame(EVERY_KIND))

        assert rows(engine, dataset)[0] == (
            "a", "2024", 1, Decimal("1.25"), dt.date(2024, 2, 29), dt.datetime(2024, 1, 1, 12, 30, 0, 123456), True,
            ["一", "b"],
        )  # fmt: skip
        assert rows(engine, dataset)[2][1:6] == (None, 3, None, dt.date(1900, 1, 1), None)


@pytest.mark.parametrize(("writer", "reader"), [("duckdb", SPARK), (SPARK, "duckdb")])
@pytest.mark.parametrize("dataset", [PEOPLE, BY_YEAR], ids=["whole", "partitioned"])
def test_each_engine_reads_what_the_other_wrote(lake: Path, dataset: Dataset, writer: str, reader: str) -> None:
    with open_engine(writer, memory=512, threads=2) as first, open_engine(reader, memory=512, threads=2) as second:
        dataset.replace(first, first.frame(EVERY_KIND))

        assert rows(second, dataset) == rows(first, dataset)
        assert dataset.read(first).schema().to_pyarrow() == dataset.read(second).schema().to_pyarrow()


def test_a_dataset_that_was_never_written_says_so(engine: Engine) -> None:
    assert not PEOPLE.exists()
    with pytest.raises(DatasetMissing):
        PEOPLE.read(engine)


def test_an_empty_dataset_keeps_its_columns(engine: Engine) -> None:
    for dataset in (PEOPLE, BY_YEAR):
        given = engine.frame(EVERY_KIND)
        dataset.replace(engine, given.filter(given["key"] == "nobody"))

        assert rows(engine, dataset) == []
        assert dataset.read(engine).columns == tuple(EVERY_KIND.column_names)


def test_the_same_part_again_changes_nothing(engine: Engine) -> None:
    PEOPLE.append(engine, people(engine, a=1), part="first", fingerprint="x")
    version = PEOPLE.append(engine, people(engine, b=2), part="second").version

    assert PEOPLE.append(engine, people(engine, a=1), part="first", fingerprint="x").version == version
    assert rows(engine, PEOPLE) == [("a", 1), ("b", 2)]


def test_a_known_part_with_other_content_is_refused(duck: Engine) -> None:
    PEOPLE.append(duck, people(duck, a=1), part="first", fingerprint="x")

    with pytest.raises(PartChanged):
        PEOPLE.append(duck, people(duck, a=2), part="first", fingerprint="y")


def test_a_part_can_be_read_and_dropped_alone(engine: Engine) -> None:
    PEOPLE.append(engine, people(engine, a=1), part="first")
    PEOPLE.append(engine, people(engine, b=2), part="second")

    assert engine.count(PEOPLE.read_part(engine, "second")) == 1
    PEOPLE.drop("first")
    PEOPLE.drop("first")

    assert rows(engine, PEOPLE) == [("b", 2)]
    assert not PEOPLE.has("first")


def test_parts_older_than_they_may_be_kept_are_dropped(duck: Engine) -> None:
    with clock.at(dt.datetime(2024, 1, 1, tzinfo=dt.UTC)):
        PEOPLE.append(duck, people(duck, a=1), part="old")
    with clock.at(dt.datetime(2025, 1, 1, tzinfo=dt.UTC)):
        PEOPLE.append(duck, people(duck, b=2), part="new")

    assert PEOPLE.retain(dt.datetime(2024, 6, 1, tzinfo=dt.UTC)) == ["old"]
    assert rows(duck, PEOPLE) == [("b", 2)]


def test_a_merged_row_takes_the_place_of_the_one_with_its_key(engine: Engine) -> None:
    PEOPLE.replace(engine, people(engine, a=1, b=2))

    PEOPLE.merge(engine, people(engine, b=20, c=30), key=("key",), part="m")
    PEOPLE.merge(engine, people(engine, b=99), key=("key",), part="m")

    assert rows(engine, PEOPLE) == [("a", 1), ("b", 20), ("c", 30)]


def test_the_newest_of_two_rows_wins_whichever_came_first(engine: Engine) -> None:
    PEOPLE.merge(engine, people(engine, a=5), key=("key",), newest=("number",))

    older_and_newer = people(engine, a=3, b=1).union(people(engine, b=7))
    PEOPLE.merge(engine, older_and_newer, key=("key",), newest=("number",))

    assert rows(engine, PEOPLE) == [("a", 5), ("b", 7)]


def test_a_merge_writes_again_only_files_with_a_touched_key(engine: Engine) -> None:
    PEOPLE.append(engine, people(engine, a=1), part="first")
    PEOPLE.append(engine, people(engine, b=2), part="second")
    before = {file.path for file in PEOPLE.manifest().files}

    PEOPLE.merge(engine, people(engine, b=3), key=("key",))

    after = {file.path for file in PEOPLE.manifest().files}
    assert len(before & after) == 1
    assert rows(engine, PEOPLE) == [("a", 1), ("b", 3)]
    with pytest.raises(PartMixed):
        PEOPLE.drop("second")


def test_a_merge_moves_a_row_to_another_partition(engine: Engine) -> None:
    BY_YEAR.replace(engine, engine.frame(EVERY_KIND))

    BY_YEAR.merge(engine, engine.frame(EVERY_KIND.slice(0, 1)).mutate(year=ibis.literal("2026")), key=("key",))

    assert rows(engine, BY_YEAR, "key", "year") == [("a", "2026"), ("b", "2025"), ("c", None)]


def test_added_columns_are_empty_in_older_rows(engine: Engine) -> None:
    PEOPLE.append(engine, people(engine, a=1), part="first")
    PEOPLE.append(engine, people(engine, b=2).mutate(city=ibis.literal("杭州")), part="second")
    assert rows(engine, PEOPLE) == [("a", 1, None), ("b", 2, "杭州")]

    PEOPLE.compact(engine)

    assert rows(engine, PEOPLE) == [("a", 1, None), ("b", 2, "杭州")]
    assert not PEOPLE.manifest().is_mixed


def test_a_missing_or_changed_column_is_refused_by_name(duck: Engine) -> None:
    PEOPLE.append(duck, people(duck, a=1), part="first")

    with pytest.raises(SchemaChanged) as missing:
        PEOPLE.append(duck, people(duck, b=2).drop("number"), part="second")
    with override("en"), pytest.raises(SchemaChanged) as changed:
        PEOPLE.append(duck, people(duck, b=2).mutate(number=ibis.literal("two")), part="second")

    assert "number" in str(missing.value.message)
    assert changed.value.details["differences"] == ["the column number was int64 and is now string"]


def test_narrower_numbers_and_empty_columns_fit(duck: Engine) -> None:
    PEOPLE.append(duck, people(duck, a=1), part="first")

    PEOPLE.append(duck, duck.frame(pa.table({"number": pa.array([2], pa.int16()), "key": ["b"]})), part="second")
    PEOPLE.append(duck, duck.frame(pa.table({"key": ["c"], "number": pa.nulls(1, pa.int64())})), part="third")

    assert rows(duck, PEOPLE) == [("a", 1), ("b", 2), ("c", None)]


def test_compaction_joins_small_files_of_a_part_and_keeps_every_row(engine: Engine) -> None:
    for number in range(4):
        PEOPLE.append(engine, people(engine, **{f"k{number}": number}), part=f"p{number}")
    before = rows(engine, PEOPLE)

    assert len(PEOPLE.compact(engine).files) == 4
    assert len(PEOPLE.compact(engine, across_parts=True).files) == 1

    assert rows(engine, PEOPLE) == before
    assert PEOPLE.has("p2")


def test_arrow_batches_are_published_at_the_end_or_not_at_all(duck: Engine) -> None:
    raw = Dataset("test.raw", rows_per_file=3)
    batches = EVERY_KIND.to_batches() * 4

    with raw.writer("file-1", fingerprint="abc") as writer:
        for batch in batches:
            writer.write(batch)
    with pytest.raises(RuntimeError), raw.writer("file-2") as writer:
        writer.write(batches[0])
        raise RuntimeError
    with raw.writer("empty"):
        pass

    assert (raw.manifest().rows, len(raw.manifest().files)) == (12, 4)
    assert set(raw.manifest().parts) == {"file-1", "empty"}
    assert duck.count(raw.read(duck)) == 12


def test_files_of_others_are_copied(duck: Engine, tmp_path: Path) -> None:
    pq.write_table(EVERY_KIND, tmp_path / "given.parquet")

    PEOPLE.append_files([tmp_path / "given.parquet"], part="given")

    assert (tmp_path / "given.parquet").exists()
    assert duck.count(PEOPLE.read(duck)) == 3


def test_a_reader_keeps_its_version_until_its_engine_is_closed(lake: Path, engine: Engine) -> None:
    PEOPLE.replace(engine, people(engine, a=1))
    with open_engine("duckdb", memory=256, threads=1) as reader:
        kept = PEOPLE.read(reader)
        for number in (2, 3):
            PEOPLE.replace(engine, people(engine, a=number))
        assert reader.arrow(kept)["number"].to_pylist() == [1]
        assert PEOPLE.versions() == [1, 3]

    PEOPLE.replace(engine, people(engine, a=4))

    assert PEOPLE.versions() == [4]
    assert len(list(PEOPLE.store.data.rglob("*.parquet"))) == 1


def test_a_dataset_can_be_replaced_by_what_is_computed_from_it(engine: Engine) -> None:
    PEOPLE.append(engine, people(engine, a=1, b=2), part="first")

    PEOPLE.rewrite(engine, PEOPLE.read(engine).filter(lambda row: row.key != "a"))

    assert rows(engine, PEOPLE) == [("b", 2)]
    assert PEOPLE.has("first")


def test_the_lake_is_closed_to_others(engine: Engine, lake: Path) -> None:
    BY_YEAR.replace(engine, engine.frame(EVERY_KIND))

    assert stat.S_IMODE(lake.stat().st_mode) == 0o700
    written = [path for path in BY_YEAR.store.folder.rglob("*") if path.suffix in {".parquet", ".json"}]
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_batches_give_every_row_once(engine: Engine) -> None:
    PEOPLE.replace(engine, people(engine, **{f"k{number}": number for number in range(1000)}))

    sizes = [batch.num_rows for batch in engine.batches(PEOPLE.read(engine), rows=300)]

    assert sum(sizes) == 1000
    assert len(sizes) >= 3
