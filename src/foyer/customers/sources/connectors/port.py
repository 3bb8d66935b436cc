"""What every connector gives: things to land, each a stream of rows as text, and what could not be read of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal, Sentence

if TYPE_CHECKING:
    import pyarrow as pa

    from foyer.customers.sources.shapes import Source, Table

ROW, FILE, NUMBER, SEEN_AT = "_row", "_file", "_number", "_seen_at"
"""What a raw row carries beside its columns: its line, its file, the order and the time in which that landed."""

OURS_OF_ROWS = {ROW, FILE, NUMBER, SEEN_AT}
ROWS_AT_ONCE = 50_000
Reason = Literal["columns", "quote", "bytes", "cut_short", "not_a_record"]

REASONS: Mapping[str, Sentence] = {
    "columns": _("the number of columns is not that of the header"),
    "quote": _("a quotation mark is opened and not closed"),
    "bytes": _("these bytes are not text in the encoding named"),
    "cut_short": _("the last line is cut short"),
    "not_a_record": _("this is not a record"),
}


@dataclass(frozen=True)
class Aside:
    """A line that could not be read: kept as it is, with its number and the reason."""

    line: int
    reason: Reason
    text: str


@dataclass(frozen=True)
class Batch:
    """Some rows, all of them text, with the line each begins on in `_row`; and the lines that are set aside."""

    rows: pa.RecordBatch
    aside: list[Aside] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What of a table was landed before: marks of files, the greatest watermark and the rows that had it."""

    marks: Mapping[str, str] = field(default_factory=dict)
    watermark: str = ""
    edge: frozenset[str] = frozenset()


class Item(Protocol):
    """One thing to land: a file, or the answer of a database or service."""

    @property
    def name(self) -> str: ...

    @property
    def mark(self) -> str:
        """Changes when the thing does, as far as can be told without reading it; empty when nothing can be told."""

    def digest(self) -> str:
        """SHA-256 of its bytes; empty where that is only known after reading."""

    def batches(self) -> Iterator[Batch]: ...

    def reached(self) -> tuple[str, list[str]]:
        """After reading: the greatest watermark seen and the fingerprints of the rows that have it."""


class Connector(Protocol):
    """A way to reach a source. Opened for the length of a run."""

    def items(self, table: Table, known: Known) -> Iterable[Item]: ...


class SourceAway(Refusal):
    """The source does not answer, or not as it should."""

    code = "source_away"
    message = _("The source does not answer.")
    mend = _("Check that it runs and that this machine may reach it; the next start goes on where this one stopped.")
    status = 503
    retry = True


class SecretMissing(Refusal):
    code = "secret_missing"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The environment variable {name} is not set.").format(name=name),
            mend=_("Set it to the secret that the mapping file speaks of, then start again."),
            name=name,
        )


class FileNotUsable(Refusal):
    code = "file_not_usable"
    status = 422


def scratch() -> Path:
    """Where a connector keeps what it fetches until it has landed."""
    folder = Path(settings.FOYER_LAKE) / "tmp"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def open_connector(source: Source, at: str | None = None, **edges: Any) -> Any:
    """The connector of a source, as a context manager. `at` is another folder for its files."""
    from foyer.customers.sources.connectors.database import Database
    from foyer.customers.sources.connectors.folder import Folder
    from foyer.customers.sources.connectors.service import Service
    from foyer.customers.sources.connectors.sftp import Sftp

    if at is not None:
        return Folder(source, at)
    kinds: dict[str, Any] = {"folder": Folder, "sftp": Sftp, "database": Database, "http": Service}
    return kinds[source.place](source, **edges)
