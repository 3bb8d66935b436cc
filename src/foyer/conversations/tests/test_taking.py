"""Two at once: real threads, real transactions. One wins; nobody is given more than they can carry."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from foyer.base.actors import ASSISTANT, Actor
from foyer.base.errors import Refusal
from foyer.conversations import actions
from foyer.conversations.errors import AgentFull, AlreadyTaken, NoSuchConversation, NotYourTurn
from foyer.conversations.models import Assignment, Conversation, Message, Queue
from foyer.conversations.routing import route_waiting
from foyer.conversations.tests.factories import at_work, conversation, events_of, says, served_by, waiting
from foyer.staff.tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Start all at the same moment; what each gave or refused, in order."""
    gate = Barrier(len(doings))

    def run(doing: Callable[[], Any]) -> Any:
        try:
            gate.wait(5)
            return doing()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


def test_of_two_agents_one_takes_it_and_the_other_is_told_who(cast: Cast, queue: Queue) -> None:
    for _ in range(5):
        talk = waiting()

        first, second = at_once(
            partial(actions.take, talk.id, by=Actor.staff(cast.agent)),
            partial(actions.take, talk.id, by=Actor.staff(cast.colleague)),
        )

        winner, loser = (first, second) if isinstance(first, Conversation) else (second, first)
        assert isinstance(loser, AlreadyTaken)
        assert loser.details["winner"] == winner.assignee.get_full_name()
        assert Assignment.objects.filter(conversation=talk).count() == 1
        actions.close(talk.id, disposition="solved", by=Actor.staff(winner.assignee))


def test_taking_ones_own_again_changes_nothing(cast: Cast, queue: Queue) -> None:
    talk = waiting()

    first = actions.take(talk.id, by=Actor.staff(cast.agent))
    again = actions.take(talk.id, by=Actor.staff(cast.agent))

    assert first.owner_epoch == again.owner_epoch
    assert first.last_seq == again.last_seq


def test_a_stranger_learns_nothing_from_trying(cast: Cast, queue: Queue) -> None:
    talk = waiting()

    with pytest.raises(NoSuchConversation):
        actions.take(talk.id, by=Actor.staff(cast.stranger))
    actions.take(talk.id, by=Actor.staff(cast.agent))
    with pytest.raises(NoSuchConversation):
        actions.take(talk.id, by=Actor.staff(cast.stranger))


def test_an_agent_is_never_given_more_than_they_can_carry(cast: Cast, queue: Queue) -> None:
    cast.agent.capacity = 2
    cast.agent.save()
    talks = [waiting() for _ in range(6)]

    results = at_once(*[lambda talk=talk: actions.take(talk.id, by=Actor.staff(cast.agent)) for talk in talks])

    assert sum(isinstance(result, Conversation) for result in results) == 2
    assert sum(isinstance(result, AgentFull) for result in results) == 4


def test_routing_in_many_processes_offers_each_once_and_respects_capacity(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent, cast.colleague)
    talks = [waiting() for _ in range(10)]

    at_once(*[route_waiting for _ in range(4)])

    offered = Conversation.objects.exclude(offered_to=None)
    assert offered.count() == cast.agent.capacity + cast.colleague.capacity
    for user in (cast.agent, cast.colleague):
        assert offered.filter(offered_to=user).count() == user.capacity
    assert Assignment.objects.count() == offered.count()
    first = {talk.pk for talk in talks[:6]}
    assert set(offered.values_list("pk", flat=True)) == first


def test_the_same_message_sent_at_once_is_kept_once(queue: Queue) -> None:
    talk = conversation()

    results = at_once(*[lambda: says(talk, client_id="one") for _ in range(6)])

    assert len({message.id for message in results}) == 1
    assert Message.objects.filter(conversation=talk).count() == 1


def test_messages_sent_at_once_get_numbers_without_gap_or_double(queue: Queue) -> None:
    talk = conversation()

    at_once(*[lambda n=n: says(talk, f"第{n}句", client_id=str(n)) for n in range(8)])

    assert list(talk.messages.order_by("seq").values_list("seq", flat=True)) == list(range(1, 9))


def test_assistant_and_person_never_talk_at_once(cast: Cast, queue: Queue) -> None:
    for round_ in range(6):
        talk = conversation(language="zh")

        said, _asked = at_once(
            partial(actions.send, talk.id, text="答", client_id="a", by=ASSISTANT, epoch=talk.owner_epoch),
            partial(actions.request_person, talk.id, reason="asked", by=Actor.visitor(talk.visitor)),
        )

        (handed_over,) = events_of(talk, "person_requested")
        if isinstance(said, NotYourTurn):
            assert not Message.objects.filter(conversation=talk, author_kind="assistant").exists()
        else:
            assert said.seq < handed_over.seq, f"round {round_}"


def test_two_opening_at_once_from_one_browser_get_one_conversation(queue: Queue) -> None:
    guest = conversation().visitor
    actions.close(Conversation.objects.get().id, disposition="solved", by=Actor.visitor(guest))

    results = at_once(*[lambda: conversation(of=guest) for _ in range(4)])

    assert len({talk.pk for talk in results}) == 1


def test_closing_and_taking_at_once_leave_one_truth(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    at_once(
        lambda: actions.close(talk.id, disposition="solved", by=Actor.staff(cast.agent)),
        lambda: actions.take_over(talk.id, by=Actor.staff(cast.supervisor)),
        lambda: actions.return_to_queue(talk.id, by=Actor.staff(cast.agent)),
    )

    final = Conversation.objects.get(pk=talk.pk)
    held = Assignment.objects.filter(conversation=talk, ended_at=None).count()
    assert held == (1 if final.assignee_id else 0)
