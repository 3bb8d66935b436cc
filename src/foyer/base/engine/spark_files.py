"""Sealed files on Spark: each task reads or writes its own with Arrow, in the Python of its worker.

The keys travel with the function; on a cluster that needs Spark's own encryption of what it sends
(spark.network.crypto).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from foyer.base.engine import sealing

Batches = Iterable[pa.RecordBatch]
ROWS = 50_000


def sealed_reader(
    keys: sealing.Keys, schema: pa.Schema, root: str, origin: str
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """From batches of paths to the rows of those files, with every column of the schema."""

    def read(paths: Batches) -> Iterator[pa.RecordBatch]:
        for batch in paths:
            for path in batch.column(0).to_pylist():
                told = {**sealing.folders_of(path, root), **({origin: path} if origin else {})}
                with sealing.open_file(path, keys) as file:
                    present = [name for name in file.schema_arrow.names if name in schema.names]
                    for rows in file.iter_batches(ROWS, columns=present):
                        yield _whole(rows, schema, told)

    return read


def _whole(rows: pa.RecordBatch, schema: pa.Schema, told: dict[str, str]) -> pa.RecordBatch:
    """Every column in its type: from the file, from the path, or empty."""
    columns = [_column(rows, field, told) for field in schema]
    return pa.record_batch(columns, schema=schema)


def _column(rows: pa.RecordBatch, field: pa.Field, told: dict[str, str]) -> Any:
    if field.name in rows.schema.names:
        return rows.column(field.name).cast(field.type, safe=False)
    value = told.get(field.name)
    if value is None or value == "__HIVE_DEFAULT_PARTITION__":
        return pa.nulls(rows.num_rows, field.type)
    return pa.repeat(pa.scalar(value).cast(field.type), rows.num_rows)


def sealed_writer(
    keys: sealing.Keys, folder: str, schema: pa.Schema, partitions: tuple[str, ...], rows_per_file: int | None
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    """From batches of rows to sealed files of theirs; tells their paths."""
    ending = f".k{next(iter(keys))}.parquet"

    def write(rows: Batches) -> Iterator[pa.RecordBatch]:
        paths = sealing.write_runs(
            rows, Path(folder), schema, partitions=partitions, rows_per_file=rows_per_file, given=keys, ending=ending
        )
        yield pa.record_batch([pa.array([str(path) for path in paths], pa.string())], names=["path"])

    return write
