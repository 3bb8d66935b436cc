"""Waking the processes that wait: one NOTIFY after the commit, never inside it.

A transaction that has NOTIFYed takes a lock over the whole server until its commit is on disk, so that all such
commits queue up behind each other. Foyer therefore notifies after the commit, in a transaction of its own that
waits for no disk. If the process dies between the two, nothing is lost: rows are durable and every listener also
looks by itself.
"""

from collections.abc import Callable

from django.db import connection, transaction

FACTS = "foyer_facts"
LIVE = "foyer_live"
MOST_BYTES = 7_900  # PostgreSQL refuses a payload of 8,000 bytes or more

Payloads = Callable[[], list[tuple[str, str]]]


def after_commit(payloads: Payloads) -> None:
    """Send the (channel, payload) pairs that `payloads()` gives once the current transaction is durable."""
    transaction.on_commit(lambda: send(payloads()))


def send(pairs: list[tuple[str, str]]) -> None:
    """NOTIFY each pair at once; on a connection that is not inside a transaction this is one round trip."""
    if not pairs:
        return
    calls = ", ".join(["pg_notify(%s, %s)"] * len(pairs))
    values = [value for pair in pairs for value in pair]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config('synchronous_commit', 'off', true), {calls}", values)
