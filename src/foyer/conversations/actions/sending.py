"""Saying something. Sent twice with one client id, it is said once; said out of turn, it is refused."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from foyer.base.actors import Actor
from foyer.base.errors import Invalid
from foyer.base.events import publish
from foyer.base.postgres.steps import step
from foyer.base.text import detect_language
from foyer.conversations import measures
from foyer.conversations.access import check_reader
from foyer.conversations.actions.claiming import claim, move, settle
from foyer.conversations.actions.reopening import reopen_by_writing
from foyer.conversations.actions.writing import tell, write
from foyer.conversations.errors import (
    Blocked,
    ConversationClosed,
    EmptyMessage,
    MessageTooLong,
    NoSuchConversation,
    NotYourTurn,
)
from foyer.conversations.events import CustomerWrote, StaffWrote
from foyer.conversations.models import Attachment, Conversation, Message
from foyer.conversations.models.message import AuthorKind, MessageKind
from foyer.conversations.priority import priority_of
from foyer.conversations.showing import show_card, show_change, show_message
from foyer.conversations.states import Status
from foyer.customers import queries as customers

LONGEST = 4_000
_KINDS: dict[str, set[str]] = {
    AuthorKind.CUSTOMER: {MessageKind.TEXT, MessageKind.ATTACHMENT},
    AuthorKind.AGENT: {MessageKind.TEXT, MessageKind.ATTACHMENT, MessageKind.CHOICES},
    AuthorKind.ASSISTANT: {MessageKind.TEXT, MessageKind.ATTACHMENT, MessageKind.CHOICES},
}
_PAYLOADS: dict[str, set[str]] = {
    AuthorKind.CUSTOMER: {"attachment", "choice"},
    AuthorKind.AGENT: {"attachment", "choices", "canned", "citations"},
}
_AUTHOR_OF = {"customer": AuthorKind.CUSTOMER, "visitor": AuthorKind.CUSTOMER, "staff": AuthorKind.AGENT}


@step()
def send(
    conversation_id: UUID | str,
    *,
    text: str,
    client_id: str,
    by: Actor,
    kind: str = MessageKind.TEXT,
    payload: dict[str, Any] | None = None,
    epoch: int | None = None,
    lang: str | None = None,
    topic: str = "",
) -> Message:
    """Say something to the other side. `epoch` is the ownership the speaker read; the assistant must pass it.

    `topic` is what the assistant finds it is about: remembered as `set_topic` does.

    Refused with `NotYourTurn` when the conversation has changed hands, `ConversationClosed` when it is over.
    """
    author = _AUTHOR_OF.get(by.kind, by.kind)
    conversation = claim(conversation_id, author=author, client_id=client_id)
    check_reader(conversation, by)
    if said := already_said(conversation):
        return said
    _check_form(author, kind, payload)
    check_words(text, payload)
    file = _file_of(conversation, payload, by)
    _speak(conversation, by, epoch)
    message = write(
        conversation, kind=kind, author_kind=author, author_id=by.id, author_name=_name(conversation, by), text=text,
        client_id=client_id, payload=payload, lang=lang or language_of(text, conversation),
        is_machine=by.kind == "assistant", show=False,
    )  # fmt: skip
    if file is not None:
        _attach(file, message)
    show_message(conversation, message)
    _AFTER[author](conversation, message)
    if topic and by.kind == "assistant" and conversation.topic != topic:
        conversation.topic = topic
        conversation.priority = priority_of(conversation)
    settle(conversation)
    show_card(conversation)
    return message


def already_said(conversation: Conversation) -> Message | None:
    """The message that the conversation was claimed to say, if an earlier attempt has said it."""
    said = getattr(conversation, "said", None)
    return Message.objects.get(pk=said) if said else None


def _check_form(author: str, kind: str, payload: dict[str, Any] | None) -> None:
    """Nobody sends what is not theirs to send: a customer no citation, an agent no event."""
    if kind not in _KINDS.get(author, {MessageKind.TEXT, MessageKind.CHOICES}):
        raise Invalid
    if author in _PAYLOADS and set(payload or {}) - _PAYLOADS[author]:
        raise Invalid


def check_words(text: str, payload: dict[str, Any] | None) -> None:
    if not text.strip() and not (payload or {}).get("attachment"):
        raise EmptyMessage
    if len(text) > LONGEST:
        raise MessageTooLong


def _speak(conversation: Conversation, by: Actor, epoch: int | None) -> None:
    """Whether it is the speaker's turn; the customer's turn is always."""
    if by.is_outside:
        _let_customer_speak(conversation)
        return
    if conversation.status == Status.CLOSED:
        raise ConversationClosed
    if by.kind == "assistant" and (conversation.status != Status.ASSISTED or epoch != conversation.owner_epoch):
        raise NotYourTurn
    if by.is_staff and conversation.assignee_id != by.id:
        raise NotYourTurn
    if epoch is not None and epoch != conversation.owner_epoch:
        raise NotYourTurn


def _let_customer_speak(conversation: Conversation) -> None:
    if conversation.visitor.blocked_at or (conversation.customer and conversation.customer.is_blocked):
        raise Blocked
    if conversation.status == Status.CLOSED:
        reopen_by_writing(conversation)
    if conversation.status == Status.SNOOZED:
        move(conversation, "wake")
        conversation.snoozed_until = None
        tell(conversation, "woken", internal=True)
        show_change(conversation)


def _name(conversation: Conversation, by: Actor) -> str:
    if by.is_staff and conversation.assignee:
        return conversation.assignee.get_full_name()
    if by.is_outside and conversation.customer:
        return customers.display_name(conversation.customer)
    return ""


def language_of(text: str, conversation: Conversation) -> str:
    return detect_language(text, default=conversation.language)  # type: ignore[arg-type]


def _file_of(conversation: Conversation, payload: dict[str, Any] | None, by: Actor) -> Attachment | None:
    """The uploaded file a message is to carry: one of this conversation, uploaded by the same hand, not yet sent."""
    identifier = (payload or {}).get("attachment")
    if not identifier:
        return None
    files = Attachment.objects.select_for_update().filter(pk=identifier, conversation_id=conversation.pk)
    file = files.filter(message=None, by=str(by)).first()
    if file is None:
        raise NoSuchConversation
    return file


def _attach(file: Attachment, message: Message) -> None:
    file.message = message
    file.save(update_fields=["message"])
    message.attachment = file


def _after_customer(conversation: Conversation, message: Message) -> None:
    now = message.sent_at
    conversation.last_customer_at, conversation.reminded_at = now, None
    conversation.awaiting_since = conversation.awaiting_since or now
    conversation.customer_read_seq = max(conversation.customer_read_seq, message.seq)
    publish(CustomerWrote(conversation.id, message.id, message.seq, conversation.owner_epoch, conversation.owner))


def _after_agent(conversation: Conversation, message: Message) -> None:
    if conversation.first_response_at is None:
        conversation.first_response_at = message.sent_at
        measures.first_response(conversation)
    _answered(conversation, message.sent_at)
    conversation.staff_read_seq = max(conversation.staff_read_seq, message.seq)
    publish(StaffWrote(conversation.id, message.id, message.seq, message.author_id))  # type: ignore[arg-type]


def _after_assistant(conversation: Conversation, message: Message) -> None:
    if message.payload.get("citations"):
        measures.answered(conversation)
    _answered(conversation, message.sent_at)


def _answered(conversation: Conversation, at: datetime) -> None:
    conversation.last_staff_at, conversation.awaiting_since, conversation.reminded_at = at, None, None


_AFTER: dict[str, Callable[[Conversation, Message], None]] = {
    AuthorKind.CUSTOMER: _after_customer,
    AuthorKind.AGENT: _after_agent,
    AuthorKind.ASSISTANT: _after_assistant,
    AuthorKind.SYSTEM: lambda _conversation, _message: None,
}
