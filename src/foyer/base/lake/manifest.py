"""The manifest: which files are the dataset, what their columns are, and which parts they came as."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from foyer.base import clock

if TYPE_CHECKING:
    import ibis
    import ibis.expr.datatypes as dt

INSTANT = "timestamp(6)"
Columns = tuple[tuple[str, str], ...]
"""Each column's name and type, as Ibis writes it."""


@dataclass(frozen=True)
class FileEntry:
    """One Parquet file; `part` is empty where it holds rows of several. `columns` counts those it was written with."""

    path: str
    rows: int
    bytes: int
    part: str = ""
    columns: int = 0


@dataclass(frozen=True)
class Part:
    """Something that was added once: its fingerprint, if the writer gave one, and its rows."""

    rows: int
    at: str
    fingerprint: str = ""


@dataclass(frozen=True)
class Manifest:
    name: str
    version: int
    columns: Columns
    partitions: tuple[str, ...]
    files: tuple[FileEntry, ...]
    parts: dict[str, Part] = field(default_factory=dict)
    written_at: str = ""

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files)

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.written_at)

    @property
    def is_mixed(self) -> bool:
        """Whether some files were written before columns were added."""
        return any(file.columns != len(self.columns) for file in self.files)

    @property
    def schema(self) -> ibis.Schema:
        return schema_of(self.columns)

    def next(
        self,
        *,
        files: Iterable[FileEntry],
        columns: Columns | None = None,
        parts: dict[str, Part] | None = None,
        is_same: bool = False,
    ) -> Manifest:
        """The version that follows, as of now; as of then where its rows are the same in other files."""
        return replace(
            self,
            version=self.version + 1,
            files=tuple(files),
            columns=self.columns if columns is None else columns,
            parts=self.parts if parts is None else parts,
            written_at=self.written_at if is_same else clock.now().isoformat(),
        )

    def as_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Manifest:
        given: dict[str, Any] = json.loads(text)
        given["columns"] = tuple((name, kind) for name, kind in given["columns"])
        given["partitions"] = tuple(given["partitions"])
        given["files"] = tuple(FileEntry(**file) for file in given["files"])
        given["parts"] = {key: Part(**part) for key, part in given["parts"].items()}
        return cls(**given)


def schema_of(columns: Columns) -> ibis.Schema:
    import ibis

    return ibis.schema(dict(columns))


def columns_of(schema: ibis.Schema) -> Columns:
    """Columns as the lake keeps them: any may be empty (the quality gate asks, not the file), instants are in UTC."""
    return tuple((name, _kept(kind)) for name, kind in schema.items())


def _kept(kind: dt.DataType) -> str:
    if kind.is_null():
        return "string"
    return INSTANT if kind.is_timestamp() else str(kind.copy(nullable=True))


def with_part(parts: dict[str, Part], part: str, rows: int, fingerprint: str) -> dict[str, Part]:
    """The parts and one more; rows that came as no part leave no trace."""
    return {**parts, part: Part(rows, clock.now().isoformat(), fingerprint)} if part else parts
