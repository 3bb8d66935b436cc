"""The customer's side: begin, speak, ask for a person, listen, sign in, rate. One action or a few queries each."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Form, Query, Router, Status, UploadedFile

from foyer.base import live
from foyer.base.actors import Actor
from foyer.conversations import actions, attachments, queries, transcripts
from foyer.conversations.api.schemas import (
    Address,
    Beginning,
    Begun,
    ClientId,
    FraudReport,
    MessageOut,
    Opening,
    PhoneAndCode,
    PlaceInLine,
    Rated,
    Seq,
    SignedIn,
    Stars,
    Talk,
    UpTo,
    Words,
)
from foyer.conversations.api.talks import place_json, talk_json
from foyer.conversations.api.visitor_token import VisitorToken, speak, visitor_of
from foyer.conversations.models import Conversation, Visitor
from foyer.customers import actions as customer_actions
from foyer.customers import queries as customers
from foyer.customers import trust
from foyer.customers.actions.signing_in import SESSION_LIFE

SESSION_COOKIE: str = settings.FOYER_CUSTOMER_COOKIE

router = Router(tags=["Conversations"])
token = VisitorToken()


@router.post("visitors", response={201: Begun}, auth=None, tags=["Beginning"])
def start_visit(request: HttpRequest, asked: Beginning) -> Any:
    """Begin: a visitor and the token that proves it."""
    visitor, secret = actions.start_visit(channel=asked.channel, language=asked.language)
    _recognise(request, visitor)
    return Status(201, {"visitor": visitor.pk, "token": secret})


@router.delete("visitors/me", response={204: None}, auth=token, tags=["Beginning"])
def end_visit(request: HttpRequest) -> Any:
    """Revoke this token. What was said is kept by the bank and can no longer be read with it."""
    _leave(visitor_of(request))
    return Status(204, None)


@router.post("sign-in", response=SignedIn, auth=token, tags=["Signing in"])
def sign_in(request: HttpRequest, response: HttpResponse, asked: PhoneAndCode) -> Any:
    """Prove who you are with the code that was sent: open conversations become yours, verified."""
    visitor = visitor_of(request)
    by, agent = Actor.visitor(visitor), request.headers.get("User-Agent", "")
    customer, session = customer_actions.verify_code(
        asked.phone, asked.code, app=asked.app.strip(), by=by, door=visitor.channel, user_agent=agent
    )  # fmt: skip
    actions.identify(visitor, customer, method="sms_code", by=by, session=trust.session_of(session))
    customer_actions.sign_out(request.COOKIES.get(SESSION_COOKIE, ""))  # the sign-in that this one takes the place of
    _keep_signed_in(response, session)
    return {"name": customers.display_name(customer), "assurance": 2}


@router.post("sign-out", response={204: None}, auth=token, tags=["Signing in"])
def sign_out(request: HttpRequest, response: HttpResponse) -> Any:
    """End the sign-in and revoke this token, so that the next person at this device sees nothing."""
    customer_actions.sign_out(request.COOKIES.get(SESSION_COOKIE, ""))
    _leave(visitor_of(request))
    response.set_cookie(
        SESSION_COOKIE, max_age=0, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
    response["Clear-Site-Data"] = '"cache", "storage"'
    return Status(204, None)


@router.get("wait", response=PlaceInLine, auth=None)
def expected_wait(request: HttpRequest) -> Any:
    """How long it would take to reach a person who is asked for now."""
    return queries.place_if_asked(speak(request)).as_json()


@router.post("conversations", response=Talk, auth=token)
def open_conversation(request: HttpRequest, asked: Opening) -> Any:
    """Open a conversation, or go on with the one that is still open."""
    visitor = visitor_of(request)
    by = Actor.visitor(visitor)
    opened = actions.open_conversation(
        visitor, channel=asked.channel, language=asked.language, is_elderly=asked.large_type, by=by
    )
    if queries.assurance_of(opened) < 2:
        _recognise(request, visitor)
    return talk_json(queries.conversation_of(by, opened.pk))


@router.post("fraud-reports", response={201: Talk}, auth=token)
def report_fraud(request: HttpRequest, asked: FraudReport) -> Any:
    """Report fraud in one tap: a conversation in front of the line, and if wanted every online service frozen."""
    visitor = visitor_of(request)
    by = Actor.visitor(visitor)
    _recognise(request, visitor)
    opened = actions.report_fraud(
        visitor, channel=asked.channel, language=asked.language, is_elderly=asked.large_type, freeze=asked.freeze, by=by
    )
    return Status(201, talk_json(queries.conversation_of(by, opened.pk)))


@router.get("conversations/current", response=Talk | None, auth=token)
def current_conversation(request: HttpRequest) -> Any:
    """The open conversation, else the last one, else null."""
    current = queries.current_of(visitor_of(request))
    return talk_json(current) if current else None


@router.get("conversations/{uuid:conversation_id}", response=Talk, auth=token)
def conversation(request: HttpRequest, conversation_id: UUID) -> Any:
    """One conversation as it stands."""
    return talk_json(_mine(request, conversation_id))


@router.get("conversations/{uuid:conversation_id}/messages", response=list[MessageOut], auth=token)
def messages(request: HttpRequest, conversation_id: UUID, after: Seq = 0, limit: int = Query(100, ge=1, le=200)) -> Any:
    """The messages after a number, in order."""
    mine = _mine(request, conversation_id)
    return queries.thread(mine.pk, viewer="customer", after=after, limit=limit)


@router.post("conversations/{uuid:conversation_id}/messages", response={201: MessageOut}, auth=token)
def send_message(request: HttpRequest, conversation_id: UUID, asked: Words) -> Any:
    """Say something. The same `client_id` again answers the message that is already kept."""
    said = actions.send(conversation_id, text=asked.text, client_id=asked.client_id, by=_actor(request))
    return Status(201, queries.message_json(said, viewer="customer"))


@router.post("conversations/{uuid:conversation_id}/attachments", response={201: MessageOut}, auth=token)
def send_attachment(
    request: HttpRequest, conversation_id: UUID, file: File[UploadedFile], client_id: Form[ClientId]
) -> Any:
    """Send a file of at most 10 MB: a picture, a PDF, an office document, sound, or plain text."""
    by = _actor(request)
    _mine(request, conversation_id)
    kept = attachments.store(conversation_id, name=file.name or "", data=file, by=by)
    payload = {"attachment": str(kept.pk)}
    said = actions.send(conversation_id, text="", client_id=client_id, kind="attachment", payload=payload, by=by)
    return Status(201, queries.message_json(said, viewer="customer"))


@router.get("attachments/{uuid:attachment_id}", auth=token)
def attachment(request: HttpRequest, attachment_id: UUID) -> HttpResponseBase:
    """A file of one of this visitor's conversations."""
    return attachments.respond(_actor(request), attachment_id)


