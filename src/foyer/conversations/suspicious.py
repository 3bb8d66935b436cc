"""Telling the trail what was tried in a conversation: steering the assistant, sending what is not accepted.

The entry says which pattern was met, never the words.
"""

from typing import Any
from uuid import UUID

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.files.errors import FileRefused
from foyer.conversations.acts import SUSPICIOUS_TEXT, UPLOAD_REFUSED
from foyer.conversations.models import Conversation, Message
from foyer.security.detection.injections import met


def look_at(message_id: UUID) -> tuple[str, ...]:
    """Record which patterns a customer's message meets; returns them."""
    message = Message.objects.select_related("conversation").filter(pk=message_id).first()
    patterns = met(message.text) if message is not None else ()
    if message is not None and patterns:
        details = {"patterns": list(patterns), "message": str(message.pk)}
        _record(SUSPICIOUS_TEXT, message.conversation, Actor("customer", message.conversation.customer_id), details)
    return patterns


def tell_refused(conversation_id: UUID | str, no: FileRefused, *, by: Actor) -> None:
    """Record why a file was not taken in; called outside the transaction that rolled back."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is not None:
        _record(UPLOAD_REFUSED, conversation, by, {"why": no.code}, outcome="refused")


def _record(
    kind: audit.Kind, conversation: Conversation, by: Actor, details: dict[str, Any], outcome: audit.Outcome = "done"
) -> None:
    who = Actor("visitor") if by.kind == "customer" and by.id is None else by
    on, customer = f"conversation:{conversation.pk}", conversation.customer_id
    audit.record(kind, by=who, on=on, customer=customer, outcome=outcome, details=details)
