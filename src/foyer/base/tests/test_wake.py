"""Waking: after the commit, all at once, and never for what was undone."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foyer.base import live, wake
from foyer.base.live.event import Call

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def calls(monkeypatch):
    made: list[wake.Call] = []
    monkeypatch.setattr(wake, "send", lambda calls: made.extend((*call, connection.get_autocommit()) for call in calls))
    return made


def test_a_transaction_calls_once_it_is_durable_and_each_call_once(calls):
    with transaction.atomic():
        wake.after_commit(wake.FACTS)
        wake.after_commit(wake.FACTS)
        assert calls == []

    assert calls == [(wake.FACTS, "", True)]


def test_what_was_undone_calls_nobody(calls):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        wake.after_commit(wake.FACTS)
        raise ZeroDivisionError

    assert calls == []


def test_events_that_are_numbered_at_the_commit_call_after_it(calls):
    with transaction.atomic():
        live.publish("hall:1", "said", {"n": 1})

    ((channel, payload, is_durable),) = calls
    assert (channel, is_durable) == (wake.LIVE, True)
    heard = Call.heard(payload)
    assert (heard.topic, heard.seq, heard.kind, heard.said) == ("hall:1", 1, "said", {"n": 1})


def test_everything_a_transaction_has_to_say_is_one_statement():
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        wake.after_commit(wake.FACTS)
        for n in range(3):
            live.publish("hall:1", "said", {"n": n})

    assert [("pg_notify" in query["sql"]) for query in captured].count(True) == 1


def test_where_there_is_no_transaction_it_calls_at_once(calls):
    wake.after_commit(wake.FACTS)

    assert calls == [(wake.FACTS, "", True)]
