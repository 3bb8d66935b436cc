"""Tables and queries of a SQL database, through SQLAlchemy; read in portions, never as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from types import TracebackType
from typing import Any, Self

from django.utils.translation import gettext as _
from sqlalchemy import ColumnElement, Connection, TextClause, bindparam, create_engine, literal_column, select, text
from sqlalchemy.exc import SQLAlchemyError

from foyer.customers.sources.connectors.answers import Answer, AnswerItem
from foyer.customers.sources.connectors.as_text import unique_names
from foyer.customers.sources.connectors.port import ROWS_AT_ONCE, Item, Known, SourceAway
from foyer.customers.sources.connectors.secrets import filled
from foyer.customers.sources.shapes import Source, Table

KINDS: dict[type, Callable[[str], Any]] = {
    bool: lambda kept: kept == "true",
    int: int,
    float: float,
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}
"""How text that `text_of` made is read again; the narrower kind before the wider."""


class Database:
    def __init__(self, source: Source) -> None:
        self._url = filled(source.settings["url"])
        self._rows_at_once = source.settings.get("rows_at_once", ROWS_AT_ONCE)

    def __enter__(self) -> Self:
        try:
            self._engine = create_engine(self._url)
            self._connection = self._engine.connect()
        except (SQLAlchemyError, ImportError) as error:
            raise _away(error) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.close()
        self._engine.dispose()

    def items(self, table: Table, known: Known) -> Iterable[Item]:
        since = known.watermark if table.mode == "incremental" else ""
        known = known if since else Known()
        return [AnswerItem(table.table or table.name, lambda: self._ask(table, since), table.watermark, known)]

    def _ask(self, table: Table, since: str) -> Answer:
        try:
            yield from _portions(self._connection, _asked(self._connection, table, since), self._rows_at_once)
        except SQLAlchemyError as error:
            raise _away(error) from None


def _asked(connection: Connection, table: Table, since: str) -> TextClause:
    """The rows from the watermark on; the query itself stays what the mapping file says."""
    rows = _rows(connection, table)
    if not since:
        return text(f"SELECT asked.* FROM {rows}")  # noqa: S608  the bank's own mapping
    named = connection.dialect.identifier_preparer.quote(table.watermark)
    asked = text(f"SELECT asked.* FROM {rows} WHERE asked.{named} >= :since")  # noqa: S608  the value is a parameter
    return asked.bindparams(bindparam("since", _of_its_kind(since, _sample(connection, rows, named))))


def _rows(connection: Connection, table: Table) -> str:
    quote = connection.dialect.identifier_preparer.quote
    named = ".".join(quote(part) for part in table.table.split("."))
    return f"({table.query.rstrip().rstrip(';')}) asked" if table.query else f"{named} asked"


def _sample(connection: Connection, rows: str, named: str) -> Any:
    """Any value of the watermark's column: most databases compare a column only with values of its own kind."""
    column: ColumnElement[Any] = literal_column(f"asked.{named}")
    return connection.execute(select(column).select_from(text(rows)).where(column.is_not(None)).limit(1)).scalar()


def _of_its_kind(kept: str, sample: Any) -> Any:
    """The watermark, which we keep as text, as what the column holds."""
    for kind, read in KINDS.items():
        if isinstance(sample, kind):
            return read(kept)
    return kept


def _portions(connection: Connection, asked: TextClause, rows: int) -> Iterator[tuple[list[str], Any]]:
    result = connection.execution_options(stream_results=True, yield_per=rows).execute(asked)
    names = unique_names(result.keys())
    yield names, []
    for part in result.partitions(rows):
        yield names, part


def _away(error: Exception) -> SourceAway:
    """Without the driver's own words: they may hold the address with its password, or values of rows."""
    kind = type(getattr(error, "orig", None) or error).__name__
    return SourceAway(
        _("The database of this source does not answer, or refuses the query ({kind}).").format(kind=kind)
    )
