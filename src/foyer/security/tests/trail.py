"""A trail for tests: some entries, sealed and anchored; and somebody who owns the database but not the keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from foyer.base import audit
from foyer.base.actors import SYSTEM
from foyer.security.audit import anchoring, sealing

TRIED = audit.kind("tests.tried", "Tried something")


def sealed_trail(count: int = 6, *, anchored: bool = True) -> None:
    """Entries number 1 … count, each in the chain."""
    for number in range(count):
        audit.record(TRIED, by=SYSTEM, on=f"thing:{number}", reason=f"R{number}", details={"n": number})
    sealing.seal_waiting()
    if anchored:
        anchoring.anchor_if_due(every_seconds=0)


@contextmanager
def owner_without_keys() -> Iterator[Any]:
    """The owner of the tables, with the triggers out of the way: a cursor."""
    tables = ("security_auditentry", "security_auditseal", "security_auditanchor")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def entry_at(seq: int) -> Any:
    """The identifier of the entry sealed at a number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM security_auditseal WHERE seq = %s", [seq])
        return cursor.fetchone()[0]
