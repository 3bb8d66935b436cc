"""Deadlines that run, stand still, warn, fall due once, and keep the terms they began with."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.base import clock, clocks
from foyer.base.clocks import firing
from foyer.base.clocks.models import CalendarDay, ClockEvent, ClockPolicy
from foyer.base.text import Bilingual

pytestmark = pytest.mark.django_db

HOUR = 3600
WEEK = dict.fromkeys(["monday", "tuesday", "wednesday", "thursday", "friday"], "09:00-12:00 13:30-17:30")


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)


MONDAY = local("2026-11-23 09:00")


@pytest.fixture
def office():
    return clocks.calendar("test-office", name=Bilingual("办公", "Office"), week=WEEK)


@pytest.fixture
def reply(office):
    return define(office, seconds=8 * HOUR, warn_before=[HOUR])


def define(office, **terms):
    return clocks.define("test.reply", name=Bilingual("回复", "Reply"), calendar=office, **terms)


@pytest.fixture
def fired(monkeypatch):
    seen = []
    monkeypatch.setattr(firing, "_handlers", {})
    clocks.on_due("test.reply")(seen.append)
    return seen


def test_a_clock_warns_and_falls_due_once_in_business_time(reply, fired):
    started = clocks.start("test.reply", "case:1", at=MONDAY)
    assert (started.due_at, started.next_due) == (local("2026-11-24 10:00"), local("2026-11-23 17:30"))

    for instant in ("2026-11-23 17:29", "2026-11-23 17:30", "2026-11-24 09:30", "2026-11-24 10:00", "2026-11-24 11:00"):
        clocks.run_due(local(instant))

    assert [(due.is_warning, due.at, due.subject) for due in fired] == [
        (True, local("2026-11-23 17:30"), "case:1"),
        (False, local("2026-11-24 10:00"), "case:1"),
    ]
    assert not clocks.due_before(local("2027-01-01 00:00")).exists()


def test_starting_twice_starts_once(reply):
    first = clocks.start("test.reply", "case:1", at=MONDAY)
    again = clocks.start("test.reply", "case:1", at=MONDAY + timedelta(hours=1))

    assert (again.pk, again.due_at) == (first.pk, first.due_at)
    assert [event.kind for event in first.events.all()] == ["start"]


def test_what_was_stopped_can_be_started_again(reply):
    first = clocks.start("test.reply", "case:1", at=MONDAY)
    assert clocks.stop("case:1", at=MONDAY + timedelta(hours=1)) == 1
    assert clocks.stop("case:1") == 0

    second = clocks.start("test.reply", "case:1", at=MONDAY + timedelta(hours=2))
    assert second.pk != first.pk
    assert clocks.of("case:1") == second
    assert clocks.elapsed(first, MONDAY + timedelta(days=9)) == HOUR


def test_a_paused_clock_stands_still_and_goes_on_where_it_stood(reply, fired):
    clocks.start("test.reply", "case:1", at=MONDAY)
    clocks.pause("case:1", at=local("2026-11-23 10:00"))
    clocks.run_due(local("2026-12-01 00:00"))
    assert (fired, clocks.of("case:1").due_at) == ([], None)

    clocks.resume("case:1", at=local("2026-12-01 09:00"))

    running = clocks.of("case:1")
    assert running.due_at == local("2026-12-01 17:30")
    assert clocks.remaining(running, local("2026-12-01 17:30")) == 0
    assert clocks.remaining(running, local("2026-12-02 10:00")) == -HOUR
    assert [event.kind for event in running.events.all()] == ["start", "pause", "resume"]


def test_what_fell_due_before_a_pause_still_happens(reply, fired):
    clocks.start("test.reply", "case:1", at=MONDAY)

    clocks.pause("case:1", at=local("2026-11-24 11:00"))

    assert [due.is_warning for due in fired] == [True, False]
    assert clocks.of("case:1").due_at == local("2026-11-24 10:00")


def test_a_running_clock_keeps_the_version_it_began_with(office, reply):
    old = clocks.start("test.reply", "case:1", at=MONDAY)
    assert define(office, seconds=8 * HOUR, warn_before=[HOUR]) == reply

    define(office, seconds=4 * HOUR)
    new = clocks.start("test.reply", "case:2", at=MONDAY)

    assert ClockPolicy.objects.count() == 2
    assert (old.policy.version, new.policy.version) == (1, 2)
    assert (clocks.of("case:1").due_at, new.due_at) == (local("2026-11-24 10:00"), local("2026-11-23 14:30"))


def test_a_holiday_entered_later_moves_the_deadlines_that_still_run(office, reply):
    clocks.start("test.reply", "case:1", at=MONDAY)

    with clock.at(MONDAY + timedelta(hours=1)):
        clocks.set_day(office, local("2026-11-24 12:00").date(), "", reason=Bilingual("停电", "No power"))

    assert clocks.of("case:1").due_at == local("2026-11-25 10:00")


def test_a_year_of_chinas_holidays_is_entered_once_and_leaves_the_banks_own_days(office):
    with clock.at(local("2026-01-01 00:00")):
        clocks.set_day(office, local("2026-10-05 12:00").date(), "10:00-16:00")
        assert clocks.fill_china_year(office, 2026) == 38
        assert clocks.fill_china_year(office, 2026) == 0

    assert clocks.is_open(office, local("2026-10-10 10:00"))  # a make-up Saturday, at Monday's hours
    assert not clocks.is_open(office, local("2026-10-10 12:30"))
    assert clocks.opens_at(office, local("2026-09-30 20:00")) == local("2026-10-05 10:00")
    assert CalendarDay.objects.get(on="2026-10-10").reason.zh == "国庆节调休上班"


def test_a_year_that_is_not_published_is_refused_in_words(office):
    with pytest.raises(clocks.NotPublished):
        clocks.fill_china_year(office, 2099)


def test_a_legal_deadline_is_given_and_does_not_pause(office, fired):
    define(office, seconds=None, warn_before=[24 * HOUR])
    due_at = local("2026-12-08 00:00")

    legal = clocks.start("test.reply", "complaint:1", at=MONDAY, due_at=due_at)

    assert (legal.due_at, legal.next_due) == (due_at, local("2026-12-07 00:00"))
    assert clocks.remaining(legal, local("2026-12-07 23:00")) == HOUR
    with pytest.raises(clocks.CannotPause):
        clocks.pause("complaint:1", at=MONDAY)
    clocks.run_due(local("2026-12-08 00:00"))
    assert [due.seconds_left for due in fired] == [24 * HOUR, 0]


def test_a_deadline_nobody_defined_is_refused():
    with pytest.raises(clocks.UnknownDeadline):
        clocks.start("test.nothing", "case:1")


def test_a_failing_handler_leaves_nothing_and_is_tried_again_for_the_same_instant(reply, monkeypatch):
    seen, broken = [], [True]
    monkeypatch.setattr(firing, "_handlers", {})

    @clocks.on_due("test.reply")
    def handle(due):
        CalendarDay.objects.create(calendar=reply.calendar, on="2030-01-01")
        if broken:
            raise ValueError("mail server away")
        seen.append(due.at)

    clocks.start("test.reply", "case:1", at=MONDAY)
    at = local("2026-11-23 17:30")
    assert clocks.run_due(at) == 1
    assert not CalendarDay.objects.exists()
    assert not ClockEvent.objects.filter(kind="warned").exists()

    broken.clear()
    assert clocks.run_due(at) == 0
    clocks.run_due(at + timedelta(seconds=2))
    assert seen == [at]


def test_a_handler_may_stop_the_clock_it_hears(reply, monkeypatch):
    monkeypatch.setattr(firing, "_handlers", {})
    clocks.on_due("test.reply")(lambda due: clocks.stop(due.subject, at=due.at))
    clocks.start("test.reply", "case:1", at=MONDAY)

    clocks.run_due(local("2026-11-30 00:00"))

    assert [event.kind for event in clocks.of("case:1").events.all()] == ["start", "warned", "stop"]


def test_an_event_cannot_be_rewritten(reply):
    event = clocks.start("test.reply", "case:1", at=MONDAY).events.get()

    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ClockEvent.objects.filter(pk=event.pk).update(at=MONDAY)


def test_hours_that_make_no_sense_are_refused_in_the_back_office(office):
    office.monday = "17:00-09:00"

    with translation.override("en"), pytest.raises(ValidationError, match="Write hours like"):
        office.full_clean()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 1500), min_size=1, max_size=6), st.integers(0, 3000))
def test_time_used_is_the_open_minutes_while_it_ran(reply, gaps, look):
    """Start, then pause and resume by turns after so many minutes; against walking every minute."""
    hours, minute = reply.calendar.hours(), timedelta(minutes=1)
    with transaction.atomic():
        clocks.start("test.reply", "case:p", at=MONDAY)
        changes = [MONDAY]
        for number, gap in enumerate(gaps):
            changes.append(changes[-1] + gap * minute)
            (clocks.resume if number % 2 else clocks.pause)("case:p", at=changes[-1])
        at = changes[-1] + look * minute

        expected, step = 0, MONDAY
        while step < at:
            runs = sum(change <= step for change in changes) % 2 == 1
            expected += runs and hours.is_open(step)
            step += minute
        seen = clocks.of("case:p")
        assert clocks.elapsed(seen, at) == expected * 60
        if seen.is_running and seen.next_due and seen.due_at:
            assert clocks.remaining(seen, seen.due_at) == 0
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_relays_fire_each_point_once(office, monkeypatch):
    define(office, seconds=HOUR)
    seen, together = [], Barrier(2)
    monkeypatch.setattr(firing, "_handlers", {})
    clocks.on_due("test.reply")(lambda due: seen.append(due.subject))
    for number in range(20):
        clocks.start("test.reply", f"case:{number}", at=MONDAY)

    def relay():
        together.wait()
        clocks.run_due(local("2026-11-23 12:00"))
        connections.close_all()

    relays = [Thread(target=relay) for _ in range(2)]
    for thread in relays:
        thread.start()
    for thread in relays:
        thread.join()

    assert sorted(seen) == sorted(f"case:{number}" for number in range(20))
