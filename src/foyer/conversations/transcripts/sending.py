"""Sending a transcript by e-mail: asked for in a transaction, sent by a job, the address forgotten afterwards."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy, override

from foyer.base import audit, clock, house
from foyer.base.actors import Actor
from foyer.base.errors import Invalid, TooMany
from foyer.base.jobs import job
from foyer.conversations.access import check_reader
from foyer.conversations.actions.claiming import claim
from foyer.conversations.acts import TRANSCRIPT_ASKED
from foyer.conversations.event_texts import DJANGO_LANGUAGE
from foyer.conversations.models import Conversation, TranscriptRequest
from foyer.conversations.transcripts.document import transcript_pdf
from foyer.customers import mailing
from foyer.privacy import gates
from foyer.privacy.reaching import may_leave
from foyer.security import queries as security

MOST = 3


@transaction.atomic
def ask_by_email(conversation_id: UUID | str, *, address: str = "", language: str = "", by: Actor) -> TranscriptRequest:
    """Have the transcript sent to an address; without one to the customer's own. At most three times a conversation."""
    security.check_export(by)
    conversation = claim(conversation_id)
    check_reader(conversation, by)
    given = bool(address)
    address = _checked(address or (conversation.customer.email if conversation.customer else ""))
    _ask_the_gate(conversation, by)
    if TranscriptRequest.objects.filter(conversation=conversation).count() >= MOST:
        raise TooMany(mend=gettext_lazy("Download the transcript instead."))
    request = TranscriptRequest.objects.create(
        conversation=conversation, address=address, language=language or conversation.language, by=str(by)
    )
    on, details = f"conversation:{conversation.pk}", {"own_address": not given}
    audit.record(TRANSCRIPT_ASKED, by=by, on=on, customer=conversation.customer_id, details=details)
    send_transcript.later(request_id=str(request.id))
    return request


@job("conversations.send_transcript")
def send_transcript(request_id: str) -> None:
    """Send one requested transcript. After it is sent, or refused, sending it again does nothing."""
    rows = TranscriptRequest.objects.select_related("conversation__queue__unit", "conversation__customer")
    request = rows.filter(pk=request_id, sent_at=None).first()
    if request is None or not request.address:
        return
    if not _may_leave(request, request.conversation):
        TranscriptRequest.objects.filter(pk=request.pk).update(address="")
        return
    mailing.send_to(request.conversation.customer_id, _mail(request, request.conversation))
    TranscriptRequest.objects.filter(pk=request.pk).update(sent_at=clock.now(), address="")


def _mail(request: TranscriptRequest, conversation: Conversation) -> EmailMessage:
    with override(DJANGO_LANGUAGE[request.language]):
        subject = gettext("Your conversation %(number)s") % {"number": conversation.number}
        words = gettext("Attached is what was said in your conversation with us.")
        body = f"{words}\n\n{house.name()}"
    mail = EmailMessage(subject, body, to=[request.address])
    pdf = transcript_pdf(conversation, language=request.language)
    mail.attach(f"{conversation.number}.pdf", pdf, "application/pdf")
    return mail


def _ask_the_gate(conversation: Conversation, by: Actor) -> None:
    """A transcript is a service message: no wish about marketing stops it, but a restriction or a death does."""
    decision = gates.may_contact(conversation.customer_id, "service", "email", by=by)
    if not decision:
        raise gates.NotNow(decision)


def _may_leave(request: TranscriptRequest, conversation: Conversation) -> bool:
    """Asked once more when it leaves; a visitor who has no name yet asked for it themselves, to their own address."""
    if conversation.customer_id is None:
        return True
    kinds = ("contact", "conversation")
    by = Actor.parse(request.by)
    return may_leave(conversation.customer_id, "service", "email", by=by, kinds=kinds, reference=conversation.number)


def _checked(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid(
            gettext_lazy("This is not an e-mail address."),
            mend=gettext_lazy("Enter an address such as name@example.com."),
        ) from None
    return address
