"""Parquet and Excel files as rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from foyer.customers.sources.connectors import parquet_bounds, workbooks
from foyer.customers.sources.connectors.as_text import batch_of, text_of, unique_names
from foyer.customers.sources.connectors.parquet_pages import BadPage
from foyer.customers.sources.connectors.port import ROW, ROWS_AT_ONCE, Batch, FileNotUsable
from foyer.customers.sources.shapes import Files


def parquet(path: Path, _files: Files) -> Iterator[Batch]:
    try:
        with pq.ParquetFile(path) as looked:
            bounds = parquet_bounds.check(path, looked)
        file = pq.ParquetFile(path, read_dictionary=bounds.texts)
    except (pa.ArrowInvalid, OSError, BadPage):
        raise _damaged(path) from None
    with file:
        names, line = unique_names(file.schema_arrow.names), 1
        for batch in file.iter_batches(batch_size=bounds.rows_at_once):
            bounds.count(batch)
            columns = [_as_text(column) for column in batch.columns]
            numbers = pa.array(np.arange(line, line + batch.num_rows, dtype=np.int64))
            yield Batch(pa.record_batch([*columns, numbers], names=[*names, ROW]))
            line += batch.num_rows


def _as_text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type):
        return column.cast(pa.string())
    plain = pa.types.is_string(column.type) or pa.types.is_integer(column.type) or pa.types.is_decimal(column.type)
    if plain or pa.types.is_date(column.type):
        return column.cast(pa.string())
    return pa.array([text_of(value) for value in column.to_pylist()], pa.string())


def excel(path: Path, files: Files) -> Iterator[Batch]:
    """One sheet: the first one, or the one named. Its first line holds the columns' names."""
    from python_calamine import CalamineWorkbook

    workbooks.check(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
    except Exception as error:  # the library raises classes of its own for every kind of damage
        raise _damaged(path) from error
    name = files.sheet or book.sheet_names[0]
    if name not in book.sheet_names:
        what = _("{file} has no sheet {sheet}.").format(file=path.name, sheet=name)
        raise FileNotUsable(what, mend=_("Known are: {names}.").format(names=", ".join(book.sheet_names)))
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)[files.skip_lines :]
    yield from _sheet(rows, files)


def _sheet(rows: Sequence[Sequence[Any]], files: Files) -> Iterator[Batch]:
    above = files.skip_lines + (1 if files.header else 0)
    header: list[Any] = list(files.columns) or (list(rows[0]) if rows and files.header else [])
    names = unique_names(header)
    body = rows[1:] if files.header else rows
    filled = [(above + n, row) for n, row in enumerate(body, start=1) if any(value != "" for value in row)]
    for start in range(0, max(len(filled), 1), ROWS_AT_ONCE):
        part = filled[start : start + ROWS_AT_ONCE]
        padded = [(list(row) + [""] * len(names))[: len(names)] for _line, row in part]
        yield Batch(batch_of(names, padded, [line for line, _row in part]))


def _damaged(path: Path) -> FileNotUsable:
    what = _("{file} cannot be read: it is damaged, or of another format than its name says.").format(file=path.name)
    return FileNotUsable(what, mend=_("Fetch the file again, or say its format: files: {format: csv}."))
