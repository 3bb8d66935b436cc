"""How a notice reaches its recipient: a signed webhook by itself, a letter or a file by the hands of compliance.

A webhook is posted as Standard Webhooks says, again and again for about a day; an answer {"acknowledged": true} ends
the notice, any other success leaves it to be acknowledged. What no attempt delivers is "failed", for a person.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from standardwebhooks import Webhook as Signer

from foyer.base import audit, clock, clocks, house, outgoing
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Refusal
from foyer.base.jobs import job
from foyer.base.paper import Line, document, note, title
from foyer.privacy.models import RecipientNotice
from foyer.privacy.recipients import acts
from foyer.privacy.recipients.errors import AlreadyTold, NoSuchNotice
from foyer.privacy.recipients.notifying import POLICY, State, subject

ATTEMPTS = 8
SECONDS = 10.0


class NotDelivered(Exception):
    """The recipient's webhook did not take it; the job tries again."""


@job("privacy.tell_recipient", attempts=ATTEMPTS)
def post(notice_id: str) -> None:
    """Post a notice to the recipient's webhook."""
    notice = RecipientNotice.objects.select_related("recipient").filter(pk=notice_id, state__in=_UNSENT).first()
    if notice is None or not notice.recipient.tell_url:
        return
    try:
        answer = _post(notice)
    except Refusal as refusal:
        _failed(notice, refusal.code)
        raise NotDelivered(refusal.code) from None
    if not answer.is_success:
        _failed(notice, f"HTTP {answer.status}")
        raise NotDelivered(f"HTTP {answer.status}")
    sent(notice.pk, by=SYSTEM, reference=f"HTTP {answer.status}")
    if _is_acknowledged(answer.body):
        acknowledge(notice.pk, by=SYSTEM, reference=f"HTTP {answer.status}")


_UNSENT = (State.WAITING, State.FAILED)


@transaction.atomic
def sent(notice_id: UUID | str, *, by: Actor, reference: str = "") -> RecipientNotice:
    """It left: posted, sent as a letter, handed over as a file. Twice is once."""
    notice = _claim(notice_id)
    if notice.state == State.SENT:
        return notice
    notice.state, notice.sent_at, notice.sent_by = State.SENT, clock.now(), str(by)
    notice.reference, notice.problem = reference.strip()[:120], ""
    notice.save(update_fields=["state", "sent_at", "sent_by", "reference", "problem"])
    _note(acts.TOLD, notice, by)
    return notice


@transaction.atomic
def acknowledge(notice_id: UUID | str, *, by: Actor, reference: str = "") -> RecipientNotice:
    """The recipient says that it has done so: the clock stops, and what found the person is forgotten."""
    notice = _claim(notice_id)
    notice.sent_at = notice.sent_at or clock.now()
    notice.sent_by = notice.sent_by or str(by)
    notice.reference = reference.strip()[:120] or notice.reference
    notice.save(update_fields=["sent_at", "sent_by", "reference"])
    close(notice, State.ACKNOWLEDGED, by=by)
    return notice


@transaction.atomic
def try_again(notice_id: UUID | str, *, by: Actor) -> None:
    """Have a webhook that could not be delivered posted once more."""
    notice = _claim(notice_id)
    if notice.state in _UNSENT and notice.recipient.tell_url:
        _note(acts.TO_TELL, notice, by)
        post.later(notice_id=str(notice.pk))


def letter(notice_id: UUID | str, language: str, *, by: Actor) -> bytes:
    """What a recipient is told, to print; who took it is recorded."""
    return as_letter(_taken(notice_id, by), language)


def file(notice_id: UUID | str, _language: str, *, by: Actor) -> bytes:
    """The same for a machine."""
    return as_file(_taken(notice_id, by))


@transaction.atomic
def _taken(notice_id: UUID | str, by: Actor) -> RecipientNotice:
    notice = _claim(notice_id)
    _note(acts.TAKEN, notice, by)
    return notice


