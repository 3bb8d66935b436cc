"""What the house can do without: left alone once it failed, told of everywhere, tried again, back by itself."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from foyer.base import aids, clock
from foyer.base.aids import Aid, Away
from foyer.base.aids.aid import FAILURES, LONGEST_REST, REST, _known
from foyer.base.aids.models import Outage
from foyer.base.errors import Invalid
from foyer.base.text import Bilingual
from foyer.operations import health
from foyer.staff.tests.factories import UserFactory


class Helper:
    """Something outside that works or does not."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.calls = 0

    def work(self) -> int:
        self.calls += 1
        if self.error is not None:
            raise self.error
        return self.calls


@pytest.fixture
def helper() -> Helper:
    return Helper()


@pytest.fixture
def aid(helper: Helper) -> Iterator[Aid]:
    made = Aid(
        "lamp", name=Bilingual("灯", "The lamp"), without=Bilingual("先用蜡烛。", "Candles meanwhile."),
        probe=lambda: ask(made, helper),
    )  # fmt: skip
    with clock.at(clock.now()):
        yield made
    del _known["lamp"]


def ask(aid: Aid, helper: Helper) -> int:
    with aid.asked():
        return helper.work()


def fail(aid: Aid, helper: Helper, times: int = FAILURES) -> None:
    helper.error = MemoryError()
    for _number in range(times):
        with suppress(Away):
            ask(aid, helper)


def test_a_failure_now_and_then_is_no_outage(aid: Aid, helper: Helper) -> None:
    for _round in range(3):
        fail(aid, helper, FAILURES - 1)
        helper.error = None
        ask(aid, helper)

    assert not aid.is_away


def test_after_three_failures_in_a_row_it_is_left_alone(aid: Aid, helper: Helper) -> None:
    fail(aid, helper)

    with pytest.raises(Away) as refused:
        ask(aid, helper)

    assert helper.calls == FAILURES and aid.is_away and refused.value.retry


def test_one_call_tries_it_and_the_others_wait(aid: Aid, helper: Helper) -> None:
    fail(aid, helper)
    helper.error = None
    clock.advance(seconds=REST.total_seconds())

    with aid.asked(), pytest.raises(Away):  # the one that tries it, and another meanwhile
        ask(aid, helper)

    assert not aid.is_away and ask(aid, helper) == FAILURES + 1


def test_it_rests_longer_the_longer_it_is_away_but_not_for_ever(aid: Aid, helper: Helper) -> None:
    fail(aid, helper)
    rests = []
    for _number in range(6):
        before = clock.now()
        while aid.is_away:
            clock.advance(seconds=1)
        rests.append(clock.now() - before)
        with suppress(Away):
            ask(aid, helper)

    assert rests == [REST, 2 * REST, 4 * REST, 8 * REST, LONGEST_REST, LONGEST_REST]


def test_a_refusal_of_its_own_counts_and_is_told_as_it_is(aid: Aid, helper: Helper) -> None:
    helper.error = Invalid("no vectors")
    for _number in range(FAILURES):
        with pytest.raises(Invalid):
            ask(aid, helper)

    with pytest.raises(Away):
        ask(aid, helper)


@pytest.mark.django_db
def test_an_outage_is_one_row_from_its_beginning_to_its_end(
    aid: Aid, helper: Helper, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        fail(aid, helper)
    clock.advance(seconds=REST.total_seconds())
    with django_capture_on_commit_callbacks(execute=True):
        fail(aid, helper, 1)

    [missing] = aids.now_away()
    row = Outage.objects.get()
    assert (missing.code, missing.name, row.failed_count, row.error) == ("lamp", "灯", 2, "MemoryError")

    clock.advance(seconds=10 * REST.total_seconds())
    helper.error = None
    with django_capture_on_commit_callbacks(execute=True):
        ask(aid, helper)
    assert aids.now_away() == [] and Outage.objects.get().ended_at == clock.now()


@pytest.mark.django_db
def test_an_outage_ends_though_nobody_asks_any_more(aid: Aid, helper: Helper) -> None:
    """The process that met it was killed; the watcher tries it, a minute after the last failure."""
    row = Outage.objects.create(aid="lamp", error="OSError")
    helper.error = OSError()
    assert aids.probe_all() == 0  # somebody met it just now
    clock.advance(seconds=61)
    assert aids.probe_all() == 0

    helper.error = None
    assert aids.probe_all() == 1

    row.refresh_from_db()
    assert row.ended_at == clock.now()


@pytest.mark.django_db
def test_an_aid_that_is_no_longer_used_is_not_away_for_ever() -> None:
    Outage.objects.create(aid="gone", error="OSError", failed_at=clock.now() - timedelta(hours=1))

    assert aids.probe_all() == 1 and aids.now_away() == []


def test_a_rehearsal_is_met_by_nobody_else(aid: Aid, helper: Helper) -> None:
    with aid.rehearsed() as rehearsal:
        for _number in range(FAILURES):
            with pytest.raises(Away):
                ask(aid, helper)
        assert aid.is_away and helper.calls == 0
        rehearsal.is_failing, rehearsal.breaker.until = False, clock.now()
        assert ask(aid, helper) == 1
    assert not aid.is_away


@pytest.mark.django_db
def test_health_and_metrics_tell_it_and_the_process_stays_ready(
    aid: Aid, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(health.CHECKS, "relay", lambda: "ok")
    assert client.get("/readyz").json()["without"] == {}
    Outage.objects.create(aid="lamp", error="OSError", since=clock.now() - timedelta(minutes=5))

    ready, figures = client.get("/readyz"), client.get("/metrics").content.decode()

    assert ready.status_code == 200 and set(ready.json()["without"]) == {"lamp"}
    assert 'foyer_aid_away_seconds{aid="lamp"} 300.0' in figures
    assert 'foyer_aid_away_seconds{aid="meaning"} 0.0' in figures


@pytest.mark.django_db
def test_the_back_office_tells_it_to_those_who_run_the_house(aid: Aid, client: Client) -> None:
    Outage.objects.create(aid="lamp", error="OSError")
    shown = {}
    for role in ("administrator", "security_administrator", "data_steward"):
        client.force_login(UserFactory(username=role, role=role, is_staff=True))
        shown[role] = "先用蜡烛。" in client.get("/admin/").content.decode()
        status = client.get("/admin/base/outage/").status_code
        assert status == (200 if shown[role] else 403)

    assert shown == {"administrator": True, "security_administrator": True, "data_steward": False}
