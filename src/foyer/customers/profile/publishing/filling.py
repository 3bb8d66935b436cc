"""The first rows of a table go in without its indexes, which are built in one go when the rows are there.

Kept up to date row by row they cost three times as much as the rows. Pages that ask an empty table wait meanwhile; a
table that has rows keeps its indexes and stays open. What is set aside comes back in the same transaction as it was:
by its name, from its own definition.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction
from psycopg import sql

IS_OURS_AND_EMPTY = """
    SELECT pg_has_role(relowner, 'USAGE') AND NOT EXISTS (SELECT 1 FROM {table})
      FROM pg_class WHERE oid = %s::regclass
"""
CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE conrelid = %s::regclass AND (contype = 'u' OR contype = 'f' AND EXISTS (
               SELECT 1 FROM pg_locks
                WHERE pid = pg_backend_pid() AND relation = confrelid AND mode = 'AccessExclusiveLock'))
     ORDER BY contype DESC, conname
"""
INDEXES = """
    SELECT relname, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE indrelid = %s::regclass AND NOT indisprimary AND NOT indisexclusion
       AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')
     ORDER BY relname
"""
MEMORY = "256MB"


@dataclass(frozen=True)
class _Aside:
    drop: sql.Composable
    restore: sql.Composable


@dataclass(frozen=True)
class Shut:
    """A table that had no row, without its indexes and checks until it is opened in the same transaction."""

    table: str
    aside: list[_Aside]

    def open(self) -> None:
        check_now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", [MEMORY])
        _run(one.restore for one in self.aside)
        _run([sql.SQL("ANALYZE {}").format(sql.Identifier(self.table))])


def shut(table: str) -> Shut | None:
    """Shut a table that is empty; nothing where it has rows, is not ours, or somebody is reading it."""
    return Shut(table, _set_aside(table)) if _is_empty(table) else None


@contextmanager
def filling(table: str) -> Iterator[bool]:
    """Whether the table is empty, and thus without its indexes and checks until the end."""
    found = shut(table)
    yield found is not None
    if found is not None:
        found.open()


def check_now() -> None:
    """Do the checks that wait for the end of the transaction: a table that some wait for cannot be altered, and each
    that waits takes memory.
    """
    _run(sql.SQL(f"SET CONSTRAINTS ALL {when}") for when in ("IMMEDIATE", "DEFERRED"))


def _is_empty(table: str) -> bool:
    """Looked at twice, as somebody may come before it is shut. Where somebody is reading it just now it stays open:
    to wait for them, with other tables shut already, could be to wait for each other.
    """
    if not _looks_empty(table):
        return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE NOWAIT").format(sql.Identifier(table)))
            is_empty = _looks_empty(table)
            transaction.set_rollback(not is_empty)  # which opens it again
            return is_empty
    except OperationalError:
        return False


def _looks_empty(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(IS_OURS_AND_EMPTY).format(table=sql.Identifier(table)), [table])
        return bool(cursor.fetchone()[0])


def _set_aside(table: str) -> list[_Aside]:
    name = sql.Identifier(table)
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [table])
        found = [
            _Aside(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(name, sql.Identifier(key)),
                sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(name, sql.Identifier(key), sql.SQL(text)),
            )
            for key, text in cursor.fetchall()
        ]
        cursor.execute(INDEXES, [table])
        found += [
            _Aside(sql.SQL("DROP INDEX {}").format(sql.Identifier(key)), sql.SQL(text))
            for key, text in cursor.fetchall()
        ]
    check_now()
    _run(one.drop for one in found)
    return found


def _run(statements: Iterable[sql.Composable]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
