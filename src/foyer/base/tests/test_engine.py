"""What an engine promises: its limits, its types, a clear word where it cannot start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest

from foyer.base.crypto.testing import watched
from foyer.base.engine import Engine, EngineMissing, open_engine, spark

BIGGER_THAN_MEMORY = """
    SELECT md5(i::text) AS a, md5((i + 1)::text) AS b, i AS number FROM range(3000000) t(i)
"""
LITTLE = 120


def test_what_does_not_fit_into_memory_goes_to_disk(lake: Path, settings: Any) -> None:
    settings.FOYER_ENGINE_SEALS_SPILL = False  # sealing takes its time; below with less
    with open_engine("duckdb", memory=LITTLE, threads=2) as engine:
        rows = engine.sql(BIGGER_THAN_MEMORY)
        facts = engine.write(rows.order_by("a"), lake / "sorted")
        groups = engine.execute(rows.group_by("a").agg(most=rows["number"].max()).count())

    assert sum(fact.rows for fact in facts) == 3_000_000
    assert groups == 3_000_000
    assert not list((lake / "tmp").glob("duckdb_temp*")), "what was spilled is removed"


def test_what_many_parts_give_is_sorted_within_little_memory(lake: Path, settings: Any) -> None:
    settings.FOYER_ENGINE_SEALS_SPILL = False
    part = "SELECT md5((i * 20 + {n})::text) AS a, md5(i::text) AS b, repeat('x', 60) AS c FROM range(60000) t(i)"
    with open_engine("duckdb", memory=LITTLE, threads=2) as engine:
        parts = [engine.sql(part.format(n=n)) for n in range(20)]
        batches = list(engine.in_order(ibis.union(*parts).select("b", "a", "c"), ["a", "b"], rows=10_000))

        found = [value for batch in batches for value in batch.column("a").to_pylist()]
        assert len(found) == 1_200_000 and found == sorted(found)
        assert batches[0].schema.names == ["b", "a", "c"]
        assert engine.raw.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)


def test_what_goes_to_disk_is_sealed(lake: Path) -> None:
    rows = "SELECT md5(i::text) AS a, '+86138' || (i + 10000000)::text AS phone FROM range(450000) t(i)"

    with (
        watched(lake / "tmp", "+8613810000000", "+861381") as seen,
        open_engine("duckdb", memory=32, threads=1) as engine,
    ):
        facts = engine.write(engine.sql(rows).order_by("a"), lake / "sorted")

    assert sum(fact.rows for fact in facts) == 450_000
    assert seen.largest > 100_000, "something was spilled"
    assert seen.found == set()


def test_without_a_place_to_spill_to_the_same_would_fail() -> None:
    settings = {"memory_limit": f"{LITTLE}MiB", "threads": 2, "temp_directory": ""}

    with duckdb.connect(config=settings) as bare, pytest.raises(duckdb.OutOfMemoryException):
        bare.execute(f"CREATE TABLE t AS {BIGGER_THAN_MEMORY} ORDER BY a")


def test_a_column_keeps_the_type_that_the_expression_has(engine: Engine, lake: Path) -> None:
    numbers = engine.frame(pa.table({"n": pa.array([1, 2, None], pa.int32()), "empty": pa.nulls(3)}))
    summed = numbers.agg(total=numbers["n"].sum(), mean=numbers["n"].mean(), most=numbers["empty"].max())

    facts = engine.write(summed, lake / "summed")
    again = engine.read(lake / "summed" / facts[0].path)

    assert again.schema().to_pyarrow() == summed.schema().to_pyarrow()
    assert engine.arrow(again).to_pylist() == [{"total": 3, "mean": 1.5, "most": None}]


def test_text_sorts_by_code_point_and_null_last(engine: Engine) -> None:
    words = engine.frame(pa.table({"word": ["b", "B", "中", "é", None, "a"]}))

    assert engine.arrow(words.order_by("word"))["word"].to_pylist() == ["B", "a", "b", "é", "中", None]


def test_a_function_in_python_gets_whole_batches_on_both(engine: Engine) -> None:
    def shouted(words):  # type: ignore[no-untyped-def]  # Spark would read annotations, and these are text
        import pyarrow.compute as pc

        assert len(words) == len(words.to_pylist())
        return pc.binary_join_element_wise(words, "!", "")

    function = ibis.udf.scalar.pyarrow(shouted, name="shouted", signature=(("string",), "string"))
    words = engine.frame(pa.table({"word": ["a", None, "中"]}))

    said = words.mutate(word=function(words["word"]), nothing=function(ibis.null("string")))

    assert set(engine.arrow(said)["word"].to_pylist()) == {"a!", None, "中!"}
    assert set(engine.arrow(said)["nothing"].to_pylist()) == {None}


def test_without_java_a_spark_master_is_refused_in_one_sentence(lake: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(spark, "java", lambda: None)

    with pytest.raises(EngineMissing) as refused, open_engine("local[1]"):
        pass

    assert "Java" in str(refused.value.message)
    assert "openjdk-17" in str(refused.value.mend)


def test_without_pyspark_a_spark_master_is_refused_in_one_sentence(lake: Path, monkeypatch: Any) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark.sql", None)

    with pytest.raises(EngineMissing) as refused, open_engine("local[1]"):
        pass

    assert "PySpark" in str(refused.value.message)
    assert "foyer[spark]" in str(refused.value.mend)
