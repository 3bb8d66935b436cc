"""A Chinese-only article, handed in and approved as any other, answers an English question, cited and marked."""

import pytest

from foyer.assistant import composing
from foyer.assistant.deciding import Offer
from foyer.assistant.models import Turn
from foyer.assistant.tests.factories import conversation, hit
from foyer.assistant.tests.writing_desk import ask
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge import actions as knowledge
from foyer.knowledge.tests import factories as articles
from foyer.staff import approvals
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
QUESTION = "How much foreign currency can I exchange in a year?"


@pytest.fixture(autouse=True)
def hall():
    cast = bring_on()
    QueueFactory(unit=cast.branch, code="general")
    articles.shelf()
    writer, checker = (UserFactory(role="knowledge_editor", unit=cast.branch) for _each in range(2))
    asked = ["外币能换多少", "一年能换多少外币", "外币兑换额度是多少", "个人换汇限额", "换美元有限制吗"]
    words = articles.content(
        title=Bilingual("外币兑换额度"), answer=Bilingual("外币兑换每人每年可兑换等值五万美元。"),
        questions={"zh": asked}, steps={"zh": ["携带身份证到网点办理。"]},
    )  # fmt: skip
    version = knowledge.draft(code="fx-limit", category="fees", content=words, by=Actor.staff(writer))
    approvals.approve(knowledge.submit(version, by=Actor.staff(writer)), by=Actor.staff(checker))


def test_an_english_question_is_answered_from_it_with_its_citation():
    _draft, message = ask(conversation(language="en"), QUESTION)

    assert message.text.startswith("We have this in Chinese only.") and "每人每年可兑换等值五万美元" in message.text
    assert "“外币兑换额度” (fx-limit, version 1, in Chinese)" in message.text and "AI-generated" in message.text
    [citation] = message.payload["citations"]
    assert (citation["code"], citation["passages"][0]["lang"]) == ("fx-limit", "zh")
    assert "lang=zh" in citation["url"] and Turn.objects.get().kind == "answer"


def test_a_chinese_question_is_answered_as_from_any_article():
    _draft, message = ask(conversation(), "外币兑换额度是多少")
    assert message.text.startswith("外币兑换每人每年可兑换等值五万美元。") and "只有" not in message.text


def test_an_offer_says_which_of_its_articles_are_in_the_other_language():
    offered = (hit("a", title="外币兑换额度", written_in="zh"), hit("b", title="Transfer limits", written_in="en"))
    reply = composing.compose(Offer(offered, reasons=("unsure",)), "en")

    assert "1. 外币兑换额度 (in Chinese)" in reply.text and "2. Transfer limits\n" in reply.text
    assert reply.choices[0]["text"] == "外币兑换额度"  # a tap repeats the title as it is
