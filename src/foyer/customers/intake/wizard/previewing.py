"""A file that somebody brings: is it one we take, how is it written, what is in it."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.base.errors import Invalid
from foyer.customers.intake.wizard.guessing import kinds_of
from foyer.customers.sources.connectors.bytes_of import pieces
from foyer.customers.sources.connectors.folder import READERS, format_of
from foyer.customers.sources.connectors.port import OURS_OF_ROWS, Aside, FileNotUsable
from foyer.customers.sources.shapes import Files

LARGEST_BYTES = 200 << 20
ROWS_LOOKED_AT = 1_000
SAMPLES = 5
SUFFIXES = {".csv", ".txt", ".tsv", ".asc", ".dat", ".gz", ".zip", ".parquet", ".pq", ".xlsx", ".xlsm", ".xls", ".ods"}
ENCODINGS = ("utf-8", "gb18030", "big5", "iso-8859-2")
DELIMITERS = (",", ";", "\t", "|")
SHEETS_AS_ZIP = {".xlsx", ".xlsm", ".ods"}


class UploadNotUsable(Invalid):
    code = "upload_not_usable"
    message = gettext_lazy("This file cannot be previewed.")


@dataclass(frozen=True)
class Column:
    """One column: some of its values, how many are filled, and the share that each kind of value reads."""

    name: str
    samples: list[str]
    filled: float
    kinds: dict[str, float]

    @property
    def kind(self) -> str:
        """The likeliest kind, or text."""
        name, share = max(self.kinds.items(), key=lambda each: each[1], default=("text", 0.0))
        return name if share >= 0.8 else "text"


@dataclass(frozen=True)
class Preview:
    """`name` is the file's own name; `path` is where it lies now."""

    name: str
    path: Path
    files: Files
    columns: list[Column]
    rows: int
    aside: list[Aside]

    @property
    def samples(self) -> list[list[str]]:
        return [column.samples for column in self.columns]


def preview(path: Path, *, name: str = "") -> Preview:
    """Look at the first rows of a file. Raises UploadNotUsable, FileNotUsable."""
    name = name or path.name
    _accept(path, name)
    files = _written(path, name)
    for batch in READERS[format_of(name, files)](path, files):
        rows = batch.rows.slice(0, ROWS_LOOKED_AT)
        texts = {each: rows.column(each).to_pylist() for each in rows.schema.names if each not in OURS_OF_ROWS}
        columns = [_column(each, values) for each, values in texts.items()]
        return Preview(name, path, files, columns, batch.rows.num_rows, batch.aside)
    raise FileNotUsable(_("{file} has no rows.").format(file=name))


def _accept(path: Path, name: str) -> None:
    if Path(name).suffix.lower() not in SUFFIXES:
        what = _("Files of this kind are not taken: {file}.").format(file=name)
        raise UploadNotUsable(what, mend=_("Bring a CSV, Excel or Parquet file, packed with gzip or zip or not."))
    if path.stat().st_size > LARGEST_BYTES:
        what = _("The file is larger than {limit} MB.").format(limit=LARGEST_BYTES >> 20)
        raise UploadNotUsable(what, mend=_("Bring the first part of it: a few thousand rows are enough."))
    _look_inside(path, name)


def _look_inside(path: Path, name: str) -> None:
    """The bytes must be of the kind that the name says."""
    import filetype

    with path.open("rb") as file:
        head = file.read(4096)
    found, suffix = filetype.guess_extension(head) or "", Path(name).suffix.lower()
    text = suffix in {".csv", ".txt", ".tsv", ".asc", ".dat"}
    packed = {".gz": b"\x1f\x8b", ".zip": b"PK", ".parquet": b"PAR1", ".pq": b"PAR1"}
    is_wrong = (suffix in packed and not head.startswith(packed[suffix])) or (
        suffix in SHEETS_AS_ZIP and head[:2] != b"PK"
    )
    if is_wrong or (text and found and head.count(b"\0")):
        what = _("{file} is not what its name says.").format(file=name)
        raise UploadNotUsable(what, mend=_("Save it again as CSV, Excel or Parquet."))


def _written(path: Path, name: str) -> Files:
    """Encoding and delimiter of a text file, by trying."""
    files = Files()
    if format_of(name, files) != "csv":
        return files
    head = next(pieces(path, "auto", "utf-8"), b"")[: 1 << 18]
    whole = head[: head.rfind(b"\n") + 1] or head
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else _encoding(whole)
    lines = whole.decode(encoding, errors="replace").splitlines()[:20]
    return replace(files, encoding=encoding, delimiter=_delimiter(lines))


def _encoding(text: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "utf-8"


def _delimiter(lines: list[str]) -> str:
    """The one that parts every line into equally many columns, and into most."""

    def columns(delimiter: str) -> int:
        try:
            counts = {len(row) for row in csv.reader(lines, delimiter=delimiter) if row}
        except csv.Error:  # a field without an end
            return 0
        return counts.pop() if len(counts) == 1 else 0

    found = max(DELIMITERS, key=columns)
    return found if columns(found) > 1 else max(DELIMITERS, key=lambda each: lines[0].count(each) if lines else 0)


def _column(name: str, values: list[str | None]) -> Column:
    given = [value for value in values if value and value.strip()]
    share = len(given) / len(values) if values else 0.0
    return Column(name, list(dict.fromkeys(given))[:SAMPLES], share, kinds_of(given[:200]))
