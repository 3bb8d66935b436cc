"""Out of hours, and when somebody says nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from foyer.base import clock
from foyer.base.actors import ASSISTANT, Actor
from foyer.base.clocks import calendar
from foyer.base.text import Bilingual
from foyer.conversations import actions
from foyer.conversations.models import Closure, Conversation, Queue
from foyer.conversations.routing import place_in_queue, route_waiting
from foyer.conversations.sweeping import sweep
from foyer.conversations.tests.factories import at_work, conversation, events_of, replies, says, served_by, waiting
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.actions import touch_presence
from foyer.staff.tests.cast import Cast

MONDAY_NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC) - timedelta(hours=8)
TUESDAY_NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def night(queue: Queue):
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-12:00 13:00-17:00")
    queue.calendar = calendar("office", name=Bilingual("办公时间", "Office hours"), week=week)
    queue.out_of_hours_text = Bilingual("我们九点上班。", "We open at nine.")
    queue.save()
    with clock.at(MONDAY_NIGHT):
        yield


def test_at_night_the_customer_is_told_when_we_open_and_nobody_is_disturbed(cast: Cast, queue: Queue, night) -> None:
    at_work(cast.agent)

    talk = waiting()
    route_waiting()

    place = place_in_queue(talk.id)
    assert (place.open_now, place.opens_at, place.wait_seconds) == (False, TUESDAY_NINE, None)
    (event,) = events_of(talk, "out_of_hours")
    assert event.payload["event"]["params"]["text"]["en"] == "We open at nine."
    assert Conversation.objects.get(pk=talk.pk).offered_to is None


def test_in_the_morning_it_is_offered(cast: Cast, queue: Queue, night) -> None:
    at_work(cast.agent)
    talk = waiting()

    clock.advance(hours=11, minutes=1)
    touch_presence(cast.agent)
    route_waiting()

    assert Conversation.objects.get(pk=talk.pk).offered_to == cast.agent


def test_the_time_to_answer_counts_open_hours_only(cast: Cast, queue: Queue, night) -> None:
    clock.advance(hours=18, minutes=59)  # Tuesday 16:59
    talk = served_by(cast.agent)
    says(talk)

    clock.advance(minutes=30)
    sweep()
    assert Conversation.objects.get(pk=talk.pk).assignee == cast.agent
    clock.advance(hours=16)  # Wednesday 09:29
    sweep()

    assert Conversation.objects.get(pk=talk.pk).status == "waiting"


def silent(talk: Conversation, seconds: float) -> Conversation:
    clock.advance(seconds=seconds)
    sweep()
    return Conversation.objects.get(pk=talk.pk)


def test_a_silent_customer_is_reminded_and_then_the_conversation_is_closed(cast: Cast, queue: Queue) -> None:
    with clock.at(clock.now()):
        talk = served_by(cast.agent)
        replies(talk, cast.agent)

        assert silent(talk, queue.inactivity_remind_seconds + 1).status == "active"
        assert len(events_of(talk, "reminder")) == 1
        assert silent(talk, queue.inactivity_close_seconds + 1).status == "closed"

    assert Closure.objects.get(conversation=talk).disposition == "inactive"


def test_writing_after_the_reminder_starts_anew(cast: Cast, queue: Queue) -> None:
    with clock.at(clock.now()):
        talk = served_by(cast.agent)
        replies(talk, cast.agent)
        silent(talk, queue.inactivity_remind_seconds + 1)
        says(talk)
        replies(talk, cast.agent)

        assert silent(talk, queue.inactivity_remind_seconds - 1).reminded_at is None


def test_the_elderly_are_given_twice_the_time(cast: Cast, queue: Queue) -> None:
    with clock.at(clock.now()):
        talk = served_by(cast.agent, customer=CustomerFactory(birth_year=1940))
        replies(talk, cast.agent)

        assert silent(talk, queue.inactivity_remind_seconds + 1).reminded_at is None
        assert silent(talk, queue.inactivity_remind_seconds + 1).reminded_at is not None


def test_silence_after_a_cited_answer_means_answered(queue: Queue) -> None:
    with clock.at(clock.now()):
        talk = conversation()
        says(talk)
        citations = {"citations": [{"code": "card-lost", "version": 1}]}
        actions.send(talk.id, text="请挂失", client_id="a", by=ASSISTANT, epoch=talk.owner_epoch, payload=citations)

        silent(talk, queue.inactivity_remind_seconds + 1)
        silent(talk, queue.inactivity_close_seconds + 1)

    assert Closure.objects.get(conversation=talk).disposition == "answered"


def test_leaving_the_line_is_abandoning(queue: Queue) -> None:
    talk = waiting()

    actions.close(talk.id, disposition="solved", by=Actor.visitor(talk.visitor))

    assert Closure.objects.get(conversation=talk).disposition == "abandoned"
