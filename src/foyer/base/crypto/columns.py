"""Sealing a column that was in clear until now, for a migration: in batches, in the migration's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from foyer.base.crypto.purposes import IDENTITY
from foyer.base.crypto.sealing import seal

BATCH = 2_000


def seal_column(
    cursor: Any, table: str, column: str, purpose: str = IDENTITY, *, empty: tuple[str, ...] = ("",), key: str = "id"
) -> int:
    """Every value of a text column, sealed in its place and for its row; returns how many. Run it exactly once."""

    def sealed(text: str, row: Any) -> str:
        home = row if isinstance(row, UUID) else None
        return "" if text in empty else seal(text, f"{table}.{column}", purpose, row=home)

    return change_column(cursor, table, column, sealed, key=key)


def change_column(
    cursor: Any, table: str, column: str, changed: Callable[[str, Any], str], *, to: str = "", cast: str = "text",
    key: str = "id",
) -> int:  # fmt: skip
    """Each value that is not empty, changed by a function of it and its row's key, in its column or in another."""
    count = 0
    for rows in _batches(cursor, table, column, key):
        values = [changed(text, identifier) for identifier, text in rows]
        cursor.execute(
            f'UPDATE "{table}" t SET "{to or column}" = f.v::{cast} '  # noqa: S608  names of our own migrations
            f'FROM unnest(%s::text[], %s::text[]) AS f(k, v) WHERE t."{key}"::text = f.k',
            [[str(identifier) for identifier, _text in rows], values],
        )
        count += len(rows)
    return count


def _batches(cursor: Any, table: str, column: str, key: str) -> Iterator[list[tuple[Any, str]]]:
    """Read once at the start: what a batch writes is not read by the next."""
    cursor.execute(f'SELECT "{key}" FROM "{table}" WHERE "{column}" IS NOT NULL AND "{column}"::text <> \'\'')  # noqa: S608
    keys = [row[0] for row in cursor.fetchall()]
    for first in range(0, len(keys), BATCH):
        cursor.execute(
            f'SELECT "{key}", "{column}"::text FROM "{table}" WHERE "{key}" = ANY(%s)',  # noqa: S608
            [keys[first : first + BATCH]],
        )
        yield cursor.fetchall()
