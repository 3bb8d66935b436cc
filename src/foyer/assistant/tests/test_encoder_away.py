"""While the encoder is away the assistant goes on: it answers what words answer, and brings a person to the rest."""

import time
from collections.abc import Iterator

import pytest

from foyer.assistant.calibration.model import by_words
from foyer.assistant.explaining import explain
from foyer.assistant.intents import live, seen
from foyer.assistant.models import MessageReading, Turn
from foyer.assistant.noticing import look
from foyer.assistant.tests.factories import conversation, says
from foyer.base import clock, meaning
from foyer.base.aids.aid import FAILURES, Rehearsal
from foyer.base.events import deliver_all
from foyer.base.meaning import AID
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge.tests import factories as articles
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hall() -> None:
    QueueFactory(unit=bring_on().branch, code="general")
    articles.shelf()


@pytest.fixture
def away() -> Iterator[Rehearsal]:
    with AID.rehearsed() as rehearsal:
        yield rehearsal


def spoken() -> list[Message]:
    return list(Message.objects.filter(author_kind="assistant").order_by("seq"))


def test_a_question_in_the_articles_words_is_answered_and_it_says_how(away: Rehearsal) -> None:
    says(conversation(), "信用卡遗失，怎么挂失")
    deliver_all()

    turn = Turn.objects.get()
    assert turn.kind in (Turn.Kind.ANSWER, Turn.Kind.OFFER) and turn.scores["found"][0]["code"] == "card-lost"
    assert turn.scores["by_words"] and any("词语" in sentence for sentence in explain(turn))
    assert spoken()[-1].text and "card-lost" in str(spoken()[-1].payload)


def test_what_words_do_not_answer_is_not_guessed(away: Rehearsal) -> None:
    says(conversation(), "what about the new album of that singer")
    deliver_all()

    assert Turn.objects.get().kind == Turn.Kind.ASK_AGAIN


def test_it_may_die_in_the_middle_of_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message's meanings are worked out together, so one that began with the library is served with it; the next one,
    in the middle of which it fails, by words."""
    real, calls = meaning._encoder(), []

    class Dying:
        _tokenizer = real._tokenizer

        def encode(self, texts: list[str]) -> object:
            calls.append(len(texts))
            if len(calls) > 1:
                raise MemoryError
            return real.encode(texts)

    monkeypatch.setattr(meaning, "_encoder", Dying)
    try:
        says(conversation(), "我的卡丢了，卡号6222021234567890128")  # what is read for its mood has no number in it
        deliver_all()
        says(conversation(), "手机银行的转账额度")
        deliver_all()
    finally:
        AID.forget()

    turns = list(Turn.objects.order_by("at"))
    assert [turn.scores.get("by_words", False) for turn in turns] == [False, True] and len(spoken()) == 2
    assert [turn.scores["found"][0]["code"] for turn in turns] == ["card-lost", "transfer-limit"]


def test_it_is_back_without_a_restart(away: Rehearsal) -> None:
    for text in ("我的卡丢了", "转账额度", "你们几点开门"):
        says(conversation(), text)
        deliver_all()
    assert AID.is_away and away.called == FAILURES
    away.is_failing, away.breaker.until = False, clock.now()

    says(conversation(), "我的卡丢了")
    deliver_all()

    assert "by_words" not in Turn.objects.order_by("at").last().scores


def test_words_of_danger_and_of_anger_are_heard_without_meanings(away: Rehearsal) -> None:
    assert look("我不想活了").risk("self_harm") >= 0.8
    assert look("你们太过分了，气死我了！！！").mood.emotion == "angry"
    assert look("卡").mood.confidence == 0.0  # nothing to go by: calm, and not sure of it
    says(conversation(), "你好")
    deliver_all()
    assert MessageReading.objects.exists()


def test_no_intent_is_read(away: Rehearsal) -> None:
    for _number in range(FAILURES):
        meaning.one_or_none("你好")

    assert seen("我的卡丢了", "zh") == []


def test_a_version_whose_encoder_was_away_is_tried_again_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was loaded while an address did not answer; no new version and no restart are needed."""
    here = live._Here()
    here.digest, here.failed_at = "abc", time.monotonic()
    assert here.is_current("abc")
    here.failed_at -= live.AGAIN_SECONDS + 1

    assert not here.is_current("abc")


def test_the_calibration_by_words_is_chosen_like_the_other() -> None:
    chosen = by_words()

    assert set(chosen.coefficients) == {"odds", "words", "ideas"}
    assert chosen.figures["promised"]["answers_right_at_least"] == 0.9
    assert chosen.figures["confidence"]["off_topic"]["answered"] <= 0.06
