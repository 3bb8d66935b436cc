"""What a conversation is about, so that it stands in the right line when a person is needed."""

from uuid import UUID

from django.db import transaction

from foyer.base.actors import Actor
from foyer.conversations.access import check_handler
from foyer.conversations.actions.claiming import claim, settle
from foyer.conversations.models import Conversation
from foyer.conversations.priority import priority_of


@transaction.atomic
def set_topic(conversation_id: UUID | str, topic: str, *, by: Actor) -> Conversation:
    """Remember the topic: a subject of the bank such as "cards" or "loans", or one that needs care such as "fraud"."""
    conversation = claim(conversation_id)
    check_handler(conversation, by)
    if conversation.topic != topic:
        conversation.topic = topic
        conversation.priority = priority_of(conversation)
        settle(conversation)
    return conversation
