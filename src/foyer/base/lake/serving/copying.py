"""Arrow batches into a table by COPY.

As CSV, made by Arrow in one piece for each batch: no row passes through Python, which is several times faster than
handing psycopg values one by one, in binary or not (docs/decisions/0008-lake-and-engine.md has the measurement). In
PostgreSQL's CSV an empty field is null and a quoted empty field the empty text, which is exactly what Arrow writes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from foyer.base.lake.serving.tables import quoted

if TYPE_CHECKING:
    import pyarrow as pa

Transform = Callable[[list[Any]], list[Any]]


def copy(
    cursor: Any,
    table: str,
    columns: Sequence[str],
    batches: Iterable[pa.RecordBatch],
    transforms: Mapping[str, Transform],
) -> int:
    """The batches' columns, in this order, into the table; returns the number of rows."""
    names, rows = ", ".join(quoted(column) for column in columns), 0
    with cursor.copy(f"COPY {quoted(table)} ({names}) FROM STDIN (FORMAT csv)") as copying:
        for batch in batches:
            copying.write(as_csv(batch, transforms))
            rows += batch.num_rows
    return rows


def as_csv(batch: pa.RecordBatch, transforms: Mapping[str, Transform]) -> bytes:
    import pyarrow as pa
    from pyarrow import csv

    columns = [_as_text(_transformed(batch.column(name), transforms.get(name))) for name in batch.schema.names]
    target = io.BytesIO()
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    csv.write_csv(pa.table(columns, names=batch.schema.names), target, options)
    return target.getvalue()


def _transformed(column: pa.Array, transform: Transform | None) -> pa.Array:
    import pyarrow as pa

    return column if transform is None else pa.array(transform(column.to_pylist()))


def _as_text(column: pa.Array) -> pa.Array:
    """What Arrow cannot write into CSV as PostgreSQL reads it."""
    import pyarrow as pa
    import pyarrow.types as kinds

    if kinds.is_nested(column.type):
        return pa.array([_nested(value) for value in column.to_pylist()], pa.string())
    if kinds.is_decimal(column.type) or kinds.is_timestamp(column.type) or kinds.is_dictionary(column.type):
        return column.cast(pa.string())
    if kinds.is_null(column.type):
        return column.cast(pa.string())
    return column


def _nested(value: Any) -> str | None:
    """A list as PostgreSQL writes an array, a structure as JSON."""
    if value is None:
        return None
    if isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value):
        return (
            "{"
            + ",".join("NULL" if item is None else json.dumps(str(item), ensure_ascii=False) for item in value)
            + "}"
        )
    return json.dumps(value, ensure_ascii=False, default=str)