def close(notice: RecipientNotice, state: str, *, by: Actor) -> None:
    """End a notice; its content goes."""
    notice.state, notice.closed_at, notice.closed_by, notice.content = state, clock.now(), str(by), {}
    notice.save(update_fields=["state", "closed_at", "closed_by", "content"])
    clocks.stop(subject(notice))
    _note(acts.ACKNOWLEDGED, notice, by)


@clocks.on_due(POLICY)
def late(due: clocks.Due) -> None:
    """The day has come and nobody acknowledged: the trail says so, and the page shows it."""
    notice = RecipientNotice.objects.select_related("recipient").filter(pk=due.subject.partition(":")[2]).first()
    if notice is not None and notice.is_open and due.seconds_left <= 0:
        _note(acts.NOT_ACKNOWLEDGED, notice, SYSTEM)


def as_file(notice: RecipientNotice) -> bytes:
    """What the recipient is told, for a machine: the body of the webhook, and the file."""
    said = {
        "id": str(notice.pk), "bank": {"zh": house.name().zh, "en": house.name().en}, "occasion": notice.occasion,
        "request": notice.request_number, "begun_at": notice.made_at.isoformat(),
        "acknowledge_by": notice.due_at.isoformat(), "about": notice.what, "person": notice.content,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def as_letter(notice: RecipientNotice, language: str) -> bytes:
    """The same as a letter to print."""
    with override({"zh": "zh-hans"}.get(language, language)):
        words = {
            "correct": _("Data that we gave you about the person below has been corrected. Please correct it too."),
            "erase": _("Data that we gave you about the person below has been deleted. Please delete it too."),
            "restrict": _("Data that we gave you about the person below may not be used any more for these purposes."),
        }[notice.occasion]
        name = _("Notice under the data protection law")
        head = f"{house.name().in_(language)} · {notice.request_number} · {notice.made_at:%Y-%m-%d}"
        lines = [title(name), note(head), Line(notice.recipient.name.in_(language)), Line(words)]
        lines += [Line(f"{key}: {_plain(value)}") for key, value in notice.content.items() if value]
        lines.append(Line(_("Please confirm by %(day)s, naming %(number)s.")
                          % {"day": f"{notice.due_at:%Y-%m-%d}", "number": notice.pk}))  # fmt: skip
        return document(lines, title=name, language=language)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {each}" for key, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _post(notice: RecipientNotice) -> outgoing.Answer:
    recipient, body = notice.recipient, as_file(notice).decode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Foyer-Notices/1",
               "webhook-id": str(notice.pk), "webhook-timestamp": str(int(clock.now().timestamp()))}  # fmt: skip
    if recipient.tell_secret:
        headers["webhook-signature"] = Signer(recipient.tell_secret).sign(str(notice.pk), clock.now(), body)
    return outgoing.send(
        "POST", recipient.tell_url, content=body.encode(), headers=headers, seconds=SECONDS, most_bytes=10_000
    )  # fmt: skip


def _is_acknowledged(content: bytes) -> bool:
    try:
        said = json.loads(content)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("acknowledged") is True


def _failed(notice: RecipientNotice, problem: str) -> None:
    RecipientNotice.objects.filter(pk=notice.pk, state__in=_UNSENT).update(state=State.FAILED, problem=problem[:120])


def _claim(notice_id: UUID | str) -> RecipientNotice:
    rows = RecipientNotice.objects.select_for_update(of=("self",)).select_related("recipient")
    notice = rows.filter(pk=notice_id).first()
    if notice is None:
        raise NoSuchNotice
    if not notice.is_open:
        raise AlreadyTold
    return notice


def _note(kind: audit.Kind, notice: RecipientNotice, by: Actor) -> None:
    details = {"to": notice.recipient.code, "occasion": notice.occasion, "request": notice.request_number}
    audit.record(kind, by=by, on=f"recipient_notice:{notice.pk}", customer=notice.customer, details=details)
