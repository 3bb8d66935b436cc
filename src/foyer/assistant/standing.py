"""Where a conversation stands when a message of it is responded to: locked first, then read in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField

from foyer.assistant.evaluation.sessions import Begun
from foyer.assistant.models import AssistantSession, Dialogue, MessageReading, Trial, Turn
from foyer.assistant.noticing import Before
from foyer.base.postgres.prepared import Given, Prepared, Rows
from foyer.knowledge import queries as knowledge
from foyer.servicing import queries as servicing

_DIALOGUES = Rows(Dialogue)


def _all_of_it() -> QuerySet[Dialogue]:
    talk, message = OuterRef("conversation_id"), Given("message", UUIDField())
    sessions = AssistantSession.objects.filter(pk=talk)
    earlier = MessageReading.objects.filter(conversation_id=talk).exclude(message_id=message).order_by("-at")
    return (
        Dialogue.objects.filter(conversation_id=Given("id", UUIDField()))
        .select_related("conversation")
        .annotate(
            turn=Subquery(Turn.objects.filter(message_id=message).values("pk")),
            is_noticed=Exists(MessageReading.objects.filter(message_id=message)),
            before=Subquery(earlier.values("details")[:1]),
            is_served=servicing.runs_in(talk),
            is_begun=Exists(sessions),
            is_varied=Exists(sessions.filter(is_new_arm=True, trial__ended_at=None)),
            is_tried=Exists(Trial.objects.filter(ended_at=None)),
            stamp=knowledge.stamp(),
        )
    )


_READ = Prepared(_all_of_it)


@dataclass(frozen=True)
class Standing:
    """The dialogue with its conversation, the turn that this message has had, and what the steps of an answer need:
    the reading before it, whether a service runs, its session, the state of the knowledge."""

    dialogue: Dialogue
    turn: UUID | None
    before: Before
    is_served: bool
    session: Begun
    stamp: UUID | None

    @property
    def talk(self) -> Any:
        return self.dialogue.conversation


def hold(conversation_id: UUID, message_id: UUID) -> Standing:
    """Lock the dialogue, made with the first message, so that one message of it is responded to at a time; read all
    that stands beside it."""
    _DIALOGUES.insert_or_lock(Dialogue(conversation_id=conversation_id))
    found: Any = _READ.first(id=conversation_id, message=message_id)
    if found is None:
        raise Dialogue.DoesNotExist
    return Standing(
        found, found.turn, Before(MessageReading(details=found.before or {}).emotion, is_noticed=found.is_noticed),
        found.is_served, Begun(found.is_begun, found.is_varied, found.is_tried), found.stamp,
    )  # fmt: skip
