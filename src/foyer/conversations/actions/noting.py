"""Words among colleagues: notes that call others in, and a supervisor's whisper. The customer never sees them."""

import re
from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.conversations.access import colleague, sees, supervisor
from foyer.conversations.actions.claiming import claim, settle
from foyer.conversations.actions.participants import join
from foyer.conversations.actions.sending import already_said, check_words, language_of
from foyer.conversations.actions.writing import write
from foyer.conversations.acts import WHISPERED
from foyer.conversations.models import Conversation, Mention, Message, Participant
from foyer.conversations.models.message import AuthorKind, MessageKind
from foyer.conversations.showing import show_to_user
from foyer.staff import queries as staff

_MENTION = re.compile(r"@([\w.+-]+)")


@transaction.atomic
def note(
    conversation_id: UUID | str, *, text: str, by: Actor, client_id: str = "", payload: dict[str, Any] | None = None
) -> Message:
    """Write a note that colleagues see and the customer never does; @username calls a colleague in."""
    conversation = claim(conversation_id, author=AuthorKind.AGENT, client_id=client_id)
    user = colleague(conversation, by)
    if said := already_said(conversation):
        return said
    check_words(text, None)
    message = write(
        conversation, kind=MessageKind.NOTE, author_kind=AuthorKind.AGENT, author_id=user.pk,
        author_name=user.get_full_name(), text=text, client_id=client_id or f"note-{new_id()}", payload=payload,
        lang=language_of(text, conversation), is_internal=True,
    )  # fmt: skip
    _mention(conversation, message, user)
    settle(conversation)
    return message


@transaction.atomic
def whisper(conversation_id: UUID | str, *, text: str, by: Actor, client_id: str = "") -> Message:
    """A supervisor's word into the agent's ear."""
    conversation = claim(conversation_id)
    supervisor(conversation, by)
    message = note(conversation_id, text=text, by=by, client_id=client_id, payload={"whisper": True})
    join(conversation, by, Participant.Role.WATCHER)
    audit.record(WHISPERED, by=by, on=f"conversation:{conversation.pk}", customer=conversation.customer_id)
    if conversation.assignee_id and conversation.assignee_id != by.id:
        show_to_user(conversation.assignee_id, "whisper", {"conversation": str(conversation.id), "text": message.text})
    return message


def _mention(conversation: Conversation, message: Message, author: Any) -> None:
    names = {name.rstrip(".") for name in _MENTION.findall(message.text)}
    if not names:
        return
    called = staff.colleagues(author).filter(username__in=names).exclude(pk=author.pk)
    for user in called:
        Mention.objects.create(message=message, user=user, at=clock.now())
        if not sees(user, conversation):
            continue  # what they cannot open is not put before them
        data = {"conversation": str(conversation.id), "number": conversation.number, "by": author.get_full_name()}
        show_to_user(user.pk, "mention", {**data, "seq": message.seq})
