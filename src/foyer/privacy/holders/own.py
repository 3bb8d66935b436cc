"""What this room holds itself: consents, access, disclosures, requests; and the one line that links the trail."""

from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.legends import FREE_TEXT, INTERNAL, PERSONAL, TOKEN
from foyer.privacy.consents import forgetting
from foyer.privacy.holders.registry import Holder, Rows, register
from foyer.privacy.holders.subject import Subject
from foyer.privacy.models import (
    Asked,
    BreakGlass,
    ChoiceLink,
    Consent,
    ConsentState,
    Contact,
    Disclosure,
    LegalHold,
    NoticeShown,
    RecipientNotice,
    RequestStep,
    SubjectRequest,
    Unmasking,
)
from foyer.security.audit import subjects

FLOOR = 40


def _consents(subject: Subject) -> "QuerySet[Consent]":
    return Consent.objects.filter(customer__in=subject.customers) | Consent.objects.filter(visitor__in=subject.visitors)


def _consented(subject: Subject) -> Rows:
    return [
        {
            "receipt": row.receipt, "purpose": row.purpose.code, "decision": row.decision, "at": row.at.isoformat(),
            "notice": row.notice.version if row.notice else None, "terms": row.terms, "kinds": row.kinds,
            "door": row.door, "how": row.how,
        }
        for row in _consents(subject).select_related("purpose", "notice").order_by("at")
    ]  # fmt: skip


@transaction.atomic
def _erase_consents(subject: Subject) -> int:
    """What holds goes; the proof of what was said has been kept sealed before, as the law asks."""
    count = sum(forgetting.forget(one, before=clock.now(), by=SYSTEM) for one in subject.customers)
    for model in (ConsentState, Asked, NoticeShown, ChoiceLink):
        rows: Any = model.objects.filter(visitor__in=subject.visitors)
        rows.delete()
        model.objects.filter(customer__in=subject.customers).delete()
    ChoiceLink.objects.filter(other__in=subject.customers).delete()
    with Forgetting():
        count += Consent.objects.filter(visitor__in=subject.visitors).delete()[0]
    return count


def _disclosed(subject: Subject) -> "QuerySet[Disclosure]":
    return Disclosure.objects.filter(customer__in=subject.customers)


def _disclosures(subject: Subject) -> Rows:
    return [
        {"to": row.recipient.code, "purpose": row.purpose.code, "kinds": row.kinds, "at": row.at.isoformat(),
         "basis": row.basis} for row in _disclosed(subject).select_related("recipient", "purpose")
    ]  # fmt: skip


@transaction.atomic
def _erase_disclosures(subject: Subject) -> int:
    """The register keeps that somebody's data went out, and no longer whose."""
    rows = list(_disclosed(subject))
    with Forgetting():
        Disclosure.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.customer = None
        row._state.adding = True
        row.save(force_insert=True)
    return len(rows)


def _told(subject: Subject) -> "QuerySet[RecipientNotice]":
    return RecipientNotice.objects.filter(customer__in=subject.customers)


def _told_rows(subject: Subject) -> Rows:
    return [
        {"to": row.recipient.code, "occasion": row.occasion, "about": row.what, "begun_at": row.made_at.isoformat(),
         "sent_at": row.sent_at and row.sent_at.isoformat(), "state": row.state}
        for row in _told(subject).select_related("recipient")
    ]  # fmt: skip


@transaction.atomic
def _erase_told(subject: Subject) -> int:
    """What a recipient is told of the deletion itself goes on until it acknowledges; anything older is overtaken."""
    from foyer.privacy.recipients.carrying import close

    for notice in _told(subject).filter(closed_at=None).exclude(occasion="erase").select_related("recipient"):
        close(notice, RecipientNotice.State.OVERTAKEN, by=SYSTEM)
    return _told(subject).update(customer=None)


