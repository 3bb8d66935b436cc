"""Long results in pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import ibis
import pyarrow as pa

from foyer.base.engine import Engine

T = TypeVar("T")
INSTANT = pa.timestamp("us")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size` items, in order."""
    walker = iter(items)
    while batch := list(islice(walker, size)):
        yield batch


def rows_of(engine: Engine, table: ibis.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table one by one, without ever holding them all. Ask the engine nothing else meanwhile."""
    names = table.columns
    return (dict(zip(names, row, strict=True)) for row in tuples_of(engine, table))


def tuples_of(engine: Engine, table: ibis.Table) -> Iterator[tuple[Any, ...]]:
    """The same as plain tuples, in the order of the columns."""
    for batch in engine.batches(table, rows=10_000):
        yield from rows_in(batch)


def rows_in(batch: pa.RecordBatch | pa.Table) -> Iterator[tuple[Any, ...]]:
    """What is in memory already, row by row."""
    return zip(*map(_values, batch.columns), strict=True)


def _values(column: Any) -> list[Any]:
    if column.type == INSTANT:  # PyArrow's own way makes a pandas Timestamp of each, which takes twenty times as long
        return list(column.to_numpy(zero_copy_only=False).tolist())
    return list(column.to_pylist())
