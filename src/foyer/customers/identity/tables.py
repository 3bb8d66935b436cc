"""Keeping an intermediate result on the engine under a name that Splink can read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import ibis.expr.types as ir
from splink import DuckDBAPI

from foyer.base.engine import Engine


@contextmanager
def kept(engine: Engine, expr: ir.Table) -> Iterator[ir.Table]:
    """The result of an expression, computed once; gone at the end of the `with`."""
    name = f"foyer_identity_{uuid4().hex}"
    if engine.sql_name == "duckdb":
        engine.raw.execute(f"CREATE TEMP TABLE {name} AS {engine.query_of(expr)}")  # noqa: S608: from Ibis
    else:
        engine.raw.sql(engine.query_of(expr)).localCheckpoint().createOrReplaceTempView(name)
    try:
        yield engine.ibis.table(name)
    finally:
        if engine.sql_name == "duckdb":
            engine.raw.execute(f"DROP TABLE IF EXISTS {name}")
        else:
            engine.raw.catalog.dropTempView(name)


def splink_api(engine: Engine) -> Any:
    """Splink's way to the engine."""
    if engine.sql_name == "duckdb":
        return DuckDBAPI(engine.raw)
    return _spark_api(engine.raw)


def _spark_api(session: Any) -> Any:
    """Splink brings the functions that Spark lacks (Jaro-Winkler) in a jar of its own."""
    from splink import SparkAPI
    from splink.internals.spark.jar_location import similarity_jar_location

    session.sql(f"ADD JAR '{similarity_jar_location()}'")
    return SparkAPI(spark_session=session, break_lineage_method="persist")  # type: ignore[no-untyped-call]
