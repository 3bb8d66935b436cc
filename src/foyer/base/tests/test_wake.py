"""Waking: after the commit, all at once, and never for what was undone."""

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from foyer.base import live, wake
from foyer.base.live.event import Call
from foyer.base.live.models import LiveTopic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listener():
    """Another process, which is woken."""
    settings = connections["default"].get_connection_params()
    wanted = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute(f"LISTEN {wake.FACTS}")
        other.execute(f"LISTEN {wake.LIVE}")
        yield other


def heard(listener, count: int = 50) -> list[wake.Call]:
    """What it hears until `count` calls came, or none for a while."""
    return [(note.channel, note.payload) for note in listener.notifies(timeout=0.3, stop_after=count)]


def test_a_transaction_calls_once_it_is_durable_and_each_call_once(listener):
    with transaction.atomic():
        wake.after_commit(wake.FACTS)
        wake.after_commit(wake.FACTS)
        connection.write_pending()
        assert heard(listener) == []

    assert heard(listener) == [(wake.FACTS, "")]


def test_what_was_undone_calls_nobody_then_or_later(listener):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        wake.after_commit(wake.FACTS)
        connection.write_pending()
        raise ZeroDivisionError
    with transaction.atomic():
        LiveTopic.objects.create(name="hall:1")

    assert heard(listener) == []


def test_a_commit_that_is_refused_calls_nobody(listener):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE once (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    try:
        with pytest.raises(Exception, match="once_n_key"), transaction.atomic():
            wake.after_commit(wake.FACTS)
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO once VALUES (1), (1)")
        with transaction.atomic():
            LiveTopic.objects.create(name="hall:1")

        assert heard(listener) == []
        assert LiveTopic.objects.filter(name="hall:1").exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE once")


def test_whoever_is_called_finds_what_was_written(listener):
    with transaction.atomic():
        live.publish("hall:1", "said", {"n": 1})

    ((channel, payload),) = heard(listener, 1)
    (last,) = listener.execute("SELECT last_seq FROM base_livetopic WHERE name = 'hall:1'").fetchone()
    call = Call.heard(payload)
    assert (channel, last) == (wake.LIVE, 1)
    assert (call.topic, call.seq, call.kind, call.said) == ("hall:1", 1, "said", {"n": 1})


def test_whatever_is_said_arrives_as_it_was_and_is_never_read_as_a_statement(listener):
    said = {"text": "it's 100 % \\ “好” '; DROP TABLE base_livetopic; --", "n": "\u0001"}
    with transaction.atomic():
        live.publish("hall:o'clock", "said", said)
        wake.after_commit(wake.FACTS, "'); SELECT 1; --\\")

    (_live, payload), (_facts, words) = sorted(heard(listener, 2), reverse=True)
    assert Call.heard(payload).said == said
    assert words == "'); SELECT 1; --\\"


def test_to_call_costs_no_statement_of_its_own(listener):
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        wake.after_commit(wake.FACTS)
        for n in range(3):
            live.publish("hall:1", "said", {"n": n})

    assert [query["sql"].split()[0] for query in captured] == ["BEGIN", "WITH", "COMMIT"]
    assert len(heard(listener, 4)) == 4


def test_where_there_is_no_transaction_it_calls_at_once(listener):
    wake.after_commit(wake.FACTS)

    assert heard(listener, 1) == [(wake.FACTS, "")]
