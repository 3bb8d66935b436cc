"""Putting a conversation aside until something else has happened."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.errors import Invalid
from foyer.conversations.access import check_handler
from foyer.conversations.actions.claiming import claim, move, settle
from foyer.conversations.actions.writing import tell
from foyer.conversations.models import Conversation
from foyer.conversations.showing import show_change
from foyer.conversations.states import Status


@transaction.atomic
def snooze(conversation_id: UUID | str, *, until: datetime, by: Actor) -> Conversation:
    """Put it aside; it stays the agent's, frees their capacity, and comes back then or when the customer writes."""
    conversation = claim(conversation_id)
    check_handler(conversation, by)
    if until <= clock.now():
        raise Invalid
    if conversation.status == Status.SNOOZED and conversation.snoozed_until == until:
        return conversation
    if conversation.status != Status.SNOOZED:
        move(conversation, "snooze")
    conversation.snoozed_until = until
    tell(conversation, "snoozed", internal=True, until=until.isoformat(timespec="minutes"))
    settle(conversation)
    show_change(conversation)
    return conversation


@transaction.atomic
def wake(conversation_id: UUID | str, *, by: Actor) -> Conversation:
    """Take it up again."""
    conversation = claim(conversation_id)
    check_handler(conversation, by)
    if conversation.status == Status.SNOOZED:
        wake_claimed(conversation)
        settle(conversation)
        show_change(conversation)
    return conversation


def wake_claimed(conversation: Conversation) -> None:
    """Back on the agent's list."""
    move(conversation, "wake")
    conversation.snoozed_until, conversation.assigned_at = None, clock.now()
    tell(conversation, "woken", internal=True)
