"""Keeping the session of each conversation: begun, a person came in, ended, rated, come back. All safe to repeat."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import UUIDField

from foyer.assistant.calibration import Calibration
from foyer.assistant.evaluation.trials import draw, vary
from foyer.assistant.models import AssistantSession, Turn
from foyer.base import clock
from foyer.base.postgres.prepared import Given, Prepared, Rows
from foyer.conversations import queries as conversations

COMES_BACK_WITHIN = timedelta(hours=72)
SETTLED_AT_ONCE = 200
WORST_GOOD_RATING = 3
ASKED = "asked"
CANNOT = ("failed_twice", "not_understood", "unavailable")
_ATTEMPTS = (Turn.Kind.ANSWER, Turn.Kind.OFFER, Turn.Kind.ASK_AGAIN)

_KNOWN = Prepared(lambda: AssistantSession.objects.select_related("trial").filter(pk=Given("id", UUIDField())))
_ROWS = Rows(AssistantSession)

Intervention = AssistantSession.Intervention


@dataclass(frozen=True)
class Begun:
    """What whoever asks has read of a session already: whether it is there, whether it has the new version of a running
    trial, whether a trial runs at all."""

    is_begun: bool
    is_varied: bool
    is_tried: bool


@transaction.atomic(savepoint=False)
def begin(talk: Any) -> AssistantSession:
    """The session of a conversation in which a customer wrote to the assistant; begun with the first words."""
    return _KNOWN.first(id=talk.id) or _begin(talk, is_tried=True)


@transaction.atomic(savepoint=False)
def calibrated(talk: Any, session: Begun, calibration: Calibration) -> Calibration:
    """How sure the assistant must be in this conversation; its session is begun with the first words."""
    if session.is_begun:
        return vary(calibration, begin(talk)) if session.is_varied else calibration
    return vary(calibration, _begin(talk, is_tried=session.is_tried))


def _begin(talk: Any, *, is_tried: bool) -> AssistantSession:
    """Who begins the same one at once draws the same lot."""
    trial, is_new = draw(talk.id) if is_tried else (None, False)
    session = AssistantSession(
        pk=talk.id, unit_id=talk.unit_id, channel=talk.channel, lang=talk.language, began_at=clock.now(),
        trial=trial, is_new_arm=is_new,
    )  # fmt: skip
    _ROWS.insert_new(session)
    return session


def person_came_in(conversation_id: UUID, reason: str) -> None:
    """Somebody is to help, for a reason such as "asked" or "fraud"; the first reason stands."""
    found = AssistantSession.objects.filter(pk=conversation_id, intervention="")
    if found.exists():
        found.update(intervention=_how(conversation_id, reason), intervened_at=clock.now())


def ended(conversation_id: UUID, disposition: str) -> None:
    """The conversation was closed. Whether it was solved is known only when nobody has come back."""
    session = AssistantSession.objects.filter(pk=conversation_id).first()
    if session is None:
        return
    last = Turn.objects.filter(conversation=conversation_id, outcome=Turn.Outcome.SAID).order_by("-at").first()
    session.closed_at, session.disposition = clock.now(), disposition
    session.subject = conversations.outline(conversation_id).topic
    session.version = last.calibration if last else ""
    session.lang = last.lang if last and last.lang else session.lang
    session.save()


def reopened(conversation_id: UUID) -> None:
    """The customer came back to the very conversation."""
    session = AssistantSession.objects.filter(pk=conversation_id).exclude(closed_at=None).first()
    if session is not None:
        if clock.now() - session.closed_at <= COMES_BACK_WITHIN:  # type: ignore[operator]
            session.came_back_at = session.came_back_at or clock.now()
        session.closed_at, session.is_contained = None, None
        session.save()


def rated(conversation_id: UUID, score: int) -> None:
    AssistantSession.objects.filter(pk=conversation_id).update(rating=score)


def settle() -> int:
    """Decide about those whose time for coming back is over; how many."""
    due = clock.now() - COMES_BACK_WITHIN
    waiting = AssistantSession.objects.filter(is_contained=None, closed_at__lte=due).order_by("closed_at")
    settled = 0
    for session in waiting[:SETTLED_AT_ONCE]:
        until = session.closed_at + COMES_BACK_WITHIN  # type: ignore[operator]
        again = session.came_back_at or conversations.came_back(session.pk, session.closed_at, until)  # type: ignore[arg-type]
        is_liked = session.rating is None or session.rating >= WORST_GOOD_RATING
        is_contained = not session.intervention and again is None and is_liked
        settled += AssistantSession.objects.filter(pk=session.pk, closed_at=session.closed_at).update(
            came_back_at=again, is_contained=is_contained
        )
    return settled


def _how(conversation_id: UUID, reason: str) -> str:
    if reason in CANNOT:
        return Intervention.FAILURE
    if reason != ASKED:
        return Intervention.SYSTEM
    said = Turn.objects.filter(conversation=conversation_id, outcome=Turn.Outcome.SAID, kind__in=_ATTEMPTS)
    return Intervention.ASKED_AFTER if said.exists() else Intervention.ASKED_AT_ONCE
