"""Purposes, notices and consents at the desk: what is used for what, what is said of it, and the proof of a choice."""

import json
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foyer.base import audit
from foyer.base.errors import Refusal
from foyer.base.text import active_language
from foyer.customers.profile import finding
from foyer.customers.profile.view import head, surviving
from foyer.desk.access import desk_view, user_of
from foyer.desk.security_words import value
from foyer.desk.views.data import acting
from foyer.desk.views.privacy import privacy_frame
from foyer.privacy import queries as gates
from foyer.privacy.consents import acts, differing, notices, paper, proof, purposes, queries
from foyer.privacy.consents.errors import NoSuchNotice
from foyer.privacy.gates.decisions import REASONS
from foyer.privacy.recipients import queries as recipients
from foyer.security import queries as security
from foyer.security.risks import assessments
from foyer.staff import approvals

SEE, WRITE, PROVE = "privacy.watch_privacy", "privacy.write_notice", "privacy.prove_consent"
APPROVE = "privacy.approve_notice"
PURPOSES, NOTICES, LOOK_UP, REFUSALS = (
    "desk:privacy_purposes", "desk:privacy_notices", "desk:privacy_consents", "desk:privacy_refusals",
)  # fmt: skip


@desk_view(SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Every purpose with its basis and how many people answered what."""
    counted = queries.counted()
    notice = queries.notice_in_force()
    context = {
        "counted": counted,
        "given": sum(one.given for one in counted),
        "outdated": sum(one.outdated for one in counted),
        "notice": notice,
        "waiting": recipients.waiting(),
        "refused": sum(one["times"] for one in gates.refusals_by_reason()),
        "assessed": {subject.removeprefix("purpose:") for subject in assessments.in_force()},
    }
    return render(request, "desk/privacy/consents/purposes.html", {**privacy_frame(request, PURPOSES), **context})


@require_POST
@desk_view(WRITE)
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Suspend a purpose at once, or bring it into use with its assessment."""
    if request.POST.get("on") == "1":
        purposes.activate(code, by=acting(request), assessment=request.POST.get("assessment", "")[:60])
    else:
        purposes.suspend(code, by=acting(request), reason=request.POST.get("reason", "")[:200])
    return redirect(PURPOSES)


@desk_view(SEE)
def versions(request: HttpRequest) -> HttpResponse:
    """The draft, if there is one, beside what is in force; and every published version."""
    draft, current = queries.draft(), queries.notice_in_force()
    asked = request.GET.get("with", "")
    published = queries.versions()
    shown = next((one for one in published if asked.isdecimal() and one.version == int(asked[:6])), None) or draft
    before = _before(shown, published)
    context = {
        "draft": draft,
        "current": current,
        "published": published,
        "shown": shown,
        "before": before,
        "texts": differing.texts(before, shown) if shown else [],
        "purposes": differing.purposes(before, shown) if shown else [],
        "sections": _sections(draft) if draft else [],
        "problems": [f"{code} ({language})" for code, language in notices.problems(draft)] if draft else [],
        "request_": _proposal(draft) if draft else None,
        "may_write": request.user.has_perm(WRITE),
        "problem": request.GET.get("problem", "")[:300],
    }
    if context["request_"] is not None:
        context["may_decide"] = approvals.may_decide(context["request_"], user_of(request))
    return render(request, "desk/privacy/consents/notices.html", {**privacy_frame(request, NOTICES), **context})


@require_POST
@desk_view(SEE)
def notice_deed(request: HttpRequest, verb: str) -> HttpResponse:
    """Begin a draft, keep its words, ask for the second signature, agree or decline."""
    try:
        _deed(request, verb)
    except Refusal as no:
        missing = ", ".join(no.details.get("missing", []))
        words = f"{no.message} {no.mend} {missing}".strip()
        return redirect(f"{reverse(NOTICES)}?problem={quote(words)}")
    return redirect(NOTICES)


@desk_view(SEE)
def look_up(request: HttpRequest) -> HttpResponse:
    """Find one customer by name, number or a tail; they stand in the body, never in an address."""
    asked = request.POST.get("q", "")[:80].strip()
    context = {"asked": asked, "found": finding.find(request.user, asked) if asked else []}
    return render(request, "desk/privacy/consents/look_up.html", {**privacy_frame(request, LOOK_UP), **context})


@desk_view(SEE)
def of_customer(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """What one customer chose: now, and everything before."""
    customer = surviving(request.user, customer_id)
    audit.record(acts.CONSENTS_VIEWED, by=acting(request), on=f"customer:{customer.pk}", customer=customer.pk)
    context = {
        "customer": head(customer),
        "choices": queries.choices(customer.pk, language=active_language()),
        "history": queries.history(customer.pk),
        "disclosures": recipients.of_customer(customer.pk),
        "may_prove": request.user.has_perm(PROVE),
    }
    return render(request, "desk/privacy/consents/customer.html", {**privacy_frame(request, LOOK_UP), **context})


@require_POST
@desk_view(SEE, PROVE)
def export(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """The proof of everything one customer chose, as JSON; for a reason, which is recorded."""
    customer = surviving(request.user, customer_id)
    security.check_export(acting(request))
    reason = request.POST.get("reason", "").strip()[:200] or _("not given")
    told = json.dumps(proof.proof(customer.pk, by=acting(request), reason=reason), ensure_ascii=False, indent=2)
    response = HttpResponse(told.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="consents-{customer.number}.json"'
    return response


@desk_view(SEE)
def refusals(request: HttpRequest) -> HttpResponse:
    """What the gates refused in thirty days, by purpose and reason, and day by day."""
    names = {one.purpose.code: one.purpose.name for one in queries.counted()}
    summed = [
        {**row, "name": names.get(row["purpose"], row["purpose"]), "why": _why(row["reason"])}
        for row in gates.refusals_by_reason()
    ]
    days = [
        {
            **row,
            "name": names.get(row["purpose"], row["purpose"]),
            "why": _why(row["reason"]),
            "who": value(row["asker"]),
        }
        for row in gates.refusals()[:200]
    ]
    context = {"summed": summed, "days": days, "total": sum(row["times"] for row in summed)}
    return render(request, "desk/privacy/consents/refusals.html", {**privacy_frame(request, REFUSALS), **context})


def _why(code: str) -> Any:
    return REASONS[code][0] if code in REASONS else code


def _deed(request: HttpRequest, verb: str) -> None:
    by = acting(request)
    user = request.user
    draft = queries.draft()
    if verb in ("draft", "write", "propose") and not user.has_perm(WRITE):
        raise NoSuchNotice
    if verb == "draft":
        notices.draft(by=by)
        return
    if draft is None:
        raise NoSuchNotice
    if verb in ("write", "propose"):
        notices.write(draft.pk, _written(request), by=by)
    if verb == "propose":
        notices.propose(draft.pk, by=by, reason=request.POST.get("reason", "")[:200])
    held = _proposal(draft)
    if held is not None and verb == "approve":
        approvals.approve(held, by=by)
    if held is not None and verb == "reject":
        approvals.reject(held, by=by, comment=request.POST.get("reason", "")[:200])


def _written(request: HttpRequest) -> notices.Words:
    return {
        code: {lang: request.POST[f"{code}-{lang}"][:8000].replace("\r\n", "\n") for lang in ("zh", "en")}
        for code in notices.SECTIONS
        if f"{code}-zh" in request.POST and f"{code}-en" in request.POST
    }


def _sections(draft: Any) -> list[dict[str, Any]]:
    return [
        {"code": code, "label": label, "zh": draft.words.get(code, {}).get("zh", ""),
         "en": draft.words.get(code, {}).get("en", ""), "is_short": code == "title"}
        for code, label in notices.SECTIONS.items()
    ]  # fmt: skip


def _before(shown: Any, published: list[Any]) -> Any:
    """The version that came before the one shown."""
    return next((one for one in published if shown is not None and one.version < shown.version), None)


def _proposal(draft: Any) -> Any:
    return approvals.pending(notices.KIND, draft.pk)


@desk_view(SEE)
def preview(request: HttpRequest) -> HttpResponse:
    """The draft as people will read it, as PDF."""
    draft = queries.draft()
    if draft is None:
        raise NoSuchNotice
    response = HttpResponse(paper.as_pdf(draft, active_language()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="draft-v{draft.version}.pdf"'
    return response
