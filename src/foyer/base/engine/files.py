"""Parquet files, as every part of the lake writes and describes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from foyer.base.engine import sealing
from foyer.base.engine.port import FileFact

ROW_GROUP = sealing.ROW_GROUP


def facts_below(folder: Path) -> list[FileFact]:
    """What was written into a folder; empty files that an engine leaves behind are left out, but for the last one."""
    facts = [fact(path, folder) for path in sorted(folder.rglob("*.parquet"))]
    return [fact for fact in facts if fact.rows] or facts[:1]


def open_writer(path: Path, schema: pa.Schema) -> Any:
    """A writer of record batches, for what does not come from an engine; sealed as the file's name says."""
    return sealing.open_writer(path, schema)


def schema_of(path: Path) -> pa.Schema:
    return sealing.open_file(path).schema_arrow


def with_types(schema: pa.Schema) -> pa.Schema:
    """What a file can hold on every engine: a column with nothing in it is text, an instant is UTC without a zone."""
    return pa.schema([pa.field(field.name, _kept(field.type)) for field in schema])


def _kept(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_null(kind):
        return pa.string()
    return pa.timestamp("us") if pa.types.is_timestamp(kind) else kind


def batches_of(paths: list[Path], rows: int) -> Iterator[pa.RecordBatch]:
    """The rows of files one after another, never more than a row group in memory."""
    for path in paths:
        with sealing.open_file(path) as file:
            yield from file.iter_batches(batch_size=rows)


def fact(path: Path, folder: Path) -> FileFact:
    """Its rows and bytes; the path is told from the folder on."""
    with sealing.open_file(path) as file:
        rows = file.metadata.num_rows
    return FileFact(str(path.relative_to(folder)), rows, path.stat().st_size)
