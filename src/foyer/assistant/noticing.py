"""Noticing how a customer is while they write: each of their messages is read, kept without words, and acted upon.

Only customers' messages. What colleagues write is never read for feelings: it is refused here, for every caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, UUIDField

from foyer.assistant import register
from foyer.assistant.concerns import concern_of, gravest
from foyer.assistant.models import MessageReading
from foyer.assistant.understanding.closely import Reading, read
from foyer.assistant.understanding.entities.vocabulary import register as places
from foyer.base import clock, meaning
from foyer.base.actors import ASSISTANT
from foyer.base.postgres.prepared import Given, Prepared, Rows
from foyer.conversations import actions as conversations
from foyer.conversations import queries

_THIS = ExpressionWrapper(Q(message_id=Given("message", UUIDField())), BooleanField())
_READINGS = MessageReading.objects.filter(conversation_id=Given("conversation", UUIDField())).annotate(is_this=_THIS)
_LAST = Prepared(lambda: _READINGS.order_by("-is_this", "-at")[:2])
_ROWS = Rows(MessageReading)


@dataclass(frozen=True)
class Noticed:
    """A reading, and the concern it gives."""

    read: Reading
    concern: str = ""


@dataclass(frozen=True)
class Before:
    """What was known before a message is read: the emotion in the one before it, and whether it was read already."""

    emotion: str = ""
    is_noticed: bool = False


@transaction.atomic(savepoint=False)
def notice(
    conversation_id: UUID, message_id: UUID, burst: Sequence[str] = (), words: str | None = None,
    before: Before | None = None, *, question: str = "",
) -> Noticed | None:  # fmt: skip
    """Read the message, keep the reading, and let its concern raise the conversation in its line.

    `words` are the message's where a customer is known to have written it. `burst` are those just before it that nobody
    has answered: the gravest concern among them counts. `before` is what whoever calls has read already, `question`
    what will be searched for next.
    Repeating it keeps and changes nothing. None for a message that is not a customer's.
    """
    words = queries.words_of_customer(conversation_id, message_id) if words is None else words
    if words is None:
        return None
    found = look(words, places=places(), question=question)
    before = before or _before(conversation_id, message_id)
    concern = gravest([concern_of(found, before.emotion), *(concern_of(look(text)) for text in burst)])
    noticed, eases = Noticed(found, concern), found.mood.emotion == "grateful"
    if not before.is_noticed:
        _keep(conversation_id, message_id, noticed)
    if not before.is_noticed and (concern or eases):
        conversations.set_concern(conversation_id, concern, eases=eases, by=ASSISTANT)
    return noticed


def look(words: str, places: Mapping[str, str] | None = None, question: str = "") -> Reading:
    """One text as the house may read it now; beside its meaning that of a `question` which comes next is worked out."""
    encode = partial(meaning.one_with_next, next_one=question) if question else meaning.one_or_none
    return read(words, today=today(), places=places, encode=encode, feels=register.is_on("moods"))


def today() -> date:
    """The bank's day, as its wall calendar shows it."""
    return clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _before(conversation_id: UUID, message_id: UUID) -> Before:
    readings: list[Any] = _LAST.all(conversation=conversation_id, message=message_id)
    others = [one.emotion for one in readings if not one.is_this]
    return Before(others[0] if others else "", is_noticed=len(others) < len(readings))


def _keep(conversation_id: UUID, message_id: UUID, noticed: Noticed) -> None:
    found = noticed.read
    details = {**found.as_json(), "concern": noticed.concern}
    row = MessageReading(
        conversation_id=conversation_id, message_id=message_id, language=found.language, details=details,
        model=found.made_on,
    )  # fmt: skip
    _ROWS.insert_new(row)
