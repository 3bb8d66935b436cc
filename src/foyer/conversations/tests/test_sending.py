"""Saying something: once, in order, in turn, and never as somebody else."""

import pytest

from foyer.base.actors import ASSISTANT, SYSTEM, Actor
from foyer.base.errors import Invalid
from foyer.base.events.models import OutboxFact
from foyer.base.live.models import LiveEvent
from foyer.conversations import actions
from foyer.conversations.errors import (
    ConversationClosed,
    EmptyMessage,
    MessageTooLong,
    NoSuchConversation,
    NotYourTurn,
)
from foyer.conversations.models import Conversation, Message, Queue
from foyer.conversations.tests.factories import conversation, replies, says, served_by, visitor, waiting
from foyer.staff.tests.cast import Cast


def answers(talk: Conversation, epoch: int, text: str = "请看", **more: object) -> Message:
    return actions.send(talk.id, text=text, client_id="answer-1", by=ASSISTANT, epoch=epoch, **more)  # type: ignore[arg-type]


def test_sending_twice_with_one_client_id_says_it_once(queue: Queue) -> None:
    talk = conversation()

    first, second = says(talk, client_id="a"), says(talk, client_id="a")

    assert first.id == second.id
    assert Message.objects.filter(conversation=talk).count() == 1
    assert OutboxFact.objects.filter(name="conversations.CustomerWrote").count() == 1


def test_numbers_have_no_gap_and_the_screens_get_each_message_once(queue: Queue) -> None:
    talk = conversation()

    for number in range(3):
        says(talk, f"第{number}句")

    assert list(talk.messages.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]


def test_one_client_id_may_be_used_by_both_sides(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    assert says(talk, client_id="same").id != replies(talk, cast.agent, client_id="same").id


def test_a_visitor_cannot_write_into_anothers_conversation(queue: Queue) -> None:
    talk = conversation()

    with pytest.raises(NoSuchConversation):
        actions.send(talk.id, text="hi", client_id="a", by=Actor.visitor(visitor()))


def test_a_visitor_cannot_write_as_agent_or_event(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    message = says(talk, "我是客服")

    assert message.author_kind == "customer"
    for kind in ("event", "note", "rating"):
        with pytest.raises(Invalid):
            says(talk, "x", kind=kind)


def test_an_agent_who_does_not_hold_the_conversation_may_not_write(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    for user in (cast.colleague, cast.supervisor):
        with pytest.raises(NotYourTurn):
            replies(talk, user)


def test_a_stranger_is_told_there_is_nothing(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    with pytest.raises(NoSuchConversation):
        replies(talk, cast.stranger)


def test_the_assistant_answers_while_it_owns_the_conversation(queue: Queue) -> None:
    talk = conversation()
    says(talk)

    message = answers(talk, talk.owner_epoch)

    assert message.is_machine
    assert Conversation.objects.get(pk=talk.pk).awaiting_since is None


def test_the_assistant_is_silent_once_a_person_was_asked_for(queue: Queue) -> None:
    talk = conversation()
    epoch = talk.owner_epoch
    actions.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))

    with pytest.raises(NotYourTurn):
        answers(talk, epoch)


def test_the_assistant_is_silent_when_the_conversation_came_back_to_it_meanwhile(queue: Queue) -> None:
    talk = waiting()
    old = conversation(of=talk.visitor).owner_epoch - 1
    actions.return_to_assistant(talk.id, by=SYSTEM)

    with pytest.raises(NotYourTurn):
        answers(talk, old)


def test_the_assistant_must_say_which_ownership_it_read(queue: Queue) -> None:
    with pytest.raises(NotYourTurn):
        actions.send(conversation().id, text="x", client_id="a", by=ASSISTANT)


def test_nothing_and_too_much_are_refused(queue: Queue) -> None:
    talk = conversation()

    with pytest.raises(EmptyMessage):
        says(talk, "  \n")
    with pytest.raises(MessageTooLong):
        says(talk, "长" * 4001)


def test_a_card_number_is_masked_before_it_is_kept(queue: Queue) -> None:
    talk = conversation()

    message = says(talk, "我的卡 6222 0212 3456 7894 丢了，单号 1234567890123")

    assert message.text == "我的卡 622202******7894 丢了，单号 1234567890123"
    assert "6222 0212" not in Conversation.objects.get(pk=talk.pk).last_text


def test_a_list_shows_what_people_said_and_not_the_assistants_words(queue: Queue) -> None:
    talk = conversation()
    says(talk, "我的卡被锁了")
    actions.send(talk.id, text="正在为您转接人工客服。", client_id="a", by=ASSISTANT, epoch=talk.owner_epoch)

    assert Conversation.objects.get(pk=talk.pk).last_text == "我的卡被锁了"


def test_writing_to_a_closed_conversation_goes_on_with_it(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    actions.close(talk.id, disposition="solved", by=Actor.staff(cast.agent))

    says(talk, "还有一个问题")

    assert Conversation.objects.get(pk=talk.pk).status == "assisted"


def test_an_agent_cannot_write_into_a_closed_conversation(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    actions.close(talk.id, disposition="solved", by=Actor.staff(cast.agent))

    with pytest.raises(ConversationClosed):
        actions.send(talk.id, text="x", client_id="z", by=SYSTEM)


def test_facts_and_searchable_words_carry_references_only(queue: Queue) -> None:
    talk = conversation()

    says(talk, "我的密码忘了")

    payloads = str(list(OutboxFact.objects.values_list("payload", flat=True)))
    assert "密码" not in payloads


@pytest.mark.django_db(transaction=True)
def test_both_sides_see_messages_and_only_staff_sees_notes(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    replies(talk, cast.agent, "公开")
    actions.note(talk.id, text="内部", by=Actor.staff(cast.agent))

    public = str(list(LiveEvent.objects.filter(topic=f"conversation:{talk.id}").values_list("data", flat=True)))
    staff = str(list(LiveEvent.objects.filter(topic=f"conversation:{talk.id}:staff").values_list("data", flat=True)))

    assert "公开" in public and "内部" not in public and str(cast.agent.id) not in public
    assert "内部" in staff
