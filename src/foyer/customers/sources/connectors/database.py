"""Tables and queries of a SQL database, through SQLAlchemy; read in portions, never as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

from django.utils.translation import gettext as _
from sqlalchemy import Connection, bindparam, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from foyer.customers.sources.connectors.answers import Answer, AnswerItem
from foyer.customers.sources.connectors.as_text import unique_names
from foyer.customers.sources.connectors.port import ROWS_AT_ONCE, Item, Known, SourceAway
from foyer.customers.sources.connectors.secrets import filled
from foyer.customers.sources.shapes import Source, Table


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
            yield from _portions(self._connection, _query(self._connection, table, since), since, self._rows_at_once)
        except SQLAlchemyError as error:
            raise _away(error) from None


def _query(connection: Connection, table: Table, since: str) -> str:
    """The rows from the watermark on; the query itself stays what the mapping file says."""
    quote = connection.dialect.identifier_preparer.quote
    named = ".".join(quote(part) for part in table.table.split("."))
    rows = f"({table.query.rstrip().rstrip(';')})" if table.query else named
    where = f" WHERE asked.{quote(table.watermark)} >= :since" if since else ""
    return f"SELECT asked.* FROM {rows} asked{where}"  # noqa: S608  the bank's own mapping; the value is a parameter


def _portions(connection: Connection, query: str, since: str, rows: int) -> Iterator[tuple[list[str], Any]]:
    asked = text(query).bindparams(bindparam("since", since)) if since else text(query)
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
