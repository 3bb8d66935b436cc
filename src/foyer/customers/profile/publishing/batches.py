"""Long results in pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Any, TypeVar

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from foyer.base.engine import Engine

T = TypeVar("T")
Run = tuple[tuple[Any, ...], list[tuple[Any, ...]]]
INSTANT = pa.timestamp("us")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size` items, in order."""
    walker = iter(items)
    while batch := list(islice(walker, size)):
        yield batch


def rows_of(engine: Engine, table: ibis.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table one by one, without ever holding them all. Ask the engine nothing else meanwhile."""
    names = table.columns
    for batch in engine.batches(table, rows=10_000):
        yield from (dict(zip(names, row, strict=True)) for row in rows_in(batch))


def rows_in(batch: pa.RecordBatch | pa.Table) -> Iterator[tuple[Any, ...]]:
    """What is in memory already, row by row, as plain tuples in the order of the columns."""
    return zip(*map(_values, batch.columns), strict=True)


def runs_in(batch: pa.RecordBatch, heads: int) -> Iterator[Run]:
    """Rows that follow each other with the same first column, together.

    The first `heads` columns say the same in all rows of a run and are told once, the others row by row.
    """
    if not batch.num_rows:
        return
    key = batch.column(0)
    is_new = pc.not_equal(key.slice(1), key.slice(0, batch.num_rows - 1)).to_numpy(zero_copy_only=False)
    starts = [0, *(is_new.nonzero()[0] + 1).tolist()]
    firsts = rows_in(batch.select(batch.schema.names[:heads]).take(pa.array(starts)))
    rows = list(rows_in(batch.select(batch.schema.names[heads:])))
    for head, (start, end) in zip(firsts, pairwise([*starts, batch.num_rows]), strict=True):
        yield head, rows[start:end]


def _values(column: Any) -> list[Any]:
    if column.type == INSTANT:  # PyArrow's own way makes a pandas Timestamp of each, which takes twenty times as long
        return list(column.to_numpy(zero_copy_only=False).tolist())
    return list(column.to_pylist())
