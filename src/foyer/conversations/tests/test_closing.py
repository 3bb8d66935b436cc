"""Closing, reopening, rating, transfer and taking over: what is remembered and told."""

from datetime import timedelta

import pytest

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.errors import Invalid
from foyer.base.events.models import OutboxFact
from foyer.conversations import actions, queries
from foyer.conversations.errors import (
    AgentNotReady,
    Blocked,
    ConversationClosed,
    NoSuchConversation,
    RatingNotPossible,
    SomebodyElse,
)
from foyer.conversations.models import Assignment, Closure, Conversation, Mention, Queue, Rating, Transfer
from foyer.conversations.tests.factories import QueueFactory, at_work, conversation, replies, says, served_by, waiting
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import Cast


def facts(name: str) -> int:
    return OutboxFact.objects.filter(name=f"conversations.{name}").count()


def fresh(talk: Conversation) -> Conversation:
    return Conversation.objects.get(pk=talk.pk)


def closed_by(cast: Cast) -> Conversation:
    talk = served_by(cast.agent)
    replies(talk, cast.agent)
    return actions.close(talk.id, disposition="solved", summary="已补卡", by=Actor.staff(cast.agent))


def test_closing_twice_changes_nothing(cast: Cast, queue: Queue) -> None:
    talk = closed_by(cast)

    again = actions.close(talk.id, disposition="spam", by=Actor.staff(cast.agent))

    assert Closure.objects.get(conversation=talk).disposition == "solved"
    assert again.last_seq == talk.last_seq
    assert facts("ConversationClosed") == 1


def test_a_disposition_that_is_not_on_the_list_is_refused(cast: Cast, queue: Queue) -> None:
    with pytest.raises(Invalid):
        actions.close(served_by(cast.agent).id, disposition="whatever", by=Actor.staff(cast.agent))


def test_the_summary_is_for_staff_only(cast: Cast, queue: Queue) -> None:
    talk = closed_by(cast)

    assert "已补卡" not in str(queries.thread(talk.id, viewer="customer"))
    assert "已补卡" in str(queries.thread(talk.id, viewer="staff"))


def test_the_customer_reopens_within_a_day_and_not_later(cast: Cast, queue: Queue) -> None:
    early, late = closed_by(cast), closed_by(cast)

    assert actions.reopen(early.id, by=Actor.visitor(early.visitor)).status == "assisted"
    assert Closure.objects.get(conversation=early).reopened_by == f"visitor:{early.visitor_id}"
    with clock.at(clock.now() + timedelta(hours=25)):
        with pytest.raises(ConversationClosed):
            actions.reopen(late.id, by=Actor.visitor(late.visitor))
        with pytest.raises(ConversationClosed):
            says(late)


def test_an_agent_reopens_and_holds_it(cast: Cast, queue: Queue) -> None:
    talk = closed_by(cast)

    reopened = actions.reopen(talk.id, by=Actor.staff(cast.colleague))

    assert (reopened.status, reopened.assignee) == ("active", cast.colleague)


def test_a_person_can_be_asked_for_after_the_close(cast: Cast, queue: Queue) -> None:
    talk = closed_by(cast)

    again = actions.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))

    assert again.status == "waiting"


def test_a_new_conversation_knows_the_one_before(cast: Cast, queue: Queue) -> None:
    talk = closed_by(cast)

    following = conversation(of=talk.visitor)

    assert following.previous == talk and following.pk != talk.pk
    assert [card["number"] for card in queries.history(cast.supervisor, following)] == [talk.number]


def test_rating_counts_once_and_may_be_thought_over(cast: Cast, queue: Queue) -> None:
    talk = closed_by(cast)
    owner = Actor.visitor(talk.visitor)

    actions.rate(talk.id, score=2, by=owner)
    actions.rate(talk.id, score=2, by=owner)
    actions.rate(talk.id, score=5, comment="后来解决了", by=owner)

    rating = Rating.objects.get(conversation=talk)
    assert (rating.score, rating.agent) == (5, cast.agent)
    assert facts("ConversationRated") == 2


