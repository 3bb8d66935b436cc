"""Emptying the tests' database after a test that really commits: only the tables that it filled.

Django empties all 250 tables and makes permissions and roles anew, a second each time. Here that happens once; what it
leaves is remembered, and as long as a test left those rows alone, only rows beyond them are deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

_tests: Any = TransactionTestCase  # whose emptying Django gives no public name
_whole: Callable[[Any], None] = _tests._fixture_teardown
_left: dict[str, str] = {}
"""The tables that emptying leaves filled (permissions, roles, …), each with a digest of its rows."""


def install() -> None:
    """From now on Django's tests that commit are cleaned up after like this."""
    _tests._fixture_teardown = _empty


def _empty(case: Any) -> None:
    if not _left or case.available_apps is not None or not _emptied_quickly():
        _whole(case)
        _remember()


def _emptied_quickly() -> bool:
    """False where that does not do: the lasting rows were changed, or the account may not pass by triggers and keys."""
    with connection.cursor() as cursor:
        if not _may_pass_by(cursor) or any(_digest(cursor, table) != told for table, told in _left.items()):
            return False
        filled = [table for table in _filled(cursor) if table not in _left]
        cursor.execute("SET session_replication_role = replica")
        try:
            for table in filled:
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
    return True


def _remember() -> None:
    _left.clear()
    with connection.cursor() as cursor:
        _left.update({table: _digest(cursor, table) for table in _filled(cursor)})


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
