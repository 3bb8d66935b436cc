"""Append-only by the database: triggers refuse (migration 0001), and the house gives up its own right to change.

A superuser is not bound by privileges and may drop a trigger: the chain, the codes and the anchors find that out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate

REVOKED = "foyer.security.audit.guards"
TABLES = ("security_auditentry", "security_auditseal", "security_auditanchor")
_TABLES = ", ".join(TABLES)


def revoke_after_migrate(using: str, **_signal: Any) -> None:
    """Neither this account nor anybody else may change, delete or empty; also after a restore, which forgets it."""
    with connections[using].cursor() as cursor:
        if TABLES[0] not in connections[using].introspection.table_names(cursor):
            return
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {_TABLES} FROM PUBLIC, CURRENT_USER")


@contextmanager
def may_expire(cursor: Any) -> Iterator[None]:
    """For the length of a transaction the owner may delete; the triggers still ask for the tombstone."""
    cursor.execute(f"GRANT DELETE ON {_TABLES} TO CURRENT_USER")
    yield
    cursor.execute(f"REVOKE DELETE ON {_TABLES} FROM CURRENT_USER")


def may_be_emptied(using: str) -> None:
    """For a database of tests, whose tables are emptied between them: never called in a house."""
    post_migrate.disconnect(dispatch_uid=REVOKED)
    with connections[using].cursor() as cursor:
        cursor.execute(f"GRANT TRUNCATE ON {_TABLES} TO CURRENT_USER")
        for table in TABLES:
            cursor.execute(f"DROP TRIGGER IF EXISTS never_emptied ON {table}")
