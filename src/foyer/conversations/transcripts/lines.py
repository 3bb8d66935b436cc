"""What a transcript says, line by line, as its customer may read it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from foyer.base.paper.lines import GREY, INK, TEAL, Line
from foyer.base.text import visible
from foyer.conversations.event_texts import DJANGO_LANGUAGE
from foyer.conversations.models import Conversation, Message
from foyer.conversations.models.message import AuthorKind, MessageKind
from foyer.conversations.shapes import ai_label, message_json


def lines_of(conversation: Conversation, messages: list[Message], language: str) -> Iterator[Line]:
    """The title, when it was, and then each message under its heading."""
    zone = conversation.queue.unit.time_zone
    ended = conversation.closed_at or conversation.last_at
    yield Line(_("Conversation %(number)s") % {"number": conversation.number}, 16, TEAL)
    yield Line(f"{_local(conversation.opened_at, zone)} – {_local(ended, zone)} ({zone})", 9, GREY, 4)
    for message in messages:
        shape = message_json(message, viewer="customer", language=language)
        at = _local(message.sent_at, zone)
        if shape["event"]:
            yield Line(f"{at}  {shape['event']['text']}", 9, GREY, 2)
        else:
            yield Line(_heading(message, shape, at), 9, TEAL, is_heading=True)
            yield Line(_words(message, shape), 11, INK, 3)


def _heading(message: Message, shape: dict[str, Any], at: str) -> str:
    """Who, when, and the plain label of what a machine wrote."""
    who = _("You") if message.author_kind == AuthorKind.CUSTOMER else shape["author"]["name"]
    label = f"[{shape['label']}]" if shape["label"] else ""
    return "  ".join(filter(None, [who, at, label]))


def _words(message: Message, shape: dict[str, Any]) -> str:
    lines = [_body(shape)]
    if message.kind == MessageKind.RATING:
        lines.insert(0, _("Rating: %(score)s of 5") % {"score": message.payload["score"]})
    if shape["attachment"]:
        lines.append(_("File: %(name)s") % {"name": shape["attachment"]["name"]})
    for source in shape["citations"]:
        parts = {"title": source["title"] or source["code"], "version": source["version"]}
        lines.append(_("Source: %(title)s (version %(version)s)") % parts)
    return visible("\n".join(filter(None, lines)))


def _body(shape: dict[str, Any]) -> str:
    """A machine's words end with their source and label for doors that have only text; here both stand beside them."""
    body, _gap, foot = shape["text"].rstrip().rpartition("\n\n")
    is_said_beside = shape["machine"] and body and foot.endswith(tuple(map(ai_label, DJANGO_LANGUAGE)))
    return body if is_said_beside else str(shape["text"])


def _local(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
