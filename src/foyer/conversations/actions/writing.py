"""Adding a line to a claimed conversation: the next number, the words, the search index, the screens."""

from typing import Any
from uuid import UUID

from foyer.base import clock
from foyer.base.ids import new_id
from foyer.base.postgres.prepared import Rows
from foyer.conversations.models import Conversation, Message
from foyer.conversations.models.message import AuthorKind, MessageKind
from foyer.conversations.sensitive import hidden
from foyer.conversations.showing import show_message

PREVIEW = 140
_OF_THE_HOUSE = {AuthorKind.ASSISTANT, AuthorKind.SYSTEM}
_ROWS = Rows(Message, search="%s::tsvector")


def write(
    conversation: Conversation,
    *,
    kind: str,
    author_kind: str,
    client_id: str,
    author_id: UUID | None = None,
    author_name: str = "",
    text: str = "",
    payload: dict[str, Any] | None = None,
    lang: str = "",
    is_machine: bool = False,
    is_internal: bool = False,
    show: bool = True,
) -> Message:
    """Write one message into a conversation that the caller has claimed and will settle."""
    kept = hidden(text, cards_only=author_kind in _OF_THE_HOUSE)
    text = kept.shown
    now = clock.now()
    conversation.last_seq += 1
    message = Message(
        conversation=conversation, seq=conversation.last_seq, client_id=client_id, kind=kind, author_kind=author_kind,
        author_id=author_id, author_name=author_name, text=text, original=kept.original, payload=payload or {},
        lang=lang, is_machine=is_machine, is_internal=is_internal, sent_at=now,
    )  # fmt: skip
    _ROWS.insert(message)
    conversation.last_at = now
    if text and not is_internal and not is_machine:  # a list shows what people said: the assistant's words are alike
        conversation.last_text = " ".join(text.split())[:PREVIEW]
    if show:
        show_message(conversation, message)
    return message


def tell(conversation: Conversation, code: str, *, internal: bool = False, **params: Any) -> Message:
    """Write a line of the house between the messages (see `event_texts`)."""
    return write(
        conversation, kind=MessageKind.EVENT, author_kind=AuthorKind.SYSTEM, client_id=f"event-{new_id()}",
        payload={"event": {"code": code, "params": params}}, is_internal=internal,
    )  # fmt: skip
