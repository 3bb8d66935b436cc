"""A pool of connections for the web processes.

Under ASGI every request runs in a new thread. A connection kept by its thread would therefore serve one request and
then lie idle until Python clears it away: a new connection a request, and under load more than the server takes.
Relay, jobs and commands have few threads that live long; there each thread keeps its own connection.
"""

from django.conf import settings
from django.db import connections

MOST_CONNECTIONS = 12  # of one web process; more requests than that at once wait for their turn
PATIENCE_SECONDS = 10.0


def share_connections() -> None:
    """From now on the threads of this process take their connections from one pool.

    They are under the account for web processes where the operator named one, which owns no table (`web_account.py`).
    """
    database = connections.settings["default"]
    database.update(settings.FOYER_WEB_DATABASE)
    pool = {"min_size": 1, "max_size": MOST_CONNECTIONS, "timeout": PATIENCE_SECONDS}
    if database["CONN_MAX_AGE"]:
        pool["max_idle"] = float(database["CONN_MAX_AGE"])
    database["CONN_MAX_AGE"] = 0
    database["OPTIONS"] = {**database["OPTIONS"], "pool": pool}


def close_pool() -> None:
    """Let go of the pool's connections; the process ends."""
    connections["default"].close_pool()  # type: ignore[attr-defined]  # the PostgreSQL backend's
