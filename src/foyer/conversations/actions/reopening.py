"""When a closed conversation may go on: for a while, so that a thank-you or a forgotten point is not a new story."""

from datetime import timedelta

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.conversations.actions.claiming import move
from foyer.conversations.actions.writing import tell
from foyer.conversations.errors import ConversationClosed
from foyer.conversations.events import ConversationReopened
from foyer.conversations.models import Closure, Conversation
from foyer.conversations.showing import show_change

GRACE = timedelta(hours=24)


def is_within_grace(conversation: Conversation) -> bool:
    return conversation.closed_at is not None and clock.now() - conversation.closed_at <= GRACE


def reopen_by_writing(conversation: Conversation) -> None:
    """The customer wrote again: with the assistant within a day, refused later."""
    if not is_within_grace(conversation):
        raise ConversationClosed
    undo_closure(conversation, "reopen", Actor.visitor(conversation.visitor))
    show_change(conversation)


def undo_closure(conversation: Conversation, verb: str, by: Actor) -> None:
    """Open a claimed conversation again; the closure stays on record with who undid it."""
    move(conversation, verb)
    Closure.objects.filter(conversation=conversation, reopened_at=None).update(
        reopened_at=clock.now(), reopened_by=str(by)
    )  # fmt: skip
    conversation.closed_at, conversation.reminded_at = None, None
    tell(conversation, "reopened")
    publish(ConversationReopened(conversation.id, str(by)))
