"""A connection that can be told what to write just before it commits, and that keeps statements prepared.

Django has `on_commit` (after). A stream's numbers must be given at the very end of the transaction, in one fixed order:
locks on the numbering rows are then held for the length of the commit only, and two transactions cannot wait for each
other. What a rolled-back savepoint wanted to write is forgotten with it, as Django does for `on_commit`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations

Write = Callable[[list[Any]], None]


class Pending(NamedTuple):
    """One thing to be written before the commit, and the savepoints that can take it back."""

    savepoints: set[str]
    write: Write
    item: Any
    last: bool


class PreparedCursor(psycopg.Cursor[Any]):
    """Its statements are planned by the server once for each connection; their values travel beside them."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "PreparedCursor":
        super().execute(query, params, prepare=True)
        return self


class DatabaseOperations(PostgresOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """For logs and tests: a prepared statement as it would read with its values in it."""
        if isinstance(cursor, PreparedCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before_commit: list[Pending] = []

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with prepared statements allowed; its own cursors never use them."""
        return {**super().get_connection_params(), "prepare_threshold": 0}

    def prepared(self) -> Any:
        """A cursor for a statement that is run often: same text each time, `%s` where a value goes."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(PreparedCursor(self.connection))  # type: ignore[attr-defined]  # stubs lag

    def before_commit(self, write: Write, item: Any, *, last: bool = False) -> None:
        """As the last thing of this transaction call `write` once, with all items given for it, in their order.

        With `last`, after the writes that may still add to it.
        """
        self._before_commit.append(Pending(set(self.savepoint_ids), write, item, last))

    def write_pending(self) -> None:
        """Write what waits for the commit; the commit does this itself, a test may do it earlier."""
        while waiting := self._before_commit:
            next_one = min(waiting, key=lambda one: one.last).write  # the first of those that come first
            self._before_commit = [one for one in waiting if one.write is not next_one]
            next_one([one.item for one in waiting if one.write is next_one])

    def commit(self) -> None:
        try:
            self.write_pending()
        except BaseException:
            self.rollback()
            raise
        super().commit()

    def rollback(self) -> None:
        self._before_commit = []
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        super().savepoint_rollback(sid)
        self._before_commit = [kept for kept in self._before_commit if sid not in kept.savepoints]

    def close(self) -> None:
        self._before_commit = []
        super().close()
