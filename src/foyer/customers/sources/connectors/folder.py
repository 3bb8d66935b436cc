"""Files in a folder of this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from foyer.customers.sources.connectors import csv_rows, other_rows
from foyer.customers.sources.connectors.port import Batch, FileNotUsable, Item, Known
from foyer.customers.sources.shapes import Files, Source, Table

Reader = Callable[[Path, Files], Iterator[Batch]]
READERS: dict[str, Reader] = {"csv": csv_rows.read, "parquet": other_rows.parquet, "excel": other_rows.excel}
EXCEL = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}


@dataclass(frozen=True)
class FileItem:
    """One file. Its name is what tells it from others of its table; its digest whether it was landed before."""

    name: str
    path: Path
    files: Files
    mark: str = ""

    def digest(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def batches(self) -> Iterator[Batch]:
        return READERS[format_of(self.path.name, self.files)](self.path, self.files)

    def reached(self) -> tuple[str, list[str]]:
        return "", []


def format_of(name: str, files: Files) -> str:
    """The format that is said, or the one the name ends with; CSV where it says nothing."""
    if files.format:
        return files.format
    suffix = Path(name).suffix.lower()
    return "parquet" if suffix in (".parquet", ".pq") else "excel" if suffix in EXCEL else "csv"


class Folder:
    def __init__(self, source: Source, at: str | None = None) -> None:
        home = Path(source.file).parent if source.file else Path()
        self.folder = Path(at) if at is not None else home / source.settings["folder"]

    def __enter__(self) -> Self:
        if not self.folder.is_dir():
            what = _("There is no folder {folder}.").format(folder=self.folder)
            raise FileNotUsable(what, mend=_("Name the folder that holds the files: --at FOLDER."))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    def items(self, table: Table, known: Known) -> Iterable[Item]:
        """The files of the table, by name; the newest alone where that is asked for."""
        paths = sorted(path for path in self.folder.glob(table.file) if path.is_file())
        if not paths and table.mode == "full":
            what = _("There is no file {file} for the table {table}.").format(file=table.file, table=table.name)
            raise FileNotUsable(what, mend=_("Put it into {folder}, or name it otherwise.").format(folder=self.folder))
        chosen = [max(paths, key=lambda path: (path.stat().st_mtime, path.name))] if table.take == "newest" else paths
        return [FileItem(str(path.relative_to(self.folder)), path, table.files) for path in chosen]
