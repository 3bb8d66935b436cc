"""What is said while serving: reading the thread, replying, notes, whispers, files, and the small signs."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.conversations import actions, canned, queries, transcripts
from foyer.conversations.access import SERVE, SUPERVISE
from foyer.conversations.acts import TRANSCRIPT_READ
from foyer.conversations.attachments import store
from foyer.conversations.models import Conversation, Message
from foyer.conversations.models.message import MessageKind
from foyer.privacy.access.marking import export_line
from foyer.security import queries as security

router = Router(tags=["Serving"])

READ = "conversations.view_conversation"
PAGE = 100
MessageJson = dict[str, Any]
ClientId = Annotated[str, Field(min_length=1, max_length=80)]
Text = Annotated[str, Field(max_length=8000)]


class CitationIn(Schema):
    """The article an agent's words come from."""

    code: Annotated[str, Field(pattern=r"^[\w-]{1,80}$")]
    version: Annotated[int, Field(ge=1)]
    title: Annotated[str, Field(max_length=200)]
    url: Annotated[str, Field(pattern=r"^/[\w-]+/[\w-]+(/\d+)?(\?lang=(zh|en)&at=[as]\d{1,5}-\d{1,5}#passage)?$")]


class SayIn(Schema):
    """`client_id` is yours: sent again, it answers the message that is kept. `epoch`: refuse if it changed hands."""

    text: Text
    client_id: ClientId
    epoch: int | None = None
    citations: Annotated[list[CitationIn], Field(max_length=5)] = []


class NoteIn(Schema):
    text: Text
    client_id: ClientId


class SeqIn(Schema):
    seq: Annotated[int, Field(ge=0, le=2_147_483_647)]


class Thread(Schema):
    messages: list[MessageJson]
    more: bool


class Done(Schema):
    ok: bool = True


@router.get("/conversations/{uuid:conversation_id}/messages", response=Thread, summary="The thread, notes included")
def read_thread(
    request: HttpRequest,
    conversation_id: UUID,
    after: Annotated[int, Field(ge=0)] = 0,
    before: Annotated[int, Field(ge=1)] | None = None,
) -> dict[str, Any]:
    """The `100` after a number, or the last ones before one; `more` says whether there are others beyond them."""
    _seen(request, conversation_id)
    found = queries.thread(conversation_id, viewer="staff", after=after, before=before, limit=PAGE + 1)
    kept = found[:PAGE] if before is None else found[-PAGE:]
    return {"messages": kept, "more": len(found) > PAGE}


@router.post("/conversations/{uuid:conversation_id}/messages", response=MessageJson, summary="Reply to the customer")
def reply(request: HttpRequest, conversation_id: UUID, asked: SayIn) -> MessageJson:
    payload = {"citations": [citation.dict() for citation in asked.citations]} if asked.citations else None
    return _shown(
        actions.send(
            conversation_id,
            text=asked.text,
            client_id=asked.client_id,
            epoch=asked.epoch,
            payload=payload,
            by=_me(request),
        )
    )


@router.post(
    "/conversations/{uuid:conversation_id}/notes",
    response=MessageJson,
    summary="Note for colleagues; @name calls one in",
)
def write_note(request: HttpRequest, conversation_id: UUID, asked: NoteIn) -> MessageJson:
    return _shown(actions.note(conversation_id, text=asked.text, client_id=asked.client_id, by=_me(request)))


@router.post(
    "/conversations/{uuid:conversation_id}/whispers", response=MessageJson, summary="A word to the agent (supervisors)"
)
def write_whisper(request: HttpRequest, conversation_id: UUID, asked: NoteIn) -> MessageJson:
    if not request.user.has_perms([SUPERVISE, SERVE]):
        raise Forbidden
    return _shown(actions.whisper(conversation_id, text=asked.text, client_id=asked.client_id, by=_me(request)))


@router.post("/conversations/{uuid:conversation_id}/attachments", response=MessageJson, summary="Send a file")
def send_file(
    request: HttpRequest, conversation_id: UUID, client_id: Form[ClientId], file: File[UploadedFile]
) -> MessageJson:
    """Its type is read from its bytes; dangerous ones are refused."""
    kept = store(conversation_id, name=file.name or "", data=file, by=_me(request))
    payload = {"attachment": str(kept.pk)}
    return _shown(
        actions.send(
            conversation_id, text="", client_id=client_id, kind=MessageKind.ATTACHMENT, payload=payload, by=_me(request)
        )
    )


@router.post("/conversations/{uuid:conversation_id}/read", response=Done, summary="I have read up to here")
def mark_thread_read(request: HttpRequest, conversation_id: UUID, asked: SeqIn) -> dict[str, bool]:
    actions.mark_read(conversation_id, asked.seq, by=_me(request))
    actions.mark_mentions_seen(UUID(str(request.user.pk)), conversation_id)
    return {"ok": True}


@router.post("/conversations/{uuid:conversation_id}/typing", response=Done, summary="I am writing")
def say_typing(request: HttpRequest, conversation_id: UUID) -> dict[str, bool]:
    actions.typing(conversation_id, by=_me(request))
    return {"ok": True}


@router.get("/conversations/{uuid:conversation_id}/transcript", summary="What was said, as a PDF; no notes in it")
def read_transcript(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    conversation = _seen(request, conversation_id)
    security.check_export(_me(request))
    on = f"conversation:{conversation.pk}"
    audit.record(TRANSCRIPT_READ, by=Actor.staff(request.user), on=on, customer=conversation.customer_id)
    content = transcripts.transcript_pdf(
        conversation, language=conversation.language, head=export_line(request.user)
    )  # fmt: skip
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{conversation.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@router.get("/canned", response=list[dict[str, Any]], summary="Canned responses, filled for a conversation")
def list_canned(
    request: HttpRequest, conversation: UUID, q: Annotated[str, Field(max_length=60)] = ""
) -> list[dict[str, Any]]:
    return canned.find(request.user, q, conversation=_seen(request, conversation), limit=100)


@router.post("/canned/{uuid:canned_id}/used", response=Done, summary="A canned response was used")
def count_canned(request: HttpRequest, canned_id: UUID) -> dict[str, bool]:
    _me(request)
    canned.used(request.user, canned_id)
    return {"ok": True}


def _me(request: HttpRequest) -> Actor:
    if not request.user.has_perm(READ):
        raise Forbidden
    return Actor.staff(request.user)


def _seen(request: HttpRequest, conversation_id: UUID) -> Conversation:
    if not request.user.has_perm(READ):
        raise Forbidden
    return queries.conversation_for(request.user, conversation_id)


def _shown(message: Message) -> MessageJson:
    return queries.message_json(message, viewer="staff")
