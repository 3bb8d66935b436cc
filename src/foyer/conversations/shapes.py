"""The JSON of a message and of a conversation: one shape for the API, the live streams and the pages."""

from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext, override

from foyer.base.text import active_language, visible
from foyer.conversations.event_texts import DJANGO_LANGUAGE, event_text
from foyer.conversations.models import Attachment, Conversation, Message
from foyer.conversations.models.message import MessageKind
from foyer.customers import queries as customers

Viewer = Literal["customer", "staff"]


def message_json(message: Message, *, viewer: Viewer, language: str | None = None) -> dict[str, Any]:
    """A message as `viewer` may see it: a customer never learns the identifiers of staff."""
    language = language or active_language()
    attachment = _attachment_of(message)
    return {
        "id": str(message.id),
        "conversation": str(message.conversation_id),
        "seq": message.seq,
        "client_id": message.client_id,
        "kind": message.kind,
        "author": _author_json(message, viewer, language),
        "text": message.text,
        "lang": message.lang,
        "machine": message.is_machine,
        "label": ai_label(language) if message.is_machine else None,
        "at": message.sent_at.isoformat(),
        "citations": [_citation_json(citation, language) for citation in message.payload.get("citations", [])],
        "choices": message.payload.get("choices", []),
        "event": _event_json(message, viewer, language),
        "attachment": attachment_json(attachment) if attachment else None,
        "note": message.is_internal,
        "whisper": bool(message.payload.get("whisper")),
        "edited": False,
    }


def ai_label(language: str) -> str:
    """The plain label of everything a machine wrote (China's labelling measures of 2025-09, EU AI Act art. 50)."""
    with override(DJANGO_LANGUAGE[language]):
        return gettext("AI-generated")


def attachment_json(attachment: Attachment) -> dict[str, Any]:
    url = f"/attachments/{attachment.id}"
    return {
        "id": str(attachment.id),
        "name": attachment.name,
        "type": attachment.type,
        "size": attachment.size,
        "url": url,
        "thumbnail": f"{url}/thumbnail" if attachment.thumbnail_path else None,
    }


def card_json(conversation: Conversation) -> dict[str, Any]:
    """A conversation as it stands in a colleague's list. Needs queue, assignee, offered_to and customer at hand."""
    return {
        "id": str(conversation.id),
        "number": conversation.number,
        "status": conversation.status,
        "epoch": conversation.owner_epoch,
        "channel": conversation.channel,
        "language": conversation.language,
        "topic": conversation.topic,
        "queue": conversation.queue.as_json(),
        "unit": str(conversation.unit_id),
        "assignee": _user_json(conversation.assignee),
        "offered_to": _user_json(conversation.offered_to),
        "offered_at": _iso(conversation.offered_at),
        "customer": _customer_json(conversation),
        "priority": conversation.priority,
        "concern": conversation.concern,
        "elderly": conversation.is_elderly,
        "vulnerable": conversation.is_vulnerable,
        "assurance": conversation.assurance_level,
        "opened_at": _iso(conversation.opened_at),
        "waiting_since": _iso(conversation.waiting_since),
        "awaiting_since": _iso(conversation.awaiting_since),
        "answer_by": _iso(conversation.next_due_at) if conversation.awaiting_since else None,
        "standard_seconds": conversation.queue.standard_seconds,
        "snoozed_until": _iso(conversation.snoozed_until),
        "closed_at": _iso(conversation.closed_at),
        "last_seq": conversation.last_seq,
        "last_at": _iso(conversation.last_at),
        "preview": visible(conversation.last_text),
        "unread": max(0, conversation.last_seq - conversation.staff_read_seq),
    }


def _attachment_of(message: Message) -> Attachment | None:
    if message.kind != MessageKind.ATTACHMENT:
        return None
    return getattr(message, "attachment", None)


def _author_json(message: Message, viewer: Viewer, language: str) -> dict[str, Any]:
    shows_id = viewer == "staff" and message.author_id
    return {
        "kind": message.author_kind,
        "id": str(message.author_id) if shows_id else None,
        "name": message.author_name or _name_of_kind(message.author_kind, language),
    }


def _name_of_kind(kind: str, language: str) -> str:
    with override(DJANGO_LANGUAGE[language]):
        return {"assistant": gettext("Assistant"), "customer": gettext("Visitor")}.get(kind, "")


def _citation_json(citation: dict[str, Any], language: str) -> dict[str, Any]:
    title = citation.get("title", "")
    passages = {"passages": citation["passages"]} if citation.get("passages") else {}
    return passages | {
        "code": citation["code"],
        "version": citation["version"],
        "title": title.get(language, "") if isinstance(title, dict) else title,
        "url": citation.get("url"),
    }


def _event_json(message: Message, viewer: Viewer, language: str) -> dict[str, Any] | None:
    """A public line has words for both sides: what is heard live is one shape for all who listen."""
    event = message.payload.get("event")
    if not event:
        return None
    code, params = event["code"], event["params"]
    texts = {each: event_text(code, params, each) for each in DJANGO_LANGUAGE}
    desk = {each: event_text(code, params, each, to_colleagues=True) for each in DJANGO_LANGUAGE}
    text = (desk if viewer == "staff" else texts)[language]
    return {"code": code, "params": params, "text": text, "texts": texts, "desk": desk}


def _customer_json(conversation: Conversation) -> dict[str, Any] | None:
    customer = conversation.customer
    if customer is None:
        return None
    return {"id": str(customer.pk), "number": customer.number, "name": customers.display_name(customer)}


def _user_json(user: Any) -> dict[str, Any] | None:
    return {"id": str(user.pk), "name": user.get_full_name()} if user else None


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
