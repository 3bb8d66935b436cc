"""A connection that can be told what to write just before it commits and whom to wake just after, that holds writes
back until something is asked of it, and that keeps statements prepared.

Django has `on_commit` (after). A stream's numbers must be given at the very end of the transaction, in one fixed order:
locks on the numbering rows are then held for the length of the commit only, and two transactions cannot wait for each
other. What a rolled-back savepoint wanted to write is forgotten with it, as Django does for `on_commit`.

A write whose outcome nobody waits for (`hold`) costs no round trip of its own: it goes, with all that were held since,
as one statement before the next thing that is asked of the connection; a read of other tables need not wait for it.
What is wrong with it is told there.

Whom to wake goes with the commit, in the same message to the server and as a transaction of its own after it: it costs
no round trip, and no other commit waits for it (decision 2).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, cast

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.db.backends.utils import debug_transaction
from psycopg.pq import Escaping

Write = Callable[[list[Any]], None]
Notice = tuple[str, str]
MOST_HELD = 16


class Pending(NamedTuple):
    """One thing to be written before the commit, and the savepoints that can take it back."""

    savepoints: set[str]
    write: Write
    item: Any
    last: bool


class Held(NamedTuple):
    """A write that waits for company: its statement, its values, the table it is about."""

    text: str
    values: list[Any]
    table: str
    is_alone: bool


class PreparedCursor(psycopg.RawCursor[Any]):
    """Its statements are planned by the server once for each connection; their values travel beside them.

    Closed, it lies in `spare` for the next statement: how each type is written and read it has found out by then.
    """

    def __init__(self, connection: Any, spare: "list[PreparedCursor]") -> None:
        super().__init__(connection)
        self._spare = spare

    def close(self) -> None:
        if self in self._spare:
            return
        if self._spare or self.connection.closed:
            super().close()
        else:
            self._spare.append(self)

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "PreparedCursor":
        super().execute(query if params is None else _numbered(query), params, prepare=True)
        return self


@lru_cache(maxsize=512)
def _numbered(query: str) -> str:
    """With $1, $2 … for %s, as the server wants them: psycopg would read a long statement through each time."""
    first, *rest = (part.replace("%%", "%") for part in query.split("%s"))
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))


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
        self._held: list[Held] = []
        self._spare: list[PreparedCursor] = []
        self._notices: list[Notice] = []

    @property
    def force_debug_cursor(self) -> bool:
        """Whether statements are logged: whoever begins to watch sees those that are asked for from then on."""
        return self._is_watched

    @force_debug_cursor.setter
    def force_debug_cursor(self, is_watched: bool) -> None:
        if is_watched:
            self.write_held()
        self._is_watched = is_watched

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with prepared statements allowed; its own cursors never use them."""
        return {**super().get_connection_params(), "prepare_threshold": 0}

    def prepared(self) -> Any:
        """A cursor for a statement that is run often: same text each time, `%s` where a value goes."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(self._prepared())  # type: ignore[attr-defined]  # stubs lag

    def _prepared(self) -> PreparedCursor:
        cursor = self._spare.pop() if self._spare else None
        if cursor is None or cursor.connection is not self.connection:
            self._spare = []  # those of an earlier connection have that one's
            cursor = PreparedCursor(self.connection, self._spare)
        return cursor

    def hold(self, text: str, values: list[Any], table: str, *, alone: bool = False) -> None:
        """Write this with the next statement, at the latest with the commit; at once where there is no transaction.

        `text` is one INSERT or UPDATE that returns nothing. `alone` says that it may not go with others of its table:
        the parts of a statement do not see what the others write, and nobody knows which comes first.
        """
        if any(one.table == table and (alone or one.is_alone) for one in self._held):
            self.write_held()
        if not self._held:
            self.execute_wrappers.insert(0, self._held_first)
        self._held.append(Held(text, values, table, alone))
        if len(self._held) >= MOST_HELD or not self.in_atomic_block:
            self.write_held()

    def write_after_held(self, text: str, values: list[Any]) -> list[tuple[Any, ...]]:
        """Write what is held and then this, as one statement; its rows.

        `text` is what follows a WITH. PostgreSQL is free to begin with any part of a statement: what locks rows must
        say `{after_held}` among its conditions, and then does not begin before all that is held is written.
        """
        held = self._let_go()
        parts = [f"w{number} AS ({one.text} RETURNING 1)" for number, one in enumerate(held)]
        written = [f"(SELECT count(*) FROM w{number}) >= 0" for number in range(len(held))]  # noqa: S608
        last = text.replace("{after_held}", " AND ".join(written) or "TRUE")
        theirs = [value for one in held for value in one.values]
        with self.prepared() as cursor:
            cursor.execute(f"WITH {', '.join([*parts, last])}", [*theirs, *values])
            return cast(list[tuple[Any, ...]], cursor.fetchall())

    def write_held(self) -> None:
        """Write what is held, as one statement."""
        held = self._let_go()
        if held:
            *others, last = [one.text for one in held]
            before = ", ".join(f"w{number} AS ({text})" for number, text in enumerate(others))
            with self.prepared() as cursor:
                values = [value for one in held for value in one.values]
                cursor.execute(f"WITH {before} {last}" if others else last, values)

    def _held_first(self, execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Before anything else is executed, but for a read of other tables."""
        is_read = isinstance(context["cursor"].cursor, PreparedCursor) and sql.startswith("SELECT")
        if not is_read or any(f'"{one.table}"' in sql for one in self._held):
            self.write_held()
        return execute(sql, params, many, context)

    def _let_go(self) -> list[Held]:
        held, self._held = self._held, []
        if held:
            self.execute_wrappers.remove(self._held_first)
        return held

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
        self.write_held()

    def commit(self) -> None:
        try:
            self.write_pending()
        except BaseException:
            self.rollback()
            raise
        super().commit()

    def _commit(self) -> None:
        notices, self._notices = self._notices, []
        if not notices or self.connection is None:
            super()._commit()  # type: ignore[misc]  # stubs lag
            return
        with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
            self._at_once(f"COMMIT; {self._notifying(notices)}")

    def notify(self, notices: list[Notice]) -> None:
        """NOTIFY each (channel, payload) now, outside a transaction."""
        self.ensure_connection()
        with self.wrap_database_errors:
            self._at_once(self._notifying(notices))

    def notify_after_commit(self, notices: list[Notice]) -> None:
        """NOTIFY each (channel, payload) once this transaction is durable, without waiting for the disk again."""
        self._notices += notices

    def _notifying(self, notices: list[Notice]) -> str:
        quoted = Escaping(self.connection.pgconn)
        calls = (f"NOTIFY {channel}, {quoted.escape_literal(text.encode()).decode()}" for channel, text in notices)
        return "; ".join(("SET LOCAL synchronous_commit = off", *calls))

    def _at_once(self, statements: str) -> None:
        """Several statements in one message, which only the simple protocol takes."""
        with psycopg.RawCursor(self.connection) as cursor:
            cursor.execute(statements.encode(), prepare=False)

    def rollback(self) -> None:
        self._let_go()
        self._before_commit = []
        self._notices = []
        super().rollback()

    def savepoint_rollback(self, sid: str) -> None:
        self._let_go()  # all of it is younger than the savepoint, which was made after what was held before it
        super().savepoint_rollback(sid)
        self._before_commit = [kept for kept in self._before_commit if sid not in kept.savepoints]

    def close(self) -> None:
        self._let_go()
        self._before_commit = []
        self._notices = []
        super().close()
