"""Long results in pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import ibis

from foyer.base.engine import Engine

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of up to `size` items, in order."""
    walker = iter(items)
    while batch := list(islice(walker, size)):
        yield batch


def rows_of(engine: Engine, table: ibis.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table one by one, without ever holding them all. Ask the engine nothing else meanwhile."""
    for batch in engine.batches(table, rows=5_000):
        yield from batch.to_pylist()
