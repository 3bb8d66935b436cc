"""Bringing a staging table into the real one: update what changed, insert what is new, delete what is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from foyer.base.lake.serving.errors import DuplicateKeys
from foyer.base.lake.serving.tables import Target, quoted

STAGE = "_foyer_stage"


def make_stage(cursor: Any, target: Target, columns: Sequence[str]) -> None:
    """A temporary table: written to no log, and gone with the transaction however it ends."""
    names = ", ".join(quoted(column) for column in columns)
    cursor.execute(
        f"CREATE TEMP TABLE {STAGE} ON COMMIT DROP AS SELECT {names} FROM {quoted(target.name)} WITH NO DATA"  # noqa: S608
    )


def upsert(
    cursor: Any, target: Target, columns: Sequence[str], key: Sequence[str], compare: Sequence[str]
) -> tuple[int, int]:
    """Returns how many rows were inserted and how many updated; unchanged rows are neither."""
    cursor.execute("SET LOCAL work_mem = '256MB'")  # one hash join over everything, in memory
    cursor.execute(f"ANALYZE {STAGE}")
    _refuse_duplicates(cursor, target, key)
    updated = _update(cursor, target, columns, key, compare)
    return _insert(cursor, target, columns, key), updated


def _update(cursor: Any, target: Target, columns: Sequence[str], key: Sequence[str], compare: Sequence[str]) -> int:
    others = [column for column in columns if column not in key]
    if not others:
        return 0
    sets = ", ".join(f"{quoted(column)} = s.{quoted(column)}" for column in others)
    changed = f"({_names(compare, 't')}) IS DISTINCT FROM ({_names(compare, 's')})"
    cursor.execute(
        f"UPDATE {quoted(target.name)} t SET {sets} FROM {STAGE} s WHERE {_same(key)} AND {changed}"  # noqa: S608
    )
    return int(cursor.rowcount)


def _insert(cursor: Any, target: Target, columns: Sequence[str], key: Sequence[str]) -> int:
    defaults = target.defaults(columns)
    names = _names([*columns, *defaults])
    values = ", ".join([_names(columns, "s"), *(sql for sql, _params in defaults.values())])
    absent = f"NOT EXISTS (SELECT FROM {quoted(target.name)} t WHERE {_same(key)})"
    cursor.execute(
        f"INSERT INTO {quoted(target.name)} ({names}) SELECT {values} FROM {STAGE} s WHERE {absent}",  # noqa: S608
        [param for _sql, params in defaults.values() for param in params],
    )
    return int(cursor.rowcount)


def remove(cursor: Any, target: Target, key: Sequence[str], scope: Mapping[str, Any], gone: Mapping[str, Any]) -> int:
    """Rows of the scope that were not published: deleted, or set as `gone` says if they are not so yet."""
    within, params = _condition(scope)
    absent = f"NOT EXISTS (SELECT FROM {STAGE} s WHERE {_same(key)})"
    if not gone:
        cursor.execute(f"DELETE FROM {quoted(target.name)} t WHERE {within} AND {absent}", params)  # noqa: S608
        return int(cursor.rowcount)
    sets = ", ".join(f"{quoted(column)} = %s" for column in gone)
    unmarked = " AND ".join(f"t.{quoted(column)} IS NULL" for column in gone)
    cursor.execute(
        f"UPDATE {quoted(target.name)} t SET {sets} WHERE {within} AND {unmarked} AND {absent}",  # noqa: S608
        [*gone.values(), *params],
    )
    return int(cursor.rowcount)


def _refuse_duplicates(cursor: Any, target: Target, key: Sequence[str]) -> None:
    names = _names(key)
    cursor.execute(f"SELECT 1 FROM {STAGE} GROUP BY {names} HAVING count(*) > 1 LIMIT 1")  # noqa: S608
    if cursor.fetchone():
        raise DuplicateKeys(target.name, tuple(key))


def _condition(scope: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """A column is its value, or one of a list."""
    parts = [
        f"t.{quoted(column)} = ANY(%s)" if isinstance(value, list) else f"t.{quoted(column)} = %s"
        for column, value in scope.items()
    ]
    return " AND ".join(parts), list(scope.values())


def _same(key: Sequence[str]) -> str:
    return " AND ".join(f"t.{quoted(column)} = s.{quoted(column)}" for column in key)


def _names(columns: Sequence[str], table: str = "") -> str:
    prefix = f"{table}." if table else ""
    return ", ".join(prefix + quoted(column) for column in columns)
