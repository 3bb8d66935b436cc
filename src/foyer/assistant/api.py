"""The customer's side of speech over HTTP: what is offered, and a message of their conversation as sound."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from foyer.assistant.speech import aloud, settings
from foyer.base.actors import Actor
from foyer.conversations.api.visitor_token import VisitorToken, visitor_of

router = Router(tags=["Speech"])
token = VisitorToken()


class Offered(Schema):
    hears: bool
    says: list[str]


class PartAsked(Schema):
    part: int = Field(0, ge=0, le=200)
    notice: bool = Field(False, description="Say first that the voice is synthetic.")
    pace: float = Field(1.0, ge=0.6, le=1.6)


@router.get("speech", response=Offered, auth=None)
def speech_offered(request: HttpRequest) -> Any:
    """Whether a spoken question can be heard here, and the languages that can be read aloud."""
    return settings.offered()


@router.get("conversations/{uuid:conversation_id}/messages/{int:seq}/speech", auth=token)
def read_message_aloud(request: HttpRequest, conversation_id: UUID, seq: int, asked: Query[PartAsked]) -> HttpResponse:
    """One part of a message as a WAV file, labelled as a machine's; `Speech-Parts` says how many parts there are."""
    by = Actor.visitor(visitor_of(request))
    read = aloud.read_aloud(conversation_id, seq, part=asked.part, notice=asked.notice, pace=asked.pace, by=by)
    answer = HttpResponse(read.file, content_type="audio/wav")
    answer["Speech-Parts"], answer["Content-Language"] = str(read.parts), read.language
    answer["Speech-Label"] = "AI-generated"
    answer["Content-Disposition"] = 'inline; filename="speech.wav"'
    answer["Cache-Control"] = "no-store"
    return answer
