"""CSV as banks write it: streamed, every line accounted for, a broken line set aside with its number.

The file is taken in pieces that end with a line. A piece in which nothing is odd is read at once by Arrow; one with a
broken line, a quoted line break or bad bytes is read line by line, and only that piece.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from django.utils.translation import gettext as _

from foyer.customers.sources.connectors.as_text import batch_of, unique_names
from foyer.customers.sources.connectors.bytes_of import ends_lines_plainly, pieces
from foyer.customers.sources.connectors.port import ROW, Aside, Batch, FileNotUsable, Reason
from foyer.customers.sources.shapes import Files

MOST_LINES_OF_A_RECORD = 200
LONGEST_LINE = 64 << 20


def read(path: Path, files: Files) -> Iterator[Batch]:
    """The rows of one file."""
    encoding = files.encoding if ends_lines_plainly(files.encoding) else "utf-8"
    line, rest, reader = 1, b"", None
    for part, is_last in _whole_lines(pieces(path, files.compression, files.encoding)):
        piece = rest + part
        if reader is None:
            piece, names, taken = _head(piece, files, encoding, path.name)
            reader, line = _Reader(names, files, encoding), line + taken
        if piece:
            batch, rest = reader.batch(piece, line, is_last=is_last)
            line += piece.count(b"\n") - rest.count(b"\n")
            yield batch


def _whole_lines(raw: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """(piece, whether it is the last): each but the last ends with a line."""
    rest = b""
    for piece in raw:
        rest += piece
        end = rest.rfind(b"\n") + 1
        if end == 0 and len(rest) > LONGEST_LINE:
            raise FileNotUsable(_("A line is longer than any record can be."), mend=_("Check the file's format."))
        if end:
            yield rest[:end], False
            rest = rest[end:]
    yield rest, True


def _head(part: bytes, files: Files, encoding: str, name: str) -> tuple[bytes, list[str], int]:
    """The piece without what stands above its rows; the columns' names; the lines that were taken."""
    part = part.removeprefix(b"\xef\xbb\xbf")
    skipped = files.skip_lines + files.header
    lines = part.split(b"\n", skipped)
    if files.columns:
        names = list(files.columns)
    elif files.header and len(lines) >= skipped and lines[skipped - 1].strip():
        names = _record(_decoded(lines[skipped - 1], encoding), files)
    else:
        what = _("{file} has no line with the columns' names.").format(file=name)
        raise FileNotUsable(what, mend=_("If it is meant to have none, name them: columns: [a, b]."))
    return lines[skipped] if len(lines) > skipped else b"", unique_names(names), skipped


def _decoded(line: bytes, encoding: str) -> str:
    return line.decode(encoding, errors="replace").rstrip("\r\n")


def _record(text: str, files: Files) -> list[str]:
    quoting: Any = csv.QUOTE_MINIMAL if files.quote else csv.QUOTE_NONE
    lines = text.splitlines(keepends=True) if "\n" in text else [text]
    reader = csv.reader(lines, delimiter=files.delimiter, quotechar=files.quote or None, quoting=quoting)
    try:
        return next(reader, [])
    except csv.Error:
        raise FileNotUsable(_("A line is longer than any record can be."), mend=_("Check the file's format.")) from None


@dataclass
class _Reader:
    names: list[str]
    files: Files
    encoding: str

    def batch(self, piece: bytes, first: int, *, is_last: bool) -> tuple[Batch, bytes]:
        """The rows of a piece; and its end, where a record goes on in the next piece."""
        at_once = self._at_once(piece, first)
        return (at_once, b"") if at_once else self._line_by_line(piece, first, is_last=is_last)

    def _at_once(self, piece: bytes, first: int) -> Batch | None:
        """The rows, if each line is one row and all is well; None otherwise."""
        broken: list[object] = []
        lines = piece.count(b"\n") + (not piece.endswith(b"\n"))
        if self.files.quote and piece.count(self.files.quote.encode()) % 2:
            return None
        try:
            text = piece if self.encoding == "utf-8" else piece.decode(self.encoding).encode()
            table = arrow_csv.read_csv(pa.py_buffer(text), *self._options(broken, len(text)))
        except (UnicodeDecodeError, pa.ArrowInvalid):
            return None
        if broken or table.num_rows != lines:
            return None
        rows = table.combine_chunks().to_batches()[0]
        numbers = pa.array(np.arange(first, first + lines, dtype=np.int64))
        return Batch(pa.record_batch([*rows.columns, numbers], names=[*self.names, ROW]))

    def _options(
        self, broken: list[object], size: int
    ) -> tuple[arrow_csv.ReadOptions, arrow_csv.ParseOptions, arrow_csv.ConvertOptions]:
        def skip(row: object) -> str:
            broken.append(row)
            return "skip"

        kinds = dict.fromkeys(self.names, pa.string())
        return (
            arrow_csv.ReadOptions(column_names=self.names, use_threads=False, block_size=max(size, 1)),
            arrow_csv.ParseOptions(
                delimiter=self.files.delimiter, quote_char=self.files.quote or False, invalid_row_handler=skip
            ),
            arrow_csv.ConvertOptions(column_types=kinds, strings_can_be_null=False),
        )

    def _line_by_line(self, piece: bytes, first: int, *, is_last: bool) -> tuple[Batch, bytes]:
        lines = piece.split(b"\n")
        is_cut = is_last and bool(lines[-1])
        if not lines[-1]:
            lines.pop()
        rows: list[list[str]] = []
        numbers: list[int] = []
        aside: list[Aside] = []
        n = 0
        while n < len(lines):
            if not is_last and self._goes_on(lines, n):
                break
            taken, row, problem = self._record_at(lines, n)
            if row is not None:
                rows.append(row)
                numbers.append(first + n)
            elif problem:
                was_cut = is_cut and n == len(lines) - 1 and problem != "bytes"
                text = _decoded(lines[n], self.encoding)
                aside.append(Aside(first + n, "cut_short" if was_cut else problem, text))
            n += taken
        rest = b"".join(line + b"\n" for line in lines[n:])
        return Batch(batch_of(self.names, rows, numbers), aside), rest

    def _goes_on(self, lines: list[bytes], n: int) -> bool:
        """Whether the record may end in the next piece: its quotation marks are not even at the end of this one."""
        return len(lines) - n < MOST_LINES_OF_A_RECORD and not self._length(lines, n)

    def _record_at(self, lines: list[bytes], n: int) -> tuple[int, list[str] | None, Reason | None]:
        """(lines taken, the row or None, the reason or None for an empty line)."""
        line = lines[n]
        if not line.strip():
            return 1, None, None
        taken = self._length(lines, n)
        if not taken:
            return 1, None, "quote"
        try:
            text = b"\n".join(lines[n : n + taken]).decode(self.encoding).rstrip("\r")
        except UnicodeDecodeError:
            return 1, None, "bytes"
        row = _record(text, self.files)
        if len(row) == len(self.names) and "\ufffd" not in text:
            return taken, row, None
        return 1, None, "quote" if taken > 1 else "bytes" if "\ufffd" in text else "columns"

    def _length(self, lines: list[bytes], n: int) -> int:
        """How many lines the record takes: until its quotation marks are even. 0 when they never are."""
        quote = self.files.quote.encode()
        marks = 0
        for taken, line in enumerate(lines[n : n + MOST_LINES_OF_A_RECORD], start=1):
            marks += line.count(quote) if quote else 0
            if marks % 2 == 0:
                return taken
        return 0
