"""The JSON that screens and integrations read, and the words around it."""

from foyer.base.actors import ASSISTANT, Actor
from foyer.conversations import actions, queries
from foyer.conversations.event_texts import TEXTS, event_text
from foyer.conversations.models import Conversation, Queue
from foyer.conversations.sensitive import hide_card_numbers
from foyer.conversations.shapes import message_json
from foyer.conversations.tests.factories import conversation, says, served_by
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import Cast


def test_a_message_has_one_shape(queue: Queue) -> None:
    message = says(conversation(customer=CustomerFactory()), "你好", client_id="c1")

    shape = message_json(message, viewer="customer", language="en")

    assert set(shape) == {
        "id", "conversation", "seq", "client_id", "kind", "author", "text", "lang", "machine", "label", "at",
        "citations", "choices", "event", "attachment", "note", "whisper", "edited",
    }  # fmt: skip
    assert shape["author"] == {"kind": "customer", "id": None, "name": "张*"}
    assert (shape["client_id"], shape["lang"], shape["machine"], shape["label"]) == ("c1", "zh", False, None)


def test_a_machines_message_is_labelled_and_cites(queue: Queue) -> None:
    talk = conversation()
    citation = {"code": "card-lost", "version": 3, "title": {"zh": "挂失", "en": "Lost card"}, "url": "/help/card-lost"}
    message = actions.send(
        talk.id, text="请挂失", client_id="a", by=ASSISTANT, epoch=talk.owner_epoch, payload={"citations": [citation]}
    )

    zh = message_json(message, viewer="customer", language="zh")
    en = message_json(message, viewer="customer", language="en")

    assert (zh["machine"], zh["label"], en["label"]) == (True, "AI 生成", "AI-generated")
    assert en["citations"] == [{**citation, "title": "Lost card"}]
    assert (zh["author"]["name"], en["author"]["name"]) == ("智能助手", "Assistant")


def test_every_event_reads_well_in_both_languages() -> None:
    values = dict.fromkeys(
        ("agent", "to", "reason", "note", "summary", "until", "level", "disposition", "method", "reasons"), "X"
    )

    for code in TEXTS:
        for to_colleagues in (False, True):
            zh, en = (event_text(code, values, each, to_colleagues=to_colleagues) for each in ("zh", "en"))
            assert zh != en and "%" not in zh + en, code
    assert event_text("handed_over", {"reason": "fraud"}, "zh") == "转人工：疑似诈骗。"
    assert event_text("summary", {"disposition": "solved", "summary": "ok"}, "en") == "Closed as Solved: ok"


def test_a_colleague_is_told_of_the_customer_and_the_customer_of_themselves(queue: Queue) -> None:
    talk = conversation()
    actions.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))

    theirs, ours = (queries.thread(talk.id, viewer=viewer)[-1]["event"] for viewer in ("customer", "staff"))

    assert "您" in theirs["text"]
    assert ours["text"] == ours["desk"]["zh"] == "客户正在等候人工客服。"
    assert ours["texts"] == theirs["texts"]


def test_events_name_the_agent_but_not_by_identifier(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    shown = queries.thread(talk.id, viewer="customer")

    assert shown[-1]["event"]["code"] == "agent_joined"
    assert cast.agent.display_name in shown[-1]["event"]["text"]
    assert str(cast.agent.id) not in str(shown)


def test_a_thread_is_read_in_pages_both_ways(queue: Queue) -> None:
    talk = conversation()
    for number in range(1, 8):
        says(talk, str(number))

    assert [line["text"] for line in queries.thread(talk.id, viewer="customer", after=2, limit=3)] == ["3", "4", "5"]
    assert [line["text"] for line in queries.thread(talk.id, viewer="customer", before=6, limit=2)] == ["4", "5"]


def test_card_numbers_are_hidden_and_other_numbers_are_not() -> None:
    assert hide_card_numbers("4111-1111-1111-1111") == "411111******1111"
    for harmless in ("13800138000", "2026-11-23 10:00", "4111111111111112", "流水202611231234567"):
        assert hide_card_numbers(harmless) == harmless


def test_the_list_shows_what_is_masked_and_unread(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent, customer=CustomerFactory(name="欧阳修"))
    says(talk, "在吗\n在吗")

    (card,) = queries.my_conversations(cast.agent)

    assert card["customer"]["name"] == "欧**" and card["preview"] == "在吗 在吗"
    assert card["unread"] == Conversation.objects.get(pk=talk.pk).last_seq
    actions.mark_read(talk.id, card["last_seq"], by=Actor.staff(cast.agent))
    assert queries.my_conversations(cast.agent)[0]["unread"] == 0
