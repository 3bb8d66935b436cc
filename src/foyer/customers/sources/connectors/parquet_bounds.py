"""What a Parquet file may unfold into. A dictionary says a long value once and repeats it in bits: a file of a few
kilobytes can mean a terabyte. Texts are therefore read as dictionaries, and counted before they are written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from foyer.customers.sources.connectors import parquet_pages
from foyer.customers.sources.connectors.port import ROWS_AT_ONCE, FileNotUsable

MOST_OF_A_PAGE, MOST_OF_PAGES, MOST_AT_ONCE = 256 << 20, 1 << 30, 512 << 20
MOST_OF_A_FILE, MOST_TIMES = 1 << 30, 1000
"""A file may unfold into a gigabyte, or a thousand times its size."""
LONGEST_FIXED, MOST_REPEATED = 4096, 20_000_000


@dataclass
class Bounds:
    """Which columns are read as dictionaries, how many rows at once, and how many bytes may still come."""

    name: str
    texts: list[str]
    rows_at_once: int
    left: int

    def count(self, batch: pa.RecordBatch) -> None:
        """Before a batch is written out as text. Raises FileNotUsable."""
        size = sum(written_out(column) for column in batch.columns)
        self.left -= size
        if size > MOST_AT_ONCE or self.left < 0:
            raise too_large(self.name)


def check(path: Path, file: pq.ParquetFile) -> Bounds:
    """Look at the head of every page. Raises FileNotUsable for what no honest file holds, BadPage for a damaged one."""
    size, told = path.stat().st_size, file.metadata
    most = max(MOST_OF_A_FILE, MOST_TIMES * size)
    if told.num_rows * max(1, told.num_columns) > most:
        raise too_large(path.name)
    longest: dict[str, int] = {}
    with path.open("rb") as raw:
        for number in range(told.num_row_groups):
            for column, length in _group(raw, file, number, path.name):
                longest[column] = max(longest.get(column, 0), length)
    columns = [file.schema.column(number) for number in range(len(file.schema))]
    texts = [one.path for one in columns if one.physical_type == "BYTE_ARRAY" and not longest.get(one.path)]
    at_most = MOST_AT_ONCE // max(1, sum(longest.values()))
    return Bounds(path.name, texts, max(1, min(ROWS_AT_ONCE, at_most)), most)


def _group(raw: Any, file: pq.ParquetFile, number: int, name: str) -> Iterator[tuple[str, int]]:
    """Each column with the longest value it may hold where values repeat the beginnings of others, else 0."""
    group, together = file.metadata.row_group(number), 0
    for place in range(group.num_columns):
        column, shape = group.column(place), file.schema.column(place)
        start = column.dictionary_page_offset or column.data_page_offset
        pages = list(parquet_pages.of_column(raw, start, column.total_compressed_size))
        largest = max((page.size for page in pages), default=0)
        by_prefix = [page.size for page in pages if page.by_prefix]
        repeated = sum(page.values for page in pages) if shape.max_repetition_level else 0
        together += largest
        burst = repeated > (MOST_REPEATED if not by_prefix else 0)
        if burst or largest > MOST_OF_A_PAGE or together > MOST_OF_PAGES or shape.length > LONGEST_FIXED:
            raise too_large(name)
        yield shape.path, max(by_prefix, default=0)


def written_out(array: pa.Array) -> int:
    """How many bytes an array has once each value stands for itself."""
    if pa.types.is_dictionary(array.type):
        lengths = pc.binary_length(array.dictionary).cast(pa.int64())
        return (pc.sum(lengths.take(array.indices)).as_py() or 0) + 4 * len(array)
    if pa.types.is_struct(array.type):
        return sum(written_out(one) for one in array.flatten())
    if pa.types.is_map(array.type):
        return written_out(array.keys) + written_out(array.items)
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        return written_out(array.flatten())
    return int(array.nbytes)


def too_large(name: str) -> FileNotUsable:
    what = _("{file} unfolds into more than a file of its size may hold.").format(file=name)
    return FileNotUsable(what, mend=_("Save the table as CSV, or in parts."))
