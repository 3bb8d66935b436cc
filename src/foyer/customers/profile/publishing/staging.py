"""Many rows into a serving table at once: COPY into a temporary table, then one INSERT … ON CONFLICT.

A page that reads while this goes on sees the old rows or the new ones, never a mixture, and a row that has not changed
is not written again. The first rows of a table may go straight in, which needs half the disk and writes them once.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql

from foyer.customers.profile.publishing.filling import check_now, filling, shut


class Staging:
    """A temporary twin of a model's table with some of its columns; gone at the end of the transaction.

    `key` names the columns of the constraint by which a row is known; `compare` those that tell whether it changed
    (all but the key unless given); `fixed` those that are set when a row is new and then left alone. `own` gives, for
    a column that is not simply replaced, the SQL of its new value from `old` and `excluded`. `straight` lets the rows
    of a table that has none go into it at once, for rows that point to nothing which may be missing.
    """

    def __init__(
        self,
        model: type[models.Model],
        columns: Sequence[str],
        *,
        key: Sequence[str] = ("id",),
        compare: Sequence[str] = (),
        fixed: Sequence[str] = (),
        own: Mapping[str, str] | None = None,
        straight: bool = False,
    ) -> None:
        self.model, self.columns, self.key = model, list(columns), list(key)
        self.changing = [name for name in columns if name not in key and name not in fixed]
        self.compare = list(compare) or self.changing
        self.own = own or {}
        self.table = sql.Identifier(model._meta.db_table)
        self.copied = 0
        self.shut = shut(model._meta.db_table) if straight else None
        self.twin = self.table if self.shut else sql.Identifier(f"staged_{model._meta.db_table}")
        if not self.shut:
            self._create()

    @property
    def is_straight(self) -> bool:
        """Whether rows go into the table itself, which has no others."""
        return self.shut is not None

    def copy(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows, each in the order of the columns. They are written while they are made, if they come as made."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(self.twin, self._names(self.columns))
        with connection.cursor() as cursor, cursor.cursor.copy(statement) as copying:
            for row in rows:
                copying.write_row(row)
                self.copied += 1
        if self.shut:
            check_now()

    def keep_known(self, column: str, model: type[models.Model], *, or_none: bool = False) -> int:
        """Let go of staged rows that point to nothing in the table of `model`; with `or_none` only of the pointer."""
        known = sql.SQL("NOT EXISTS (SELECT 1 FROM {table} AS t WHERE t.id = new.{column})").format(
            table=sql.Identifier(model._meta.db_table), column=sql.Identifier(column)
        )
        if model is self.model:
            known += sql.SQL(" AND NOT EXISTS (SELECT 1 FROM {} AS s WHERE s.id = new.{})").format(
                self.twin, sql.Identifier(column)
            )
        change = sql.SQL("UPDATE {} AS new SET {} = NULL") if or_none else sql.SQL("DELETE FROM {} AS new")
        statement = change.format(self.twin, sql.Identifier(column)) + sql.SQL(" WHERE new.{} IS NOT NULL AND ").format(
            sql.Identifier(column)
        )
        with connection.cursor() as cursor:
            cursor.execute(statement + known)
            return int(cursor.rowcount)

    def merge(self) -> int:
        """Bring the table up to date with what was staged; how many rows were new or had changed."""
        if self.shut:
            self.shut.open()
            return self.copied
        with filling(self.model._meta.db_table) as is_empty, connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("INSERT INTO {table} AS old ({names}) SELECT {names} FROM {twin}{known}").format(
                    table=self.table,
                    names=self._names(self.columns),
                    twin=self.twin,
                    known=sql.SQL("") if is_empty else self._known(),
                )
            )
            return int(cursor.rowcount)

    def remove_missing(self, condition: sql.Composable) -> int:
        """Delete rows of the table under `condition` (on the alias `old`) that were not staged."""
        if self.shut:
            return 0
        same = sql.SQL(" AND ").join(sql.SQL("new.{0} = old.{0}").format(sql.Identifier(name)) for name in self.key)
        statement = sql.SQL(
            "DELETE FROM {table} AS old WHERE {condition} AND NOT EXISTS (SELECT 1 FROM {twin} AS new WHERE {same})"
        ).format(table=self.table, condition=condition, twin=self.twin, same=same)
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)

    def _create(self) -> None:
        statement = sql.SQL(
            "CREATE TEMPORARY TABLE {twin} ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"
        ).format(twin=self.twin, names=self._names(self.columns), table=self.table)
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(self.twin))
            cursor.execute(statement)

    def _known(self) -> sql.Composable:
        """What is done with rows that the table has already."""
        return sql.SQL(" ON CONFLICT ({}) DO {}").format(self._names(self.key), self._action())

    def _action(self) -> sql.Composable:
        if not self.changing:
            return sql.SQL("NOTHING")
        sets = [sql.SQL("{} = {}").format(sql.Identifier(name), self._value(name)) for name in self.changing]
        differs = [
            sql.SQL("old.{0} IS DISTINCT FROM excluded.{0}").format(sql.Identifier(name)) for name in self.compare
        ]
        return sql.SQL("UPDATE SET {} WHERE {}").format(sql.SQL(", ").join(sets), sql.SQL(" OR ").join(differs))

    def _value(self, name: str) -> sql.Composable:
        given = self.own.get(name)
        return sql.SQL(given) if given else sql.SQL("excluded.{}").format(sql.Identifier(name))

    def _names(self, names: Sequence[str]) -> sql.Composable:
        return sql.SQL(", ").join(map(sql.Identifier, names))