def test_a_rating_needs_an_end_and_a_score_that_exists(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    with pytest.raises(RatingNotPossible):
        actions.rate(talk.id, score=5, by=Actor.visitor(talk.visitor))
    with pytest.raises(Invalid):
        actions.rate(closed_by(cast).id, score=6, by=Actor.visitor(Conversation.objects.last().visitor))
    with pytest.raises(NoSuchConversation):
        actions.rate(talk.id, score=5, by=Actor.staff(cast.agent))


def test_a_transfer_to_a_colleague_keeps_its_reason_and_word(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    with pytest.raises(AgentNotReady):
        actions.transfer(talk.id, to_user=cast.colleague, reason="expert", by=Actor.staff(cast.agent))
    assert not Transfer.objects.exists()
    at_work(cast.colleague)

    actions.transfer(talk.id, to_user=cast.colleague, reason="expert", note="请看贷款", by=Actor.staff(cast.agent))

    assert fresh(talk).assignee == cast.colleague
    transfer = Transfer.objects.get()
    assert (transfer.from_user, transfer.to_user, transfer.note) == (cast.agent, cast.colleague, "请看贷款")
    assert "请看贷款" not in str(queries.thread(talk.id, viewer="customer"))
    assert Assignment.objects.get(user=cast.agent).ended_as == "superseded"


def test_a_transfer_to_a_queue_waits_there(cast: Cast, queue: Queue) -> None:
    loans = QueueFactory(unit=cast.head_office, code="loans")
    talk = served_by(cast.agent)

    actions.transfer(talk.id, to_queue=loans, reason="topic", by=Actor.staff(cast.agent))

    assert (fresh(talk).status, fresh(talk).queue, fresh(talk).unit) == ("waiting", loans, cast.head_office)
    with pytest.raises(Invalid):
        actions.transfer(talk.id, reason="x", by=Actor.staff(cast.supervisor))


def test_a_supervisor_takes_over_and_whispers(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    word = actions.whisper(talk.id, text="请道歉", by=Actor.staff(cast.supervisor))
    actions.take_over(talk.id, by=Actor.staff(cast.supervisor))

    assert word.is_internal and word.payload == {"whisper": True}
    assert fresh(talk).assignee == cast.supervisor
    assert "请道歉" not in str(queries.thread(talk.id, viewer="customer"))


def test_a_note_calls_colleagues_in(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.supervisor)

    actions.note(talk.id, text="@colleague 请看一下, @stranger @nobody", by=Actor.staff(cast.supervisor))

    assert [mention.user for mention in Mention.objects.all()] == [cast.colleague]
    assert queries.mentions_of(cast.colleague) != [] or fresh(talk).unit_id != cast.colleague.unit_id
    actions.mark_mentions_seen(cast.colleague.pk, talk.id)
    assert queries.mentions_of(cast.colleague) == []


def test_a_blocked_customer_can_neither_write_nor_begin_anew(cast: Cast, queue: Queue) -> None:
    customer = CustomerFactory()
    talk = served_by(cast.agent, customer=customer)

    actions.block_customer(talk.id, reason="辱骂", by=Actor.staff(cast.supervisor))

    assert Closure.objects.get(conversation=talk).disposition == "abuse"
    assert Customer.objects.get(pk=customer.pk).is_blocked
    for doing in (lambda: says(talk), lambda: conversation(of=talk.visitor)):
        with pytest.raises(Blocked):
            doing()
    with pytest.raises(Blocked):
        conversation(customer=Customer.objects.get(pk=customer.pk))
    actions.unblock_customer(talk.id, by=Actor.staff(cast.supervisor))
    assert says(talk)


def test_signing_in_makes_the_conversation_the_customers(cast: Cast, queue: Queue) -> None:
    talk = waiting()
    elderly = CustomerFactory(birth_year=1945, is_vulnerable=True)

    actions.identify(talk.visitor, elderly, method="sms_code", by=Actor.customer(elderly))

    known = fresh(talk)
    assert (known.customer, known.priority) == (elderly, 8)
    assert queries.assurance_of(known) == 2
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert queries.assurance_of(known) == 1
    assert queries.conversation_of(Actor.customer(elderly), talk.id) == talk
    with pytest.raises(SomebodyElse):
        actions.identify(talk.visitor, CustomerFactory(), method="sms_code", by=Actor.customer(elderly))


def test_receipts_only_go_forward(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    replies(talk, cast.agent)
    owner = Actor.visitor(talk.visitor)

    actions.mark_read(talk.id, 2, by=owner)
    actions.mark_read(talk.id, 1, by=owner)
    actions.mark_delivered(talk.id, 999, by=owner)

    assert (fresh(talk).customer_read_seq, fresh(talk).customer_delivered_seq) == (2, fresh(talk).last_seq)


def test_a_watching_supervisor_reads_unseen(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    says(talk)

    actions.mark_read(talk.id, 2, by=Actor.staff(cast.supervisor))

    assert fresh(talk).staff_read_seq == 0