@router.get("attachments/{uuid:attachment_id}/thumbnail", auth=token)
def thumbnail(request: HttpRequest, attachment_id: UUID) -> HttpResponseBase:
    """A small picture of a picture."""
    return attachments.respond(_actor(request), attachment_id, thumbnail=True)


@router.get("conversations/{uuid:conversation_id}/transcript", auth=token)
def transcript(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """What was said, as a PDF."""
    mine = _mine(request, conversation_id)
    answer = HttpResponse(transcripts.transcript_pdf(mine, language=speak(request)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{mine.number}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@router.post("conversations/{uuid:conversation_id}/transcript", response={202: None}, auth=token)
def mail_transcript(request: HttpRequest, conversation_id: UUID, asked: Address) -> Any:
    """Have what was said sent to an address."""
    transcripts.ask_by_email(conversation_id, address=asked.email, language=speak(request), by=_actor(request))
    return Status(202, None)


@router.get("conversations/{uuid:conversation_id}/place", response=PlaceInLine, auth=token)
def place(request: HttpRequest, conversation_id: UUID) -> Any:
    """The place in the line and the expected wait."""
    return place_json(_mine(request, conversation_id))


@router.post("conversations/{uuid:conversation_id}/person", response=Talk, auth=token)
def ask_for_a_person(request: HttpRequest, conversation_id: UUID) -> Any:
    """Ask for a person. Asking again changes nothing."""
    actions.request_person(conversation_id, reason="asked", by=_actor(request))
    return talk_json(_mine(request, conversation_id))


@router.post("conversations/{uuid:conversation_id}/read", response={204: None}, auth=token)
def mark_read(request: HttpRequest, conversation_id: UUID, asked: UpTo) -> Any:
    """The customer has read up to this number."""
    actions.mark_read(conversation_id, asked.seq, by=_actor(request))
    return Status(204, None)


@router.post("conversations/{uuid:conversation_id}/delivered", response={204: None}, auth=token)
def mark_delivered(request: HttpRequest, conversation_id: UUID, asked: UpTo) -> Any:
    """The customer's device has everything up to this number."""
    actions.mark_delivered(conversation_id, asked.seq, by=_actor(request))
    return Status(204, None)


@router.post("conversations/{uuid:conversation_id}/typing", response={204: None}, auth=token)
def typing(request: HttpRequest, conversation_id: UUID) -> Any:
    """The customer is writing at this moment."""
    actions.typing(conversation_id, by=_actor(request))
    return Status(204, None)


@router.post("conversations/{uuid:conversation_id}/close", response=Talk, auth=token)
def close_conversation(request: HttpRequest, conversation_id: UUID) -> Any:
    """End the conversation."""
    actions.close(conversation_id, disposition="solved", by=_actor(request))
    return talk_json(_mine(request, conversation_id))


@router.post("conversations/{uuid:conversation_id}/rating", response=Rated, auth=token)
def rate_conversation(request: HttpRequest, conversation_id: UUID, asked: Stars) -> Any:
    """Say how it was, from one star to five. A second thought replaces the first."""
    rating = actions.rate(conversation_id, score=asked.score, comment=asked.comment, by=_actor(request))
    return {"score": rating.score, "comment": rating.comment}


def _actor(request: HttpRequest) -> Actor:
    return Actor.visitor(visitor_of(request))


def _mine(request: HttpRequest, conversation_id: UUID) -> Conversation:
    return queries.conversation_of(_actor(request), conversation_id)


def _recognise(request: HttpRequest, visitor: Visitor) -> None:
    """A browser whose customer is signed in on the bank's pages is that customer here as well."""
    session = request.COOKIES.get(SESSION_COOKIE, "")
    customer, by = customers.by_session(session), Actor.visitor(visitor)
    if customer:
        actions.identify(visitor, customer, method="session", by=by, session=trust.session_of(session))


@transaction.atomic
def _leave(visitor: Visitor) -> None:
    actions.end_visit(visitor.pk)
    live.dismiss(Actor.visitor(visitor))


def _keep_signed_in(response: HttpResponse, session: str) -> None:
    seconds = int(SESSION_LIFE.total_seconds())
    response.set_cookie(
        SESSION_COOKIE, session, max_age=seconds, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
