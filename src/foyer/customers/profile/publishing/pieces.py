"""Long results in pieces that can be worked on apart, each with what is known of its rows so far."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from foyer.base.crypto import ring_mark
from foyer.base.engine import Engine
from foyer.base.lake import Dataset
from foyer.customers.profile.publishing.batches import Run, runs_in

K = TypeVar("K", bound=tuple[Any, ...])
ROWS = 10_000
MANY_RECORDS = 100_000
"""From so many on it is worth while to start processes that share the work."""
MOST_HANDS = 4
"""More make rows faster than one connection writes them."""


class AnotherRing(RuntimeError):
    """Here would be sealed with other keys than where the piece is from."""


class Piece(NamedTuple, Generic[K]):
    """Rows of a table in the order of its first column; `known` by that column, `numbers` for what is new."""

    schema: pa.Schema
    rows: bytes
    known: dict[str, K]
    ring: str
    numbers: Sequence[str] = ()

    def runs(self, heads: int) -> Iterator[Run]:
        """Rows that share the first column, together: see `batches.runs_in`. Raises AnotherRing."""
        if self.ring != ring_mark():
            raise AnotherRing
        return runs_in(pa.ipc.read_record_batch(self.rows, self.schema), heads)


def pieces_of(
    engine: Engine, table: ibis.Table, order: Sequence[str], known: Iterator[K], rows_at_once: int = ROWS
) -> Iterator[tuple[pa.Array, Piece[K]]]:
    """The keys of each piece, and the piece. Both the order and what is known begin with the keys, the first column."""
    held = next(known, None)
    for rows in _whole(engine.in_order(table, order, rows_at_once)):
        keys = pc.unique(rows.column(0))
        last, theirs = keys[-1].as_py(), dict[str, K]()
        while held is not None and held[0] <= last:
            theirs[held[0]] = held
            held = next(known, None)
        yield keys, Piece(rows.schema, rows.serialize().to_pybytes(), theirs, ring_mark())


def how_many_hands() -> int:
    """As many processes as the engine may have threads, for a bank that is worth it."""
    records = sum(file.rows for file in Dataset("customers.clusters").latest().files)
    return min(settings.FOYER_ENGINE_THREADS, MOST_HANDS) if records >= MANY_RECORDS else 1


def _whole(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same rows, parted nowhere between two that share the first column."""
    rest = None
    for batch in batches:
        rows = batch if rest is None else pa.concat_batches([rest, batch])
        if not rows.num_rows:
            continue
        last = pc.index(rows.column(0), rows.column(0)[-1]).as_py()
        if last:
            yield rows.slice(0, last)
        rest = rows.slice(last)
    if rest is not None:
        yield rest
