"""What became of each conversation with the assistant, and what is counted from it."""

from datetime import UTC, datetime, timedelta

import pytest

from foyer.assistant.evaluation import indicators, sessions, stability
from foyer.assistant.models import AssistantSession, Failure, Turn
from foyer.assistant.tests.factories import conversation, says
from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.events import deliver_all
from foyer.conversations import actions as conversations
from foyer.conversations.tests.factories import QueueFactory, at_work, replies
from foyer.knowledge.tests import factories as articles
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db
How = AssistantSession.Intervention


@pytest.fixture
def cast():
    return bring_on()


@pytest.fixture(autouse=True)
def noon():
    with clock.at(datetime(2026, 11, 27, 4, tzinfo=UTC)):
        yield


@pytest.fixture(autouse=True)
def hall(cast, noon):
    QueueFactory(unit=cast.branch, code="general")
    articles.published("card-lost", articles.LOST, learn=False)
    articles.published("branch-hours", articles.HOURS, category="branch", learn=False)


def told(*words: str, close: bool = True, **fields):
    """A conversation in which the customer says these words, each answered; closed by the customer."""
    talk = conversation(**fields)
    for word in words:
        clock.advance(seconds=5)
        says(talk, word)
        deliver_all()
    if close:
        conversations.close(talk.id, disposition="solved", by=Actor.visitor(talk.visitor))
        deliver_all()
    return talk


def session(talk) -> AssistantSession:
    return AssistantSession.objects.get(pk=talk.pk)


def window() -> indicators.Window:
    now = clock.now()
    return indicators.Window(now - timedelta(days=30), now + timedelta(days=1), "")


def test_a_person_who_came_in_is_told_by_how():
    assert session(told("转人工")).intervention == How.ASKED_AT_ONCE
    assert session(told("我的卡丢了", "转人工")).intervention == How.ASKED_AFTER
    assert session(told("啊啊啊啊", "呜呜呜呜")).intervention == How.FAILURE
    assert session(told("我被骗了，卡被盗刷")).intervention == How.SYSTEM
    assert session(told("我的卡丢了")).intervention == ""


def test_a_colleague_who_steps_in_unasked_counts_as_a_person(cast):
    at_work(cast.agent, cast.supervisor)
    talk = told("我的卡丢了", close=False)

    conversations.take_over(talk.id, by=Actor.staff(cast.supervisor))
    replies(talk, cast.supervisor)
    deliver_all()

    assert session(talk).intervention == How.SYSTEM


def test_solved_is_known_only_after_three_days_of_silence():
    talk = told("我的卡丢了")
    assert sessions.settle() == 0 and session(talk).is_contained is None

    clock.advance(hours=73)

    assert sessions.settle() == 1 and session(talk).is_contained is True
    assert sessions.settle() == 0


def test_who_comes_back_about_the_same_was_not_helped():
    talk = told("我的卡丢了")
    clock.advance(hours=40)
    conversation(of=talk.visitor)
    clock.advance(hours=40)

    sessions.settle()

    settled = session(talk)
    assert settled.is_contained is False and settled.came_back_at is not None
    found = indicators.containment_of(window())
    assert (found.apparent.value, found.real.value, found.came_back.value) == (1.0, 0.0, 1.0)


def test_who_reopens_the_conversation_came_back():
    talk = told("我的卡丢了")
    clock.advance(minutes=5)
    conversations.reopen(talk.id, by=Actor.visitor(talk.visitor))
    deliver_all()
    assert session(talk).closed_at is None
    conversations.close(talk.id, disposition="solved", by=Actor.visitor(talk.visitor))
    deliver_all()

    clock.advance(hours=80)
    sessions.settle()

    assert session(talk).is_contained is False


def test_a_bad_rating_is_no_solution():
    talk = told("我的卡丢了")
    conversations.rate(talk.id, score=1, by=Actor.visitor(talk.visitor))
    deliver_all()
    clock.advance(hours=73)

    sessions.settle()

    assert session(talk).is_contained is False
    assert indicators.satisfaction_of(window()).value == 0.0


def test_the_measures_of_a_window():
    told("我的卡丢了")
    told("转人工")
    told("我的卡丢了", "转人工")

    found = indicators.five(window())

    assert found.speed.count == 4 and found.speed.p95 is not None
    assert found.intervention.share.value == pytest.approx(2 / 3)
    assert found.intervention.involuntary.value == pytest.approx(1 / 2)
    six = indicators.six(window())
    assert six["diversion"].value == pytest.approx(1 / 3)
    assert six["recognition"].value == 1.0
    assert list(six) == ["speech", "recognition", "intent", "interaction", "solved", "diversion"]
    assert six["speech"].value is None


def test_a_window_holds_the_readers_unit_and_below_only(cast):
    told("我的卡丢了")
    now = clock.now()
    elsewhere = indicators.Window(now - timedelta(days=1), now + timedelta(days=1), "nowhere/")

    assert indicators.interventions_of(elsewhere).share.count == 0
    assert indicators.split(window(), "channel")[0]["sessions"] == 1
    assert indicators.by_day(window())[0]["sessions"] == 1


def test_a_conversation_that_went_straight_to_a_person_is_no_session(cast):
    talk = conversation()
    conversations.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))
    deliver_all()

    assert not AssistantSession.objects.exists()


def test_probes_find_a_broken_search_and_its_end(monkeypatch):
    assert stability.probe() == []
    probes = dict(stability._probes)

    def broken() -> None:
        raise ConnectionError

    monkeypatch.setitem(stability._probes, "search", broken)
    for _minute in range(3):
        clock.advance(minutes=1)
        assert stability.probe() == ["search"]
    monkeypatch.setitem(stability._probes, "search", probes["search"])
    clock.advance(minutes=1)
    stability.probe()

    failure = Failure.objects.get()
    assert (failure.part, failure.signs, failure.error) == ("search", 3, "ConnectionError")
    assert (failure.ended_at - failure.began_at) == timedelta(minutes=3)
    now = clock.now()
    seen = stability.stability(now - timedelta(hours=2), now + timedelta(hours=1))
    assert seen.failures == 1 and seen.mttr_hours == pytest.approx(0.05)


def test_an_answer_that_fails_is_a_failure(monkeypatch):
    from foyer.assistant import handlers

    def broken(*_arguments) -> None:
        raise RuntimeError("the encoder is gone")

    monkeypatch.setattr(handlers, "respond", broken)
    says(conversation(), "我的卡丢了")
    deliver_all()

    assert Failure.objects.get().part == "answer"
    assert not Turn.objects.exists()


def test_a_run_that_is_repeated_changes_nothing():
    talk = told("我的卡丢了", close=False)
    before = session(talk).began_at

    sessions.begin(talk)
    sessions.person_came_in(talk.pk, "asked")
    sessions.person_came_in(talk.pk, "fraud")

    assert (session(talk).began_at, session(talk).intervention) == (before, How.ASKED_AFTER)
