"""Translating at the desk: what a customer wrote, into my language; what I wrote, into the customer's."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from foyer.assistant import translating
from foyer.assistant.translating.errors import NothingToTranslate
from foyer.assistant.translating.marking import marked
from foyer.base.text import active_language
from foyer.conversations import queries as conversations
from foyer.desk.access import READ, SERVE
from foyer.desk.views.data import acting, data_deed


@data_deed(READ, SERVE)
def message(request: HttpRequest, conversation_id: UUID, message_id: UUID) -> dict[str, Any]:
    """A customer's message, for the colleague who reads it."""
    conversation = conversations.conversation_for(request.user, conversation_id)
    found = translating.translate_message(
        message_id, to=active_language(), conversation=conversation, by=acting(request)
    )
    return {**_told(found), "text": found.text}


@data_deed(READ, SERVE)
def draft(request: HttpRequest, conversation_id: UUID) -> dict[str, Any]:
    """My own words, for the customer, with the line that tells them of the machine."""
    conversation = conversations.conversation_for(request.user, conversation_id)
    text = request.POST.get("text", "").replace("\x00", "").strip()
    if not text:
        raise NothingToTranslate
    found = translating.translate(text, to=conversation.language, conversation=conversation, by=acting(request))
    return {**_told(found), "text": marked(found.text, found.target)}


def _told(found: translating.Translated) -> dict[str, Any]:
    return {
        "lang": "zh-Hans" if found.target == "zh" else "en",
        "mark": f"{translating.MARKS} · {found.model}" if found.model else str(translating.MARKS),
        "doubts": [_doubts()[code] for code in found.doubts],
    }


def _doubts() -> dict[str, str]:
    return {
        "figures": _("A figure differs from the original: compare them."),
        "names": _("A name or number did not come through: compare them."),
    }
