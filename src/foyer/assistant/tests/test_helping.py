"""What a colleague is given: the summary at hand-over and words for the end."""

import pytest
from django.utils import translation

from foyer.assistant import helping
from foyer.assistant.explaining import explain
from foyer.assistant.helping import summing_up
from foyer.assistant.models import Turn
from foyer.assistant.tests.factories import conversation, says
from foyer.base.actors import Actor
from foyer.base.events import deliver_all
from foyer.conversations import actions as conversations
from foyer.conversations.tests.factories import QueueFactory, at_work, replies
from foyer.knowledge.tests import factories as articles
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return bring_on()


@pytest.fixture(autouse=True)
def hall(cast):
    QueueFactory(unit=cast.branch, code="general")
    articles.published("card-lost", articles.LOST, learn=False)
    articles.published("branch-hours", articles.HOURS, category="branch", learn=False)
    with translation.override("en"):
        yield


def told(talk, *words):
    for word in words:
        says(talk, word)
        deliver_all()
    return talk


def test_the_summary_tells_what_was_asked_tried_and_why_a_person_came():
    talk = told(conversation(), "我的卡丢了怎么办", "不是这个", "转人工")

    lines = [(line.name, line.text) for line in helping.summary(talk.pk).lines]

    assert lines[0] == ("Asked", "我的卡丢了怎么办") and ("Said last", "转人工") in lines
    assert any(name == "Answered" and text for name, text in lines)
    assert "Handed over because" in dict(lines)


def test_without_the_assistant_there_is_nothing_to_tell(django_assert_num_queries):
    talk = conversation()
    with django_assert_num_queries(1):
        assert helping.summary(talk.pk).lines == ()


def test_other_parts_add_their_lines(monkeypatch):
    monkeypatch.setattr(summing_up, "_parts", [lambda _talk: [helping.Line("Mood", "worried")]])

    assert helping.summary(told(conversation(), "我的卡丢了").pk).lines[-1].text == "worried"


def test_words_for_the_end_say_what_was_asked_and_answered(cast):
    at_work(cast.agent)
    talk = told(conversation(), "我的卡丢了怎么办", "转人工")
    conversations.assign(talk.id, to=cast.agent, by=Actor.staff(cast.supervisor))
    replies(talk, cast.agent, "您好")
    replies(talk, cast.agent, "卡已经冻结，新卡三个工作日内寄出")
    says(talk, "谢谢")

    done = helping.wrap_up(talk.pk)

    assert done.disposition == "solved"
    assert "我的卡丢了怎么办" in done.text and "卡已经冻结" in done.text


def test_no_outcome_is_guessed_where_the_customer_is_not_content(cast):
    talk = told(conversation(), "我的卡丢了怎么办", "没用")

    assert helping.wrap_up(talk.pk).disposition == ""
    assert helping.wrap_up(conversation().pk).text == ""


def test_whatever_a_service_decided_is_said_in_words():
    codes = ["service", "service_refused", "service_not_understood", "service_stuck", "resume"]
    told = explain(Turn(reasons=codes))
    assert len(told) == len(codes) and not set(told) & set(codes)
