"""The assistant tells what it could not answer, and judges whether it could now; the words never travel in a fact."""

import pytest

from foyer.assistant.deciding import Answer, AskAgain, Courtesy, HandOver, Offer, State
from foyer.assistant.events import QuestionMissed
from foyer.assistant.missed import answered_with, keep_what_was_missed, why_missed
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory, says, waiting
from foyer.knowledge.models import GapQuestion
from foyer.knowledge.tests import factories

BEFORE = State(failures=1, offered=("a",), answered="card-lost")


@pytest.mark.parametrize(
    ("decision", "state", "missed"),
    [
        (AskAgain(reasons=("nothing_close",)), State(), ("asked_again", "", False)),
        (AskAgain(reasons=("said_no",)), BEFORE, ("refused", "card-lost", True)),
        (HandOver("failed_twice", reasons=("nothing_close", "failed_twice")), BEFORE, ("handed_over", "", False)),
        (HandOver("failed_twice", reasons=("said_no", "failed_twice")), BEFORE, ("handed_over", "card-lost", True)),
        (HandOver("asked"), BEFORE, ("handed_over", "card-lost", True)),
        (HandOver("asked"), State(), None),
        (HandOver("fraud", "fraud"), BEFORE, None),
        (Offer(hits=(), reasons=("repeated",)), BEFORE, ("repeated", "card-lost", False)),
        (Offer(hits=(), reasons=("unsure",)), State(), None),
        (Answer("card-lost"), BEFORE, None),
        (Courtesy("thanks"), BEFORE, None),
    ],
)
def test_a_decision_shows_whether_an_answer_was_missing(decision, state, missed):
    assert why_missed(decision, state) == missed


@pytest.mark.django_db
def test_the_question_before_a_no_is_what_was_missed():
    QueueFactory(code="general")
    talk = waiting()
    says(talk, "卡里的余额变成虫子了怎么办")
    says(talk, "不是这个")
    no = Message.objects.filter(conversation=talk).order_by("-seq").first()

    keep_what_was_missed(QuestionMissed(talk.pk, no.pk, "refused", "card-lost", True))
    keep_what_was_missed(QuestionMissed(talk.pk, no.pk, "refused", "card-lost", True))

    question = GapQuestion.objects.get()
    assert (question.text, question.why, question.article_code) == (
        "卡里的余额变成虫子了怎么办",
        "refused",
        "card-lost",
    )


@pytest.mark.django_db
def test_the_judge_is_as_sure_as_in_life():
    factories.shelf()

    assert answered_with("我的卡丢了", "zh") == "card-lost"
    assert answered_with("你们卖不卖电影票", "zh") == ""
