"""A web process serves each request in a thread of its own; they share a few connections."""

from threading import Thread

import pytest
from django.db import close_old_connections, connection, connections

from foyer.base.postgres import pooling

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pool():
    database = connections.settings["default"]
    before = dict(database)
    pooling.share_connections()
    yield
    pooling.close_pool()
    database.update(before)


def serve(sessions: set[int]) -> None:
    """What a request does with the database, and what Django does after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        sessions.add(cursor.fetchone()[0])
    close_old_connections()


def test_requests_one_after_the_other_do_not_each_open_a_connection(pool):
    sessions: set[int] = set()

    for _request in range(10):
        thread = Thread(target=serve, args=[sessions])
        thread.start()
        thread.join()

    assert len(sessions) <= 2  # giving one back and taking the next may cross


def test_requests_at_once_take_no_more_connections_than_the_pool_has(pool):
    sessions: set[int] = set()
    threads = [Thread(target=serve, args=[sessions]) for _request in range(pooling.MOST_CONNECTIONS * 3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 <= len(sessions) <= pooling.MOST_CONNECTIONS
