"""Passing a conversation on: to another queue, to a colleague, back to the line, or back to the assistant."""

from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.errors import Invalid
from foyer.base.events import publish
from foyer.conversations import measures
from foyer.conversations.access import check_handler
from foyer.conversations.actions.assigning import End, How, check_receives, end_assignment, give, withdraw_offer
from foyer.conversations.actions.claiming import claim, move, settle
from foyer.conversations.actions.requesting import wait_in
from foyer.conversations.actions.writing import tell
from foyer.conversations.events import ConversationReturned, ConversationTransferred
from foyer.conversations.models import Conversation, Queue, Transfer
from foyer.conversations.showing import show_change
from foyer.conversations.states import Status


@transaction.atomic
def transfer(
    conversation_id: UUID | str,
    *,
    reason: str,
    by: Actor,
    note: str = "",
    to_queue: Queue | None = None,
    to_user: Any = None,
) -> Conversation:
    """Hand the conversation over with a reason and a word for the next one. Exactly one of queue and user."""
    if (to_queue is None) == (to_user is None):
        raise Invalid
    conversation = claim(conversation_id)
    check_handler(conversation, by)
    before = {conversation.assignee_id, conversation.offered_to_id}
    if to_user is not None:
        if conversation.assignee_id == to_user.pk:
            return conversation
        check_receives(to_user, by)
    _record(conversation, to_queue, to_user, reason=reason, note=note, by=by)
    if to_user is not None:
        give(conversation, to_user, verb="assign", how=How.TRANSFERRED, by=by)
    else:
        _to_queue(conversation, to_queue)
    settle(conversation)
    show_change(conversation, also=before)
    return conversation


@transaction.atomic
def return_to_queue(conversation_id: UUID | str, *, by: Actor, reason: str = "returned") -> Conversation:
    """The agent gives it back: the customer keeps their place in time, and routing looks for another."""
    conversation = claim(conversation_id)
    check_handler(conversation, by)
    if conversation.status == Status.WAITING:
        return conversation
    before = {conversation.assignee_id}
    put_back(conversation, End.RETURNED, reason, by)
    settle(conversation)
    show_change(conversation, also=before)
    return conversation


@transaction.atomic
def return_to_assistant(conversation_id: UUID | str, *, by: Actor) -> Conversation:
    """What is left the assistant can do. Repeating it changes nothing."""
    conversation = claim(conversation_id)
    if conversation.status == Status.ASSISTED:
        return conversation
    check_handler(conversation, by)
    before = {conversation.assignee_id, conversation.offered_to_id}
    end_assignment(conversation, End.TO_ASSISTANT)
    move(conversation, "return_to_assistant")
    _leave_agent(conversation)
    tell(conversation, "returned_to_assistant")
    publish(ConversationReturned(conversation.id, "assistant", "returned", str(by)))
    settle(conversation)
    show_change(conversation, also=before)
    return conversation


def put_back(conversation: Conversation, end: str, reason: str, by: Actor) -> None:
    """Back into its queue from an agent's hands, for `end`: no reply, away, returned."""
    agent = conversation.assignee
    end_assignment(conversation, end)
    move(conversation, "return_to_queue")
    wait_in(conversation, conversation.queue)
    if end in (End.NO_REPLY, End.AWAY):
        tell(conversation, end, internal=True, agent=agent.get_full_name() if agent else "")
    tell(conversation, "returned_to_queue")
    publish(ConversationReturned(conversation.id, "queue", reason, str(by)))


def _record(conversation: Conversation, queue: Queue | None, user: Any, *, reason: str, note: str, by: Actor) -> None:
    Transfer.objects.create(
        conversation=conversation, from_queue=conversation.queue, to_queue=queue, from_user=conversation.assignee,
        to_user=user, reason=reason, note=note, by=str(by), at=clock.now(),
    )  # fmt: skip
    measures.transferred(conversation, reason)
    target = queue.name.as_json() if queue else user.get_full_name()
    tell(conversation, "transferred", to=target)
    if note:
        tell(conversation, "transfer_note", internal=True, reason=reason, note=note)
    ids = (queue.id if queue else None, user.pk if user else None)
    publish(ConversationTransferred(conversation.id, *ids, reason, str(by)))


def _to_queue(conversation: Conversation, queue: Queue | None) -> None:
    if conversation.offered_to_id:
        withdraw_offer(conversation, End.TRANSFERRED)
    end_assignment(conversation, End.TRANSFERRED)
    move(conversation, "transfer")
    wait_in(conversation, queue or conversation.queue)


def _leave_agent(conversation: Conversation) -> None:
    conversation.assignee, conversation.assigned_at, conversation.snoozed_until = None, None, None
    conversation.waiting_since, conversation.rank_at = None, None
    conversation.unit = conversation.queue.unit
