"""The table of states, and the promise that no sequence of verbs leads anywhere else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Refusal
from foyer.conversations import actions
from foyer.conversations.models import Assignment, Closure, Conversation, Queue
from foyer.conversations.states import MOVES, OWNER_OF, Owner, Status, may
from foyer.conversations.tests.factories import at_work, conversation, replies, says
from foyer.staff.tests.cast import Cast


def test_every_status_has_one_owner() -> None:
    assert set(OWNER_OF) == set(Status)


def test_every_status_can_be_reached_and_left() -> None:
    assert {move.target for move in MOVES.values()} == set(Status)
    assert set().union(*(move.sources for move in MOVES.values())) == set(Status)


def test_a_closed_conversation_is_left_only_by_going_on_with_it() -> None:
    assert {verb for verb in MOVES if may(verb, Status.CLOSED)} == {"reopen"}


VERBS: dict[str, Callable[[Conversation, Cast], Any]] = {
    "says": lambda talk, cast: says(talk),
    "replies": lambda talk, cast: replies(talk, cast.agent),
    "request": lambda talk, cast: actions.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor)),
    "take": lambda talk, cast: actions.take(talk.id, by=Actor.staff(cast.agent)),
    "take2": lambda talk, cast: actions.take(talk.id, by=Actor.staff(cast.colleague)),
    "take_over": lambda talk, cast: actions.take_over(talk.id, by=Actor.staff(cast.supervisor)),
    "assign": lambda talk, cast: actions.assign(talk.id, to=cast.colleague, by=Actor.staff(cast.supervisor)),
    "hand_on": lambda talk, cast: actions.transfer(
        talk.id, to_user=cast.colleague, reason="expert", by=Actor.staff(cast.agent)
    ),
    "requeue": lambda talk, cast: actions.transfer(
        talk.id, to_queue=talk.queue, reason="other", by=Actor.staff(cast.supervisor)
    ),
    "return": lambda talk, cast: actions.return_to_queue(talk.id, by=Actor.staff(cast.agent)),
    "to_assistant": lambda talk, cast: actions.return_to_assistant(talk.id, by=SYSTEM),
    "snooze": lambda talk, cast: actions.snooze(
        talk.id, until=clock.now() + timedelta(hours=1), by=Actor.staff(cast.agent)
    ),
    "wake": lambda talk, cast: actions.wake(talk.id, by=SYSTEM),
    "close": lambda talk, cast: actions.close(talk.id, disposition="solved", by=SYSTEM),
    "leave": lambda talk, cast: actions.close(talk.id, disposition="solved", by=Actor.visitor(talk.visitor)),
    "reopen": lambda talk, cast: actions.reopen(talk.id, by=Actor.visitor(talk.visitor)),
    "reopen2": lambda talk, cast: actions.reopen(talk.id, by=Actor.staff(cast.agent)),
    "rate": lambda talk, cast: actions.rate(talk.id, score=5, by=Actor.visitor(talk.visitor)),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verbs=st.lists(st.sampled_from(sorted(VERBS)), max_size=10))
def test_no_sequence_of_verbs_breaks_the_invariants(cast: Cast, queue: Queue, verbs: list[str]) -> None:
    at_work(cast.agent, cast.colleague)
    talk = conversation()
    epoch = talk.owner_epoch

    for verb in verbs:
        before = _state(talk)
        try:
            VERBS[verb](talk, cast)
        except Refusal:
            assert _state(talk) == before
        _check(talk, epoch)
        epoch = _fresh(talk).owner_epoch


def _fresh(talk: Conversation) -> Conversation:
    return Conversation.objects.get(pk=talk.pk)


def _state(talk: Conversation) -> tuple[Any, ...]:
    fresh = _fresh(talk)
    return fresh.status, fresh.owner, fresh.owner_epoch, fresh.assignee_id, fresh.last_seq


def _check(talk: Conversation, epoch: int) -> None:
    fresh = _fresh(talk)
    assert fresh.owner == OWNER_OF[Status(fresh.status)]
    assert fresh.owner_epoch >= epoch
    assert (fresh.owner == Owner.AGENT) == (fresh.assignee_id is not None)
    assert (fresh.status == Status.WAITING) == (fresh.waiting_since is not None) == (fresh.rank_at is not None)
    assert (fresh.status == Status.CLOSED) == (fresh.closed_at is not None)
    assert (fresh.status == Status.SNOOZED) == (fresh.snoozed_until is not None)
    assert list(fresh.messages.order_by("seq").values_list("seq", flat=True)) == list(range(1, fresh.last_seq + 1))
    open_assignments = Assignment.objects.filter(conversation=talk, ended_at=None)
    assert open_assignments.count() == (1 if fresh.owner == Owner.AGENT else 0)
    assert Closure.objects.filter(conversation=talk, reopened_at=None).count() == (fresh.status == Status.CLOSED)


@pytest.mark.parametrize("verb", sorted(MOVES))
def test_each_move_changes_the_owner_as_the_table_says(verb: str) -> None:
    assert MOVES[verb].target in OWNER_OF
    assert MOVES[verb].target not in MOVES[verb].sources or verb in ("assign", "take_over", "transfer")
