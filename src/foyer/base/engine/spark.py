"""Spark, where FOYER_ENGINE names a master. One session a process: starting one takes seconds, so it stays."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from foyer.base.engine import sealing
from foyer.base.engine.errors import JavaMissing, SparkMissing
from foyer.base.engine.files import batches_of, facts_below, with_types
from foyer.base.engine.port import Engine, FileFact
from foyer.base.engine.spark_files import sealed_reader, sealed_writer


class Spark(Engine):
    sql_name = "spark"

    def __init__(self, *, master: str, memory: int, threads: int, spill: Path) -> None:
        super().__init__()
        self.spill = spill
        self.raw = _session(master, memory, threads, str(spill))
        self.ibis = _backend(self.raw)
        self._views: list[str] = []

    def read_files(
        self, paths: list[str], schema: ibis.Schema | None, *, root: str = "", mixed: bool = False, origin: str = ""
    ) -> ir.Table:
        parts = [
            self._read_sealed(files, schema, root, origin)
            if key
            else self._read_clear(files, schema, root, mixed, origin)
            for key, files in sealing.by_key(paths)
        ]
        if not parts and schema is not None:
            return self.frame(schema.to_pyarrow().empty_table())
        return parts[0] if len(parts) == 1 else ibis.union(*parts)

    def _read_sealed(self, paths: list[str], schema: ibis.Schema | None, root: str, origin: str) -> ir.Table:
        """Each worker opens its files with Arrow: Spark's own reader wants a Java class to ask for keys."""
        known = schema or ibis.Schema.from_pyarrow(sealing.open_file(paths[0]).schema_arrow)
        wanted = ibis.schema({**known, **({origin: "string"} if origin else {})})
        listed = self.raw.createDataFrame([(path,) for path in paths], "path string").repartition(len(paths))
        opening = sealed_reader(sealing.keys(), wanted.to_pyarrow(), root, origin)
        return self._view(listed.mapInArrow(opening, _spark_schema(wanted))).select(*wanted.names).cast(wanted)

    def _read_clear(
        self, paths: list[str], schema: ibis.Schema | None, root: str, mixed: bool, origin: str
    ) -> ir.Table:
        """Files from before the lake was sealed."""
        reader = self.raw.read.option("mergeSchema", mixed)
        if schema is not None:
            reader = reader.schema(_spark_schema(schema))
        table = (reader.option("basePath", root) if root else reader).parquet(*paths)
        if origin:
            table = table.selectExpr(*(f"`{name}`" for name in table.columns), f"_metadata.file_path AS `{origin}`")
        found = self._view(table)
        return found.select(*schema.names, *([origin] if origin else [])).cast(schema) if schema is not None else found

    def frame(self, data: pa.Table | pd.DataFrame) -> ir.Table:
        table = data if isinstance(data, pa.Table) else pa.Table.from_pandas(data, preserve_index=False)
        return self._view(self.raw.createDataFrame(table.cast(with_types(table.schema))))

    def _view(self, frame: Any) -> ir.Table:
        name = f"foyer_{uuid4().hex}"
        frame.createOrReplaceTempView(name)
        self._views.append(name)
        return self.ibis.table(name)

    def arrow(self, expr: ir.Expr) -> pa.Table:
        table = expr.as_table()
        return self._frame_of(table).toArrow().cast(table.schema().to_pyarrow())

    def batches(self, expr: ir.Table, rows: int = 50_000) -> Iterator[pa.RecordBatch]:
        """Through files, so that the whole never has to fit into this process."""
        folder = self.spill / uuid4().hex
        wanted = expr.schema().to_pyarrow()
        try:
            facts = self.write(expr, folder)
            for batch in batches_of([folder / fact.path for fact in facts], rows):
                yield batch.cast(wanted)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def write(
        self,
        expr: ir.Table,
        folder: Path,
        *,
        partitions: Sequence[str] = (),
        sort: Sequence[str] = (),
        rows_per_file: int | None = None,
        few: bool = False,
    ) -> list[FileFact]:
        frame = self._frame_of(expr)
        if partitions:
            frame = frame.repartition(*partitions)
        elif few:
            frame = frame.coalesce(1)
        if partitions:
            frame = frame.sortWithinPartitions(*partitions, *sort)
        elif sort:
            frame = frame.orderBy(*sort)
        folder.mkdir(parents=True, exist_ok=True)
        writing = sealed_writer(
            sealing.keys(), str(folder), with_types(expr.schema().to_pyarrow()), tuple(partitions), rows_per_file
        )
        frame.mapInArrow(writing, "path string").collect()
        return facts_below(folder)

    def _frame_of(self, expr: ir.Table) -> Any:
        frame = self.raw.sql(self.query_of(expr))
        wanted = {field.name: field.dataType for field in _spark_schema(expr.schema()).fields}
        return frame.select(*(frame[f"`{name}`"].cast(kind).alias(name) for name, kind in wanted.items()))

    def sql(self, query: str) -> ir.Table:
        return self._view(self.raw.sql(query))

    def close(self) -> None:
        super().close()
        for name in self._views:
            self.raw.catalog.dropTempView(name)


def _backend(session: Any) -> Any:
    from foyer.base.engine.spark_functions import Batched

    Batched.register_options()  # which Ibis does only for backends it loads by name; reading a float asks for one
    return Batched().connect(session)


def _session(master: str, memory: int, threads: int, spill: str) -> Any:
    """The process's session: the first engine starts it, the others share it, whatever memory they ask for."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as problem:
        raise SparkMissing from problem
    if java() is None:
        raise JavaMissing
    if (running := SparkSession.getActiveSession()) is not None:
        return running
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    logging.getLogger("py4j").setLevel(logging.WARNING)
    builder = SparkSession.builder.master(master).appName("foyer")
    for key, value in _settings(memory, threads, spill).items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def java() -> str | None:
    """Where Java is: in JAVA_HOME, else on the path."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def _settings(memory: int, threads: int, spill: str) -> dict[str, str]:
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": f"{memory}m",
        "spark.driver.host": os.environ.get("SPARK_LOCAL_IP", "127.0.0.1"),
        "spark.local.dir": spill,
        "spark.io.encryption.enabled": "true",  # what it spills and shuffles, with a key of the session's own
        "spark.executorEnv.PYTHONPATH": str(Path(__file__).parents[3]),  # Python functions of columns import the house
        "spark.sql.shuffle.partitions": str(threads),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "false",  # a value that cannot be read is null, on both engines
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
        "spark.sql.warehouse.dir": f"{spill}/warehouse",
    }


def _spark_schema(schema: ibis.Schema) -> Any:
    from ibis.backends.pyspark.datatypes import PySparkSchema

    return PySparkSchema.from_ibis(schema)
