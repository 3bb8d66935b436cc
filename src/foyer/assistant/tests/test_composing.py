"""The built-in answers: exact passages, two questions at once, which of two is meant, and nothing invented."""

import pytest

from foyer.assistant import composing
from foyer.assistant.clarifying import clarify, differences
from foyer.assistant.deciding import Answer, Offer
from foyer.assistant.models import Turn
from foyer.assistant.parting import parts_of
from foyer.assistant.tests.factories import conversation, hit, says
from foyer.assistant.writing.figures import figures
from foyer.base.events import deliver_all
from foyer.base.text import Bilingual
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge.tests import factories as articles
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hall():
    QueueFactory(unit=bring_on().branch, code="general")
    articles.shelf()


def answer(text: str, lang: str = "zh") -> Message:
    talk = conversation(language=lang)
    says(talk, text)
    deliver_all()
    return Message.objects.filter(conversation=talk, author_kind="assistant").latest("seq")


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("我的卡丢了怎么办？一天最多能转多少钱？", 2),
        ("怎么挂失，一天最多能转多少钱", 2),
        ("我的卡丢了怎么办，另外你们几点开门", 2),
        ("How do I block a lost card and how much can I send a day?", 2),
        ("I lost my card. When do you open?", 1),
        ("我的卡丢了，找不到了", 1),
        ("信用卡和借记卡有什么区别", 1),
        ("How do I block and replace my card?", 1),
    ],
)
def test_a_message_is_taken_apart_only_where_it_asks_twice(question, parts):
    assert len(parts_of(question)) == parts, parts_of(question)


def test_two_questions_are_answered_from_two_articles_each_cited():
    message = answer("我的卡丢了怎么办？一天最多能转多少钱？")

    assert [citation["code"] for citation in message.payload["citations"]] == ["card-lost", "transfer-limit"]
    assert "关于“银行卡丢失怎么办”" in message.text and "五十万元" in message.text
    turn = Turn.objects.get()
    assert (turn.kind, turn.reasons, turn.article_code) == ("answer", ["several_parts"], "card-lost")


def test_the_citation_holds_the_exact_words_at_their_places():
    [citation] = answer("我的卡丢了").payload["citations"]
    for passage in citation["passages"]:
        source = articles.LOST["answer"].zh if passage["part"] == "answer" else ""
        assert passage["part"] == "steps" or source[passage["start"] : passage["end"]] == passage["text"]


def test_of_a_long_article_the_passages_that_answer_are_shown():
    filler = "".join(f"第{number}项业务须在网点柜台凭有效证件办理并填写相应的申请表格。" for number in range(40))
    long = {**articles.LIMIT, "answer": Bilingual(f"{filler}每日转账限额为五十万元。{filler}", "Long.")}
    articles.published("long-limit", long, category="transfers")

    reply = composing.compose(Answer("long-limit"), "zh", "一天最多能转多少钱")

    assert "每日转账限额为五十万元" in reply.text and "…" in reply.text and len(reply.text) < 900
    shown = [one for one in reply.citations[0]["passages"] if one["part"] == "answer"]
    assert len(shown) == 3 and all(one["text"] in reply.text for one in shown)


def test_what_sets_two_articles_apart_is_named():
    cards = (hit("credit-fee", title="信用卡年费"), hit("debit-fee", title="借记卡年费"))
    assert differences([one.title for one in cards], "zh") == ["信用卡", "借记卡"]
    text = composing.compose(Offer(cards, reasons=("unsure",)), "zh").text
    assert text.startswith("您想问的是“信用卡”还是“借记卡”？")

    english = (hit("a", title="Credit card annual fee"), hit("b", title="Debit card annual fee"))
    assert composing.compose(Offer(english, reasons=("unsure",)), "en").text.startswith(
        "Do you mean “credit” or “debit”?"
    )
    for other in ("Order a physical card", "Supplementary card"):
        assert differences(["Replace a damaged card", other], "en") == []
    three = [hit(str(number), title=title) for number, title in enumerate(("挂失卡片", "转账限额", "营业时间"))]
    assert clarify(three, "zh") == ""


def test_no_figure_is_in_an_answer_that_is_not_in_what_it_cites():
    for question in ("一天最多能转多少钱", "你们几点开门", "我的卡丢了怎么办？一天最多能转多少钱？"):
        message = answer(question)
        body = message.text.rsplit("\n\n", 1)[0]
        cited = [passage["text"] for one in message.payload["citations"] for passage in one["passages"]]
        known = {(one.value, one.unit) for text in cited for one in figures(text, generous=True)}
        assert {(one.value, one.unit) for one in figures(body)} <= known


def test_what_is_outside_is_refused():
    message = answer("关于周杰伦的新专辑你怎么看")
    assert "citations" not in message.payload and Turn.objects.get().kind == "ask_again"
