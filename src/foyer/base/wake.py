"""Waking the processes that wait: NOTIFY after the commit, never inside it.

A transaction that has NOTIFYed takes a lock over the whole server until its commit is on disk, so that all such
commits queue up behind each other. Foyer therefore notifies after the commit, in a transaction of its own that
waits for no disk and travels with the commit. If the process dies between the two, nothing is lost: rows are durable
and every listener also looks by itself.
"""

from typing import cast

from django.db import connection as _connection

from foyer.base.postgres.base import DatabaseWrapper

FACTS = "foyer_facts"
LIVE = "foyer_live"
MOST_BYTES = 7_900  # PostgreSQL refuses a payload of 8,000 bytes or more

Call = tuple[str, str]

connection = cast(DatabaseWrapper, _connection)


def after_commit(channel: str, payload: str = "") -> None:
    """NOTIFY once the current transaction is durable; at once where there is none."""
    if connection.get_autocommit():
        connection.notify([(channel, payload)])
    else:
        connection.before_commit(_when_durable, (channel, payload), last=True)


def _when_durable(calls: list[Call]) -> None:
    """All that the transaction has to call, each once."""
    connection.notify_after_commit(list(dict.fromkeys(calls)))
