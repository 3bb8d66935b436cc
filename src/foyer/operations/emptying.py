"""Emptying the tests' database after a test that really commits: only the tables that it filled.

Django empties all 250 tables and makes permissions and roles anew, a second each time. Here that happens once; what it
leaves is remembered, and put back where a test changed it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import connection
from django.test import TransactionTestCase

_tests: Any = TransactionTestCase  # whose emptying Django gives no public name
_whole: Callable[[Any], None] = _tests._fixture_teardown


class Left(NamedTuple):
    """What emptying leaves in a table (permissions, roles, …)."""

    digest: str
    rows: bytes


_left: dict[str, Left] = {}


def install() -> None:
    """From now on Django's tests that commit are cleaned up after like this."""
    _tests._fixture_teardown = _empty


def _empty(case: Any) -> None:
    if not _left or case.available_apps is not None or not _emptied_quickly():
        _whole(case)
        _remember()


def _emptied_quickly() -> bool:
    """False where that does not do: the account may not pass by triggers and keys."""
    with connection.cursor() as cursor:
        if not _may_pass_by(cursor):
            return False
        changed = [table for table, left in _left.items() if _digest(cursor, table) != left.digest]
        beyond = [table for table in _filled(cursor) if table not in _left]
        cursor.execute("SET session_replication_role = replica")
        try:
            for table in (*changed, *beyond):
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
            for table in changed:
                _put_back(cursor, table)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
    return True


def _put_back(cursor: Any, table: str) -> None:
    with cursor.cursor.copy(f'COPY "{table}" FROM STDIN') as copying:
        copying.write(_left[table].rows)


def _remember() -> None:
    _left.clear()
    with connection.cursor() as cursor:
        for table in _filled(cursor):
            with cursor.cursor.copy(f'COPY "{table}" TO STDOUT') as copying:
                rows = b"".join(bytes(piece) for piece in copying)
            _left[table] = Left(_digest(cursor, table), rows)


def _may_pass_by(cursor: Any) -> bool:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(cursor.fetchone()[0])


def _filled(cursor: Any) -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)  # noqa: S608
    cursor.execute(" UNION ALL ".join(asked))
    return [name for (name,) in cursor.fetchall()]


def _digest(cursor: Any, table: str) -> str:
    cursor.execute(f'SELECT md5(string_agg(row::text, chr(10) ORDER BY row::text)) FROM "{table}" AS row')  # noqa: S608
    return str(cursor.fetchone()[0])
