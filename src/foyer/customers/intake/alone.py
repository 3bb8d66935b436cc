"""One run per source at a time, over all processes and machines: a lock that dies with its connection."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from foyer.customers.intake.errors import IntakeBusy


@contextmanager
def alone(source: str) -> Iterator[None]:
    """Nobody else runs this source until the block ends. Raises IntakeBusy."""
    key = f"foyer intake {source}"
    if not _ask("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key):
        raise IntakeBusy
    try:
        yield
    finally:
        if connection.is_usable():
            _ask("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)


def _ask(sql: str, key: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        return cursor.fetchone()[0]
