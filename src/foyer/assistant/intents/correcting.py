"""What colleagues say a customer's message was about, and what becomes of it.

The words are masked when they are taken down (whom the bank knows the customer to be, and whatever looks like a name,
a number or an address), wait in a list, and become a phrasing of the next version only when another colleague agrees.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.assistant.intents import acts, content, queries
from foyer.assistant.intents.errors import AlreadyPhrased, AlreadyReviewed, NothingSaid, OwnCorrection
from foyer.assistant.models import Correction, Turn
from foyer.assistant.models.intents import LONGEST
from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.text import detect_language
from foyer.conversations import queries as conversations
from foyer.customers import queries as customers
from foyer.privacy.deid.scrubbing import Scrubber

State = Correction.State
LOOK_BACK = 200
_NEWEST = 2**31 - 1


@transaction.atomic
def correct(user: Any, conversation_id: UUID | str, message_id: UUID | str, code: str, *, by: Actor) -> Correction:
    """Say what a customer's message was about. Said again, the last word counts until it is reviewed."""
    conversation, intent = conversations.conversation_for(user, conversation_id), content.intent_of(code)
    text = _masked(conversation, str(message_id))
    turn = Turn.objects.filter(message_id=message_id).first()
    read_as = str(turn.intents[0]["code"]) if turn and turn.intents else ""
    about = {
        "intent": intent, "text": text, "lang": detect_language(text), "read_as": read_as, "by": str(by),
        "at": clock.now(), "conversation": conversation,
    }  # fmt: skip
    found = Correction.objects.select_for_update().filter(message_id=message_id).first()
    if found is not None and found.state != State.WAITING:
        raise AlreadyReviewed
    made, _is_new = Correction.objects.update_or_create(message_id=message_id, defaults=about)
    audit.record(acts.CORRECTED, by=by, on=f"message:{message_id}", details={"intent": code, "read_as": read_as})
    return made


@transaction.atomic
def accept(correction_id: UUID | str, *, by: Actor, code: str = "", text: str = "") -> Correction:
    """Make it a phrasing, if need be of another intent or in better words. Never one's own."""
    correction = _claimed(correction_id, by)
    intent = content.intent_of(code or correction.intent.code)
    words = content.cleaned(text or correction.text)
    with suppress(AlreadyPhrased):  # it was learned before; the correction is done with all the same
        content.add(intent.code, words, by=by, origin=content.Origin.CORRECTION)
    correction.intent = intent
    return _decided(correction, State.ACCEPTED, by)


@transaction.atomic
def decline(correction_id: UUID | str, *, by: Actor) -> Correction:
    """Nothing is learned from it."""
    return _decided(_claimed(correction_id, by), State.DECLINED, by)


def _masked(conversation: Any, message_id: str) -> str:
    """The customer's words without what leads to anybody. Raises NothingSaid for what is no message of theirs."""
    text = _said(conversation, message_id)
    if not text.strip():
        raise NothingSaid
    customer = conversation.customer_id
    known = customers.known_of([customer]).get(str(customer), {}) if customer else {}
    return content.cleaned(Scrubber(known).scrub(text).text[:LONGEST])


def _said(conversation: Any, message_id: str) -> str:
    """What the customer wrote in a message; nothing where it is not theirs."""
    said = conversations.thread(conversation.pk, viewer="customer", before=_NEWEST, limit=LOOK_BACK)
    found = (each for each in said if each["id"] == message_id and each["author"]["kind"] == "customer")
    return next((str(each["text"]) for each in found), "")


def _claimed(correction_id: UUID | str, by: Actor) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("intent")
    found = rows.filter(pk=correction_id).first()
    if found is None:
        raise NothingSaid
    if found.state != State.WAITING:
        raise AlreadyReviewed
    if found.by == str(by):
        raise OwnCorrection
    return found


def _decided(correction: Correction, state: str, by: Actor) -> Correction:
    correction.state, correction.decided_by, correction.decided_at = state, str(by), clock.now()
    correction.save(update_fields=["state", "decided_by", "decided_at", "intent"])
    audit.record(acts.REVIEWED, by=by, on=f"message:{correction.message_id}", details={"state": state})
    return correction


@dataclass(frozen=True)
class LastRead:
    """A message of the customer: its words, what they were read as (names and how sure), what a colleague said."""

    message_id: str
    text: str
    read_as: list[tuple[Any, float]]
    corrected: Any


def last_read(user: Any, conversation_id: UUID | str) -> LastRead | None:
    """The customer's last message that the assistant read in a conversation that `user` may read."""
    conversation = conversations.conversation_for(user, conversation_id)
    turn = Turn.objects.filter(conversation=conversation).exclude(kind=Turn.Kind.NONE).order_by("-at").first()
    if turn is None:
        return None
    text = _said(conversation, str(turn.message_id))
    if not text.strip():
        return None
    names = queries.names()
    read_as = [(names.get(one["code"], one["code"]), one["confidence"]) for one in turn.intents]
    made = Correction.objects.filter(message_id=turn.message_id).select_related("intent").first()
    return LastRead(str(turn.message_id), text, read_as, made.intent if made else None)
