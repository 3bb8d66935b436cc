"""Noticing how a customer is while they write: each of their messages is read, kept without words, and acted upon.

Only customers' messages. What colleagues write is never read for feelings: it is refused here, for every caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import UUIDField

from foyer.assistant import register
from foyer.assistant.concerns import concern_of, gravest
from foyer.assistant.models import MessageReading
from foyer.assistant.understanding.closely import Reading, read
from foyer.assistant.understanding.entities.vocabulary import register as places
from foyer.base import clock
from foyer.base.actors import ASSISTANT
from foyer.base.postgres.prepared import Given, Prepared, Rows
from foyer.conversations import actions as conversations
from foyer.conversations import queries

_OTHERS = MessageReading.objects.exclude(message_id=Given("message", UUIDField()))
_LAST = Prepared(lambda: _OTHERS.filter(conversation_id=Given("conversation", UUIDField())).order_by("-at")[:1])
_ROWS = Rows(MessageReading)


@dataclass(frozen=True)
class Noticed:
    """A reading, and the concern it gives."""

    read: Reading
    concern: str = ""


@transaction.atomic(savepoint=False)
def notice(
    conversation_id: UUID, message_id: UUID, burst: Sequence[str] = (), words: str | None = None
) -> Noticed | None:
    """Read the message, keep the reading, and let its concern raise the conversation in its line.

    `words` are the message's where a customer is known to have written it. `burst` are those just before it that nobody
    has answered: the gravest concern among them counts.
    Repeating it keeps and changes nothing. None for a message that is not a customer's.
    """
    words = queries.words_of_customer(conversation_id, message_id) if words is None else words
    if words is None:
        return None
    found = look(words, places=places())
    last = _LAST.first(conversation=conversation_id, message=message_id)
    before = last.emotion if last else ""
    concern = gravest([concern_of(found, before), *(concern_of(look(text)) for text in burst)])
    noticed = Noticed(found, concern)
    is_new, eases = _keep(conversation_id, message_id, noticed), found.mood.emotion == "grateful"
    if is_new and (concern or eases):
        conversations.set_concern(conversation_id, concern, eases=eases, by=ASSISTANT)
    return noticed


def look(words: str, places: Mapping[str, str] | None = None) -> Reading:
    """One text as the house may read it now."""
    return read(words, today=today(), places=places, feels=register.is_on("moods"))


def today() -> date:
    """The bank's day, as its wall calendar shows it."""
    return clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _keep(conversation_id: UUID, message_id: UUID, noticed: Noticed) -> bool:
    """Whether it is new."""
    found = noticed.read
    details = {**found.as_json(), "concern": noticed.concern}
    row = MessageReading(
        conversation_id=conversation_id, message_id=message_id, language=found.language, details=details,
        model=found.made_on,
    )  # fmt: skip
    return _ROWS.insert_new(row)
