"""The whole turn: the customer writes, the fact is delivered, the assistant speaks or brings a person."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.assistant import actions, composing, queries
from foyer.assistant.intents import live
from foyer.assistant.models import Dialogue, Turn
from foyer.assistant.tests.factories import conversation, says
from foyer.base import meaning
from foyer.base.actors import SYSTEM, Actor
from foyer.base.events import deliver_all
from foyer.conversations import actions as conversations
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge import actions as knowledge
from foyer.knowledge.tests import factories as articles
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db

SCAM = {
    **articles.LOST,
    "title": articles.Bilingual("遇到诈骗怎么办", "If you have been scammed"),
    "answer": articles.Bilingual("立即停止转账，马上冻结账户。", "Stop all transfers and freeze your account at once."),
    "questions": {
        "zh": ["我被骗子骗了钱", "遇到诈骗", "怀疑被电信诈骗", "骗子让我转账", "转给骗子的钱能追回吗"],
        "en": [
            "I was tricked by a scammer",
            "victim of a scam",
            "fraudster took my money",
            "I sent money to a scammer",
            "suspected fraud",
        ],
    },
    "steps": {"zh": ["冻结账户", "拨打110"], "en": ["Freeze the account", "Call the police"]},
}


@pytest.fixture
def cast():
    return bring_on()


@pytest.fixture(autouse=True)
def hall(cast):
    QueueFactory(unit=cast.branch, code="general")
    QueueFactory(unit=cast.branch, code="fraud", is_default=False, topics=["fraud"])
    articles.published("card-lost", articles.LOST, learn=False)
    articles.published("transfer-limit", articles.LIMIT, category="transfers", learn=False)
    articles.published("branch-hours", articles.HOURS, category="branch", learn=False)
    articles.published("security-scam", SCAM, category="security", topic="fraud")


@pytest.fixture
def talk():
    return conversation()


def test_a_question_is_answered_with_steps_citation_and_label(talk):
    asked = says(talk, "我的卡丢了")
    deliver_all()

    said = spoken(talk)[-1]
    assert said.client_id == f"answer-{asked.id}"
    assert said.is_machine
    assert said.text == (
        "请马上挂失您的卡，挂失即时生效。\n\n1. 打开手机银行\n2. 点击挂失\n\n"
        "来源：《银行卡丢失怎么办》（card-lost，第 1 版） · AI 生成"
    )
    [citation] = said.payload["citations"]
    assert (citation["code"], citation["version"], citation["title"]["en"]) == ("card-lost", 1, "Lost or stolen card")
    machine = said.payload["machine"]
    assert machine["content_id"] == f"answer-{asked.id}"
    assert machine["generated"] is True
    assert machine["provider"]


def test_the_answer_is_in_the_language_of_the_question(talk):
    says(talk, "I lost my card")
    deliver_all()

    said = spoken(talk)[-1]
    assert said.text.startswith("Block your card at once")
    assert said.text.endswith("Source: “Lost or stolen card” (card-lost, version 1) · AI-generated")


def test_every_machine_message_is_labelled(talk):
    for text in ("你好", "我的卡丢了", "关于周杰伦的新专辑", "谢谢", "转人工"):
        says(talk, text)
        deliver_all()

    said = spoken(talk)
    assert len(said) == 5
    assert all(message.is_machine and "AI 生成" in message.text and message.payload["machine"] for message in said)


def test_a_message_is_responded_to_once(talk):
    asked = says(talk, "我的卡丢了")
    deliver_all()
    first = actions.respond(talk.id, asked.id, talk.owner_epoch)
    second = actions.respond(talk.id, asked.id, talk.owner_epoch)

    assert first == second
    assert len(spoken(talk)) == 1
    assert Turn.objects.count() == 1


def test_an_answer_takes_few_statements(talk, monkeypatch):
    monkeypatch.setattr(live, "LOOK_SECONDS", 600)  # each process asks once a second which intents are live
    for text in ("你好", "我的卡丢了", "每天最多转多少钱"):
        asked = says(talk, text)
        with CaptureQueriesContext(connection) as statements:
            actions.respond(talk.id, asked.id, talk.owner_epoch)
        deliver_all()

    assert len(statements) <= 9, [one["sql"][:80] for one in statements.captured_queries]


def test_the_meanings_of_a_message_are_worked_out_together(talk, monkeypatch):
    """That of the words as they stand, for the mood, and that of the question, for the search."""
    asked, encoder, encoded = says(talk, "How much can I transfer each day?"), meaning._encoder(), []
    encode = encoder.encode
    monkeypatch.setattr(encoder, "encode", lambda texts: encoded.append(texts) or encode(texts))
    monkeypatch.setattr(meaning, "_lately", {})
    turn = actions.respond(talk.id, asked.id, talk.owner_epoch)

    assert turn.article_code == "transfer-limit"
    assert encoded == [["How much can I transfer each day?", "how much can i transfer each day?"]]


def test_a_wish_for_a_person_is_met(talk):
    says(talk, "转人工")
    deliver_all()

    talk.refresh_from_db()
    assert (talk.status, talk.owner) == ("waiting", "queue")
    assert Turn.objects.get().reason == "asked"


def test_fraud_gets_the_safety_step_first_and_then_the_right_queue_with_priority(talk):
    says(talk, "我被骗了，刚转了五万")
    deliver_all()

    talk.refresh_from_db()
    said = spoken(talk)[-1]
    assert "冻结账户" in said.text
    assert said.payload["citations"][0]["code"] == "security-scam"
    assert (talk.status, talk.queue.code, talk.topic) == ("waiting", "fraud", "fraud")
    assert talk.priority >= 10


@pytest.mark.parametrize(("text", "topic"), [("我要投诉", "complaint"), ("My mother passed away", "bereavement")])
def test_complaint_and_bereavement_reach_a_person_with_a_human_word(talk, text, topic):
    says(talk, text)
    deliver_all()

    talk.refresh_from_db()
    assert (talk.status, talk.topic) == ("waiting", topic)
    assert len(spoken(talk)) == 1


def test_failing_twice_hands_over(talk):
    says(talk, "qwerty zxcvb")
    deliver_all()
    talk.refresh_from_db()
    assert talk.status == "assisted"

    says(talk, "zxcvb qwerty plonk")
    deliver_all()

    talk.refresh_from_db()
    assert talk.status == "waiting"
    assert [turn.kind for turn in Turn.objects.order_by("at")] == ["ask_again", "hand_over"]


def test_of_a_burst_only_the_newest_is_answered(talk):
    says(talk, "在吗")
    says(talk, "我的卡")
    newest = says(talk, "我的卡丢了")
    deliver_all()

    assert [message.client_id for message in spoken(talk)] == [f"answer-{newest.id}"]
    assert sorted(turn.outcome for turn in Turn.objects.all()) == ["said", "superseded", "superseded"]


def test_a_wish_for_a_person_within_a_burst_is_not_lost(talk):
    says(talk, "转人工")
    says(talk, "快点")
    deliver_all()

    talk.refresh_from_db()
    assert talk.status == "waiting"


def test_after_a_person_took_over_the_assistant_stays_silent_and_that_is_recorded(talk, cast):
    asked = says(talk, "我的卡丢了")
    conversations.assign(talk.id, to=cast.agent, by=SYSTEM)
    deliver_all()

    assert spoken(talk) == []
    turn = Turn.objects.get(message_id=asked.id)
    assert (turn.outcome, turn.kind, turn.article_code) == ("not_my_turn", "answer", "")
    assert not Dialogue.objects.filter(answered="card-lost").exists()


def test_after_the_customer_went_to_the_line_by_themselves_nothing_is_said(talk):
    says(talk, "我被骗了")
    conversations.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))
    deliver_all()

    assert spoken(talk) == []
    assert Turn.objects.get().outcome == "not_my_turn"


def test_what_is_written_to_a_person_is_not_the_assistants(talk, cast):
    conversations.assign(talk.id, to=cast.agent, by=SYSTEM)
    says(talk, "我的卡丢了")
    deliver_all()

    assert Turn.objects.count() == 0


def test_the_assistant_speaks_again_when_the_conversation_comes_back(talk, cast):
    conversations.assign(talk.id, to=cast.agent, by=SYSTEM)
    conversations.return_to_assistant(talk.id, by=Actor.staff(cast.agent))
    says(talk, "我的卡丢了")
    deliver_all()

    assert spoken(talk)[-1].payload["citations"][0]["code"] == "card-lost"


def test_an_offer_carries_choices_and_a_tapped_one_is_answered(talk):
    offer(talk, "card-lost", "branch-hours")

    says(talk, "网点营业时间")
    deliver_all()

    assert spoken(talk)[-1].payload["citations"][0]["code"] == "branch-hours"
    assert Turn.objects.get().reasons == ["chosen_from_offer"]


def test_a_number_chooses_from_the_offer(talk):
    offer(talk, "card-lost", "branch-hours")

    says(talk, "2")
    deliver_all()

    assert spoken(talk)[-1].payload["citations"][0]["code"] == "branch-hours"


def test_an_article_retired_in_that_moment_is_not_cited(talk):
    offer(talk, "card-lost", "branch-hours")
    knowledge.retire(articles.Article.objects.get(code="branch-hours"), reason="old", by=SYSTEM)

    says(talk, "2")
    deliver_all()

    assert "citations" not in spoken(talk)[-1].payload
    assert Turn.objects.get().reasons == ["article_gone"]


def test_an_expired_version_is_not_cited(talk):
    from datetime import date

    version = knowledge.edit(
        articles.Article.objects.get(code="card-lost"),
        content=articles.content(
            answer=articles.LIMIT["answer"], valid_from=date(2026, 2, 1), valid_to=date(2026, 2, 2)
        ),
        by=SYSTEM,
    )
    articles.go_live(version, by=SYSTEM)
    says(talk, "我的卡丢了")
    deliver_all()

    assert all(
        citation["code"] != "card-lost" for message in spoken(talk) for citation in message.payload.get("citations", [])
    )


def test_an_attachment_without_words_is_no_error(talk):
    from foyer.assistant.understanding import understand

    assert understand("", language="zh").question == ""


def test_the_offer_is_written_for_people_and_programs(talk):
    from foyer.assistant.deciding import Offer
    from foyer.assistant.tests.factories import hit

    reply = composing.compose(
        Offer(
            (hit("card-lost", title="银行卡丢失怎么办"), hit("branch-hours", title="网点营业时间")), reasons=("unsure",)
        ),
        "zh",
    )

    assert reply.kind == "choices"
    assert "1. 银行卡丢失怎么办\n2. 网点营业时间" in reply.text
    assert [choice["value"] for choice in reply.choices] == ["card-lost", "branch-hours", "none"]


def test_colleagues_read_why(talk):
    says(talk, "转人工")
    deliver_all()

    [turn] = queries.turns(talk.id)
    assert turn["reasons"][0] in ("The customer asked for a person.", "客户要求人工服务。")


def test_no_words_of_the_customer_are_kept_by_the_assistant(talk):
    says(talk, "我的卡丢了，我叫王小明")
    deliver_all()

    assert "王小明" not in str(list(Turn.objects.values())) + str(list(Dialogue.objects.values()))


def spoken(talk):
    return list(Message.objects.filter(conversation=talk, author_kind="assistant").order_by("seq"))


def offer(talk, *codes):
    Dialogue.objects.create(conversation_id=talk.id, offered=list(codes))
