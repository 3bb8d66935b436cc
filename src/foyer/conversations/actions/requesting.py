"""Asking for a person: one tap, on every door, at any moment."""

from uuid import UUID

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.conversations import measures
from foyer.conversations.access import check_handler, is_theirs
from foyer.conversations.actions.claiming import claim, move, settle
from foyer.conversations.actions.reopening import is_within_grace, undo_closure
from foyer.conversations.actions.writing import tell
from foyer.conversations.errors import Blocked, ConversationClosed, NoSuchConversation
from foyer.conversations.events import ConversationWaiting, PersonRequested
from foyer.conversations.hours import is_open
from foyer.conversations.models import Conversation, Queue
from foyer.conversations.priority import priority_of, rank_at
from foyer.conversations.queues import queue_for
from foyer.conversations.showing import show_change
from foyer.conversations.states import Status

_ALREADY = (Status.WAITING, Status.ACTIVE, Status.SNOOZED)


@transaction.atomic
def request_person(
    conversation_id: UUID | str, *, reason: str, by: Actor, queue: Queue | None = None, topic: str | None = None
) -> Conversation:
    """Put the conversation in the line for a person. Asking again changes nothing.

    `reason` is a word such as "asked", "fraud", "not_understood"; `topic` chooses the queue and may raise the priority.
    """
    conversation = claim(conversation_id)
    _check(conversation, by)
    if conversation.status in _ALREADY:
        return conversation
    if conversation.status == Status.CLOSED:
        undo_closure(conversation, "reopen", by)
    conversation.topic = topic or conversation.topic
    conversation.awaiting_since = conversation.awaiting_since or clock.now()
    move(conversation, "request_person")
    publish(PersonRequested(conversation.id, reason, str(by)))
    measures.handed_over(conversation, reason)
    tell(conversation, "handed_over", internal=True, reason=reason)
    wait_in(conversation, queue or queue_for(conversation, topic=conversation.topic))
    _tell_customer(conversation)
    settle(conversation)
    show_change(conversation)
    return conversation


def wait_in(conversation: Conversation, queue: Queue) -> None:
    """Stand a claimed conversation in a line. Who has waited for an answer already keeps that time."""
    conversation.queue, conversation.unit = queue, queue.unit
    conversation.assignee, conversation.assigned_at = None, None
    conversation.snoozed_until = None
    conversation.waiting_since = conversation.awaiting_since or clock.now()
    conversation.priority = priority_of(conversation)
    conversation.rank_at = rank_at(conversation.waiting_since, conversation.priority)
    publish(ConversationWaiting(conversation.id, queue.id, conversation.priority))


def _check(conversation: Conversation, by: Actor) -> None:
    if not by.is_outside:
        check_handler(conversation, by)
        return
    if not is_theirs(conversation, by):
        raise NoSuchConversation
    if conversation.visitor.blocked_at or (conversation.customer and conversation.customer.is_blocked):
        raise Blocked
    if conversation.is_closed and not is_within_grace(conversation):
        raise ConversationClosed


def _tell_customer(conversation: Conversation) -> None:
    queue = conversation.queue
    if is_open(queue):
        tell(conversation, "person_requested")
        return
    params = {"text": queue.out_of_hours_text.as_json()} if queue.out_of_hours_text else {}
    tell(conversation, "out_of_hours", **params)
