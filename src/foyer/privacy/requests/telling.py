"""What the person is told at each step: on their page “My data”, and by e-mail where the bank has an address."""

from typing import Any

import structlog
from django.core.mail import EmailMessage
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.base import clock, house
from foyer.base.jobs import job
from foyer.base.text import Bilingual
from foyer.customers import mailing
from foyer.customers import queries as customers
from foyer.privacy.models import RequestNotice, SubjectRequest
from foyer.privacy.reaching import may_leave
from foyer.privacy.requests import reasons

log = structlog.get_logger(__name__)
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def tell(request: SubjectRequest, what: str, **parts: Any) -> RequestNotice:
    """Say it in both languages; the mail leaves after the transaction, and its address is forgotten with it."""
    said = {language: _sentence(request, what, parts, language) for language in LANGUAGES}
    notice = RequestNotice.objects.create(
        request=request, what=what, text=Bilingual(**said), address=_address(request), at=clock.now()
    )
    if notice.address:
        send_notice.later(notice_id=str(notice.pk))
    return notice


@job("privacy.send_request_notice", attempts=5)
def send_notice(notice_id: str) -> None:
    """Mail what was said, once; where nobody may be written to, the address is forgotten and the page still says it."""
    notice = RequestNotice.objects.select_related("request").filter(pk=notice_id, sent_at=None).first()
    if notice is None or not notice.address:
        return
    whose = notice.request.asked_by or notice.request.customer
    if not whose or not may_leave(whose, "statutory", "email", reference=notice.request.number):
        RequestNotice.objects.filter(pk=notice.pk).update(address="")
        return
    language = notice.request.language if notice.request.language in LANGUAGES else "zh"
    with override(LANGUAGES[language]):
        subject = _("Your request %(number)s") % {"number": notice.request.number}
        title = f"{house.name().in_(language)} · {subject}"
        mailing.send_to(whose, EmailMessage(title, notice.text.in_(language), to=[notice.address]))
    notice.sent_at, notice.address = clock.now(), ""
    notice.save(update_fields=["sent_at", "address"])


def send_waiting(request: SubjectRequest) -> None:
    """Mail at once what has not left yet; a mail that fails holds nothing up."""
    for notice in request.notices.filter(sent_at=None):
        try:
            send_notice(notice_id=str(notice.pk))
        except OSError as problem:
            log.warning("last_notice_not_sent", error=type(problem).__name__)


def _address(request: SubjectRequest) -> str:
    whose = request.asked_by or request.customer
    customer = customers.by_id(whose) if whose else None
    return str(customer.email) if customer else ""


def _sentence(request: SubjectRequest, what: str, parts: dict[str, Any], language: str) -> str:
    with override(LANGUAGES[language]):
        day = formats.date_format(timezone.localtime(request.due_at), "DATE_FORMAT")
        said = {"number": request.number, "kind": request.get_kind_display(), "day": day}
        if code := parts.get("reason", ""):
            table = reasons.REFUSALS if what == "refused" else reasons.EXTENSIONS
            said |= {"reason": table[code].text.in_(language), "law": table[code].law.in_(language)}
        said |= {name: value for name, value in parts.items() if name != "reason"}
        return _words()[what] % said


def _words() -> dict[str, str]:
    return {
        "received": _("We have received your request %(number)s (%(kind)s). We answer by %(day)s."),
        "identified": _("Thank you, we know now that it is you. Your request %(number)s is being worked on."),
        "taken": _("A colleague has taken up your request %(number)s."),
        "extended": _("Your request %(number)s takes longer: %(reason)s (%(law)s). We answer by %(day)s."),
        "approval": _("Your request %(number)s has been checked; a second colleague looks at it now."),
        "ready": _("Your copy (%(number)s) is ready. You can fetch it on the page “My data” until %(until)s."),
        "done": _("Your request %(number)s (%(kind)s) has been carried out."),
        "erasing": _(
            "Your data is being deleted now (%(number)s). This is our last message; for the proof of the deletion "
            "write to us with this number."
        ),
        "erased": _("Your data has been deleted (%(number)s). The proof has the number %(proof)s."),
        "refused": _(
            "We cannot do what you asked in %(number)s: %(reason)s (%(law)s). You may complain to us, "
            "to the authority that supervises us, or go to court."
        ),
        "withdrawn": _("You have withdrawn your request %(number)s."),
    }
