"""Reasoned access at the desk: the dialog that asks why, the supervisor's page, the watermark, the freeze lifted."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foyer.base.actors import Actor
from foyer.customers import trust
from foyer.customers.errors import HowMissing
from foyer.customers.profile.view import surviving
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.privacy import REVIEW, privacy_frame
from foyer.privacy import access
from foyer.privacy.access import queries, recertifying
from foyer.privacy.access.marking import mark_of
from foyer.privacy.access.telling import APPROVE
from foyer.privacy.access.unmasking import PERMISSION, decide, seen_by

DAYS = 30
TAB, ROLES_TAB = "desk:privacy_access", "desk:privacy_recertification"


@desk_view(PERMISSION)
def dialog(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Why do you need this: the reasons, what is open with the customer, what is left of the day."""
    subject, place = request.GET.get("subject", "")[:60], request.GET.get("place", "")[:120]
    customer = seen_by(request.user, customer_id)
    offered = queries.offer(request.user, customer.pk, subject, place)
    return render(request, "desk/privacy/access/dialog.html", offered)


@desk_view(REVIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, broken glass to review, who saw what, and how often each role looks."""
    page = request.GET.get("page", "1")
    number = int(page) if page.isdecimal() and 0 < int(page) < 10_000 else 1
    context = {**privacy_frame(request, TAB), **_work(request), **_story(request, number)}
    return render(request, "desk/privacy/access/overview.html", context)


@desk_view(REVIEW)
def work(request: HttpRequest) -> HttpResponse:
    """The part of the page that waits for somebody, drawn again when something new comes."""
    return render(request, "desk/privacy/access/work.html", _work(request))


@data_deed(APPROVE)
def decide_unmasking(request: HttpRequest, unmasking_id: UUID, verdict: str) -> dict[str, Any]:
    """The second person agrees or not."""
    decide(unmasking_id, verdict, comment=request.POST.get("reason", "")[:300], by=acting(request))
    return {"verdict": verdict}


@data_deed(REVIEW)
def review_glass(request: HttpRequest, glass_id: UUID, verdict: str) -> dict[str, Any]:
    """Accept or contest broken glass, and attest to have looked."""
    note, attested = request.POST.get("note", "")[:500], request.POST.get("attested") == "1"
    access.review(glass_id, verdict, note=note, attested=attested, by=acting(request))
    return {"verdict": verdict}


@desk_view(recertifying.PERMISSION)
def recertification(request: HttpRequest) -> HttpResponse:
    """Who of my units keeps which role: this month's lines, and the months before as a report."""
    months = list(queries.recertifications(request.user)[: queries.PAGE])
    asked = request.GET.get("of", "")
    chosen = next((one for one in months if str(one.pk) == asked), None) or next(
        (one for one in months if one.closed_at is None), months[0] if months else None
    )
    context = {"months": months, "chosen": chosen, "lines": queries.lines_of(chosen) if chosen else []}
    return render(
        request, "desk/privacy/access/recertification.html", {**privacy_frame(request, ROLES_TAB), **context}
    )  # fmt: skip


@data_deed(recertifying.PERMISSION)
def decide_line(request: HttpRequest, line_id: UUID, decision: str) -> dict[str, Any]:
    """Keep or remove one role."""
    recertifying.decide(line_id, decision, by=acting(request))
    return {"decision": decision}


@data_deed(recertifying.PERMISSION)
def keep_the_rest(request: HttpRequest, recertification_id: UUID) -> dict[str, Any]:
    """Keep whatever is not decided yet."""
    return {"count": recertifying.keep_the_rest(recertification_id, by=acting(request))}


@require_POST
@desk_view("customers.unfreeze_customer", "customers.view_customer")
def unfreeze(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Open a customer's online services again: they stood at the counter, their document was seen."""
    customer = surviving(request.user, customer_id)
    how = "counter" if request.POST.get("document") == "1" else ""
    trust.unfreeze(customer.pk, how=how, by=Actor.staff(request.user))
    return redirect("desk:customer", customer_id=customer.pk)


@require_POST
@desk_view("customers.unfreeze_customer", "customers.view_customer")
def remove_app(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Take a lost authenticator app away: the customer stood at the counter, their document was seen."""
    customer = surviving(request.user, customer_id)
    if request.POST.get("document") != "1":
        raise HowMissing
    trust.remove_app(customer, by=Actor.staff(request.user), how="counter")
    return redirect("desk:customer", customer_id=customer.pk)


def watermark(request: HttpRequest) -> HttpResponse:
    """Who looks at this screen, as a faint drawing that repeats; nothing for nobody."""
    user = request.user
    text = mark_of(user) if user.is_authenticated else ""
    drawing = render_to_string("desk/privacy/access/watermark.svg", {"text": text})
    return HttpResponse(drawing, content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"})


def _work(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    waiting = queries.waiting(user) if user.has_perm(APPROVE) else []
    glasses = queries.glasses(user, reviewed=False)
    counts = queries.seen_under(glasses)
    return {
        "waiting": waiting,
        "glasses": [(glass, counts[glass.pk], glass.user_id == user.pk) for glass in glasses],
        "attestation": _(access.glass.ATTESTATION),
    }


def _story(request: HttpRequest, page: int) -> dict[str, Any]:
    user = request.user
    seen, has_more = queries.seen(user, page=page)
    rates = queries.rates(DAYS)
    return {
        "seen": seen, "page": page, "has_more": has_more, "rates": rates, "conclusion": conclusion(rates),
        "today": queries.people_today(user), "reviewed": queries.glasses(user, reviewed=True, limit=8),
    }  # fmt: skip


def conclusion(rates: list[queries.Rate]) -> str:
    """What the table of rates shows, in a sentence."""
    known = [rate for rate in rates if rate.share is not None]
    if not known:
        return _("Nobody looked at a customer in the last 30 days")
    most = max(known, key=lambda rate: rate.share or 0)
    values = {"role": most.name, "rate": f"{100 * (most.share or 0):.0f}"}
    return _("%(role)s: most unmasking, %(rate)s values for 100 customers viewed") % values
