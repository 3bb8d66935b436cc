"""Colleagues say what a message was about; it is masked, reviewed by another, and only then learned."""

import pytest

from foyer.assistant.intents import content, correcting, queries
from foyer.assistant.intents.errors import AlreadyReviewed, NoSuchIntent, NothingSaid, OwnCorrection
from foyer.assistant.models import Correction, IntentPhrasing
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import NotFound
from foyer.base.ids import new_id
from foyer.base.text import Bilingual
from foyer.conversations.tests.factories import QueueFactory, replies, says, served_by
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return bring_on()


@pytest.fixture
def talk(cast):
    QueueFactory(unit=cast.branch)
    for code, name in (("card-lost", "挂失"), ("balance", "余额")):
        content.write(code, name=Bilingual(name, code), by=SYSTEM)
    return served_by(cast.agent)


def corrected(cast, talk, text="我的卡丢了，手机号13812345678"):
    return correcting.correct(cast.agent, talk.id, says(talk, text).id, "card-lost", by=Actor.staff(cast.agent))


def test_the_words_are_masked_and_wait(cast, talk):
    made = corrected(cast, talk)

    assert "13812345678" not in made.text and "我的卡丢了" in made.text
    assert queries.corrections() == [made] and queries.correction_count() == 1
    assert not IntentPhrasing.objects.exists()


def test_a_colleague_accepts_and_it_is_learned_from(cast, talk):
    made = corrected(cast, talk, "我那张卡找不到啦")

    correcting.accept(made.pk, by=Actor.staff(cast.supervisor))

    row = IntentPhrasing.objects.get()
    assert (row.text, row.origin, row.intent.code) == ("我那张卡找不到啦", "correction", "card-lost")
    assert queries.corrections() == []


def test_the_reviewer_may_mend_it_or_say_no(cast, talk):
    first, second = corrected(cast, talk, "余额呢余额"), corrected(cast, talk, "乱七八糟")

    correcting.accept(first.pk, by=Actor.staff(cast.supervisor), code="balance", text="我的余额呢")
    correcting.decline(second.pk, by=Actor.staff(cast.supervisor))

    assert IntentPhrasing.objects.get().intent.code == "balance"
    assert set(Correction.objects.values_list("state", flat=True)) == {"accepted", "declined"}
    with pytest.raises(AlreadyReviewed):
        correcting.decline(first.pk, by=Actor.staff(cast.supervisor))


def test_nobody_reviews_their_own(cast, talk):
    made = corrected(cast, talk)

    with pytest.raises(OwnCorrection):
        correcting.accept(made.pk, by=Actor.staff(cast.agent))


def test_the_last_word_counts_until_it_is_reviewed(cast, talk):
    message = says(talk, "查查我的钱")
    by = Actor.staff(cast.agent)
    correcting.correct(cast.agent, talk.id, message.id, "card-lost", by=by)
    made = correcting.correct(cast.agent, talk.id, message.id, "balance", by=by)
    assert Correction.objects.get().intent.code == "balance"
    correcting.decline(made.pk, by=Actor.staff(cast.supervisor))

    with pytest.raises(AlreadyReviewed):
        correcting.correct(cast.agent, talk.id, message.id, "card-lost", by=by)


def test_only_words_of_the_customer_in_a_conversation_one_may_read(cast, talk):
    mine, by = replies(talk, cast.agent, "您好"), Actor.staff(cast.agent)
    theirs = says(talk, "我的卡丢了")

    for message in (mine.id, new_id()):
        with pytest.raises(NothingSaid):
            correcting.correct(cast.agent, talk.id, message, "card-lost", by=by)
    with pytest.raises(NoSuchIntent):
        correcting.correct(cast.agent, talk.id, theirs.id, "nowhere", by=by)
    with pytest.raises(NotFound):
        correcting.correct(cast.stranger, talk.id, theirs.id, "card-lost", by=Actor.staff(cast.stranger))
    assert not Correction.objects.exists()