class Forgetting:
    """The one way past the triggers that keep proofs, for the length of a transaction."""

    def __enter__(self) -> None:
        self._set("on")

    def __exit__(self, *_problem: Any) -> None:
        self._set("")

    def _set(self, value: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('foyer.forgetting', %s, true)", [value])


def _unmaskings(subject: Subject) -> "QuerySet[Unmasking]":
    return Unmasking.objects.filter(customer__in=subject.customers)


@transaction.atomic
def _erase_access(subject: Subject) -> int:
    """That and by whom is in the trail, under a pseudonym."""
    gone = BreakGlass.objects.filter(customer__in=subject.customers).delete()[0]
    return gone + _unmaskings(subject).delete()[0]


def _accessed(subject: Subject) -> Rows:
    return [
        {"at": row.asked_at.isoformat(), "value": row.subject, "reason": str(row.reason.plain)}
        for row in _unmaskings(subject).select_related("reason")
    ]


def _requests(subject: Subject) -> "QuerySet[SubjectRequest]":
    mine = SubjectRequest.objects.filter(customer__in=subject.customers)
    return mine | SubjectRequest.objects.filter(asked_by__in=subject.customers)


def _requested(subject: Subject) -> Rows:
    return [
        {"number": row.number, "kind": row.kind, "state": row.state, "asked_at": row.asked_at.isoformat(),
         "asked": row.asked} for row in _requests(subject)
    ]  # fmt: skip


def _holds(subject: Subject) -> "QuerySet[LegalHold]":
    """Those that are over: one that stands stops the deletion."""
    return LegalHold.objects.filter(customer__in=subject.customers).exclude(released_at=None)


@transaction.atomic
def _strip_requests(subject: Subject) -> int:
    """A request stays as proof that it was answered; what was written in it and its copies go."""
    from foyer.privacy.requests.copies import destroy

    RequestStep.objects.filter(by__in=[f"customer:{one}" for one in subject.customers]).update(by="customer")
    count = 0
    for request in _requests(subject).prefetch_related("copies"):
        for copy in request.copies.filter(gone_at=None):
            destroy(copy)
        request.notices.update(address="")
        if request.asked or request.note:
            request.asked, request.note = {}, ""
            request.save(update_fields=["asked", "note"])
            count += 1
    mine = list(_requests(subject).exclude(closed_at=None).values_list("pk", flat=True))
    SubjectRequest.objects.filter(pk__in=mine).update(customer=None, asked_by=None)
    return count + _holds(subject).update(customer=None)


def _forget_trail(subject: Subject) -> int:
    return sum(subjects.forget(one) for one in subject.customers)


def _in_trail(subject: Subject) -> int:
    return sum(subjects.pseudonym_of(one) is not None for one in subject.customers)


register(Holder(
    "privacy.consents", _("Consents and their proof"), where="table", legend=INTERNAL, basis="statute",
    rule="consent_proof", floor=FLOOR, trace=lambda subject: _consents(subject).count(), erase=_erase_consents,
    export=_consented, for_law=_consented, models=("privacy.Consent", "privacy.ConsentState", "privacy.ChoiceLink",
    "privacy.NoticeShown", "privacy.Asked"),
))  # fmt: skip
register(Holder(
    "privacy.disclosures", _("What was given to others"), where="table", legend=INTERNAL, basis="statute",
    rule="disclosures", floor=FLOOR, trace=lambda subject: _disclosed(subject).count(), erase=_erase_disclosures,
    export=_disclosures, for_law=_disclosures, models=("privacy.Disclosure",),
))  # fmt: skip
register(Holder(
    "privacy.recipient_notices", _("What recipients were told"), where="table", legend=PERSONAL, basis="statute",
    rule="disclosures", floor=FLOOR, trace=lambda subject: _told(subject).count(), erase=_erase_told,
    export=_told_rows, models=("privacy.RecipientNotice",),
))  # fmt: skip
register(Holder(
    "privacy.contacts", _("When the bank wrote or called"), where="table", legend=INTERNAL, basis="contract",
    rule="conversations", floor=FLOOR,
    trace=lambda subject: Contact.objects.filter(customer__in=subject.customers).count(),
    erase=lambda subject: Contact.objects.filter(customer__in=subject.customers).delete()[0],
    models=("privacy.Contact",),
))  # fmt: skip
register(Holder(
    "privacy.access", _("Who saw which value, and why"), where="table", legend=TOKEN, basis="statute",
    rule="audit_trail", floor=FLOOR,
    trace=lambda subject: _unmaskings(subject).count()
    + BreakGlass.objects.filter(customer__in=subject.customers).count(),
    erase=_erase_access, export=_accessed, models=("privacy.Unmasking", "privacy.BreakGlass"),
))  # fmt: skip
register(Holder(
    "privacy.requests", _("Subject requests"), where="table", legend=FREE_TEXT, basis="statute", rule="requests",
    floor=FLOOR,
    trace=lambda subject: sum(1 for row in _requests(subject) if row.asked or row.note) + _holds(subject).count(),
    erase=_strip_requests, export=_requested,
    models=("privacy.SubjectRequest", "privacy.RequestStep", "privacy.RequestNotice", "privacy.DataCopy",
            "privacy.ErasureLog", "privacy.ErasureProof", "privacy.LegalHold", "privacy.RestrictedRecord"),
))  # fmt: skip
register(Holder(
    "security.trail", _("The line that links the audit trail to the person"), where="trail", legend=TOKEN,
    basis="statute", rule="audit_trail", floor=5, trace=_in_trail, erase=_forget_trail,
    models=("security.AuditSubject",),
))  # fmt: skip
