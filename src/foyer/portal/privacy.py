"""The privacy centre: what the bank uses data for, in plain words; one tap to agree, one tap to take it back."""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.text import active_language
from foyer.customers import queries as customers
from foyer.portal.frame import SESSION_COOKIE, is_elderly, page, spoken
from foyer.portal.heeding import heeds
from foyer.privacy.consents import deciding, paper, queries, receipts, showing, tags
from foyer.privacy.consents.deciding import Way

Words = Callable[[], str]
SWITCHES = ("personalisation", "profiling")
GROUPS: dict[str, Words] = {
    "profiling": lambda: _("Made for you"),
    "marketing": lambda: _("Offers and news"),
    "survey": lambda: _("Surveys"),
    "experience": lambda: _("Better service"),
    "training": lambda: _("Teaching our systems"),
    "recording": lambda: _("Recording"),
    "sharing": lambda: _("Sharing with others"),
    "contact": lambda: _("How we may reach you"),
}


@require_safe
@spoken
@heeds("data")
def centre(request: HttpRequest) -> HttpResponse:
    """Every purpose with its state. Who has not signed in reads the same, and chooses for this device."""
    customer = _customer(request)
    language = active_language()
    if customer:
        showing.shown(customer.pk, door="web", language=language)
    found = queries.choices(customer, language=language)
    context = {
        "groups": _grouped([one for one in found if not one.is_fixed]),
        "fixed": [one for one in found if one.is_fixed],
        "history": queries.history(customer.pk, most=20) if customer else [],
        "notice": queries.notice_in_force(),
        "is_signed_in": customer is not None,
        "done": request.GET.get("done", "")[:24],
        "said": _said(request),
    }
    return page(request, "portal/privacy/centre.html", context, config={"signed_in": customer is not None})


@require_POST
@spoken
@heeds("data")
def choose(request: HttpRequest) -> HttpResponse:
    """One tap: agree, or take it back."""
    customer = _customer(request)
    if customer is None:
        return HttpResponseRedirect(f"{reverse('portal:sign-in')}?next={reverse('portal:privacy')}")
    code, yes = request.POST.get("purpose", "")[:40], request.POST.get("yes") == "1"
    door = "elderly" if is_elderly(request) else "web"
    try:
        done = deciding.choose(
            customer.pk, code, yes=yes, by=Actor.customer(customer), way=Way(door=door, language=active_language())
        )
    except Refusal as no:
        return _back(no.code, code)
    return _back("", code, done=done.receipt)


@require_POST
@spoken
@heeds("data")
def delete_tags(request: HttpRequest) -> HttpResponse:
    """Every tag that was drawn from one's behaviour is deleted."""
    customer = _customer(request)
    if customer is None:
        return HttpResponseRedirect(f"{reverse('portal:sign-in')}?next={reverse('portal:privacy')}")
    tags.delete_tags(customer.pk, by=Actor.customer(customer))
    return HttpResponseRedirect(f"{reverse('portal:privacy')}?said=tags")


@require_safe
@spoken
def notices(request: HttpRequest) -> HttpResponse:
    """All published versions."""
    return page(request, "portal/privacy/notices.html", {"versions": queries.versions()}, config={})


@require_safe
@spoken
def notice(request: HttpRequest, version: int) -> HttpResponse:
    """One version, whole."""
    found, language = _notice(version), active_language()
    current = queries.notice_in_force()
    context = {
        "notice": found,
        "heading": paper.heading_of(found, language),
        "sections": paper.sections(found, language),
        "purposes": paper.purposes(found, language),
        "is_current": current is not None and current.pk == found.pk,
    }
    return page(request, "portal/privacy/notice.html", context, config={})


@require_safe
@spoken
def notice_pdf(request: HttpRequest, version: int) -> HttpResponse:
    found = _notice(version)
    return _pdf(paper.as_pdf(found, active_language()), f"privacy-notice-v{found.version}.pdf")


@require_safe
@spoken
@heeds("data")
def receipt(request: HttpRequest, number: str, form: str = "") -> HttpResponse:
    """A consent receipt of one's own, as a page, as PDF or as JSON."""
    customer = _customer(request)
    found = queries.by_receipt(customer.pk, number) if customer else None
    if found is None:
        raise Http404
    if form == "pdf":
        return _pdf(receipts.as_pdf(found, active_language()), f"receipt-{found.receipt}.pdf")
    if form == "json":
        told = json.dumps(receipts.as_json(found), ensure_ascii=False, indent=2)
        return _attached(told.encode(), f"receipt-{found.receipt}.json", "application/json")
    context = {"receipt": found, "lines": receipts.as_lines(found, active_language())}
    return page(request, "portal/privacy/receipt.html", context, config={})


def _grouped(found: list[queries.Choice]) -> list[tuple[str, list[queries.Choice]]]:
    groups = [(name(), [one for one in found if one.group == code]) for code, name in GROUPS.items()]
    return [(name, ones) for name, ones in groups if ones]


def _customer(request: HttpRequest) -> Any:
    return customers.by_session(request.COOKIES.get(SESSION_COOKIE, ""))


def _notice(version: int) -> Any:
    found = next((one for one in queries.versions() if one.version == version), None)
    if found is None:
        raise Http404
    return found


def _back(problem: str, code: str, done: str = "") -> HttpResponse:
    asked = f"?done={done}" if done else f"?said={problem}"
    return HttpResponseRedirect(f"{reverse('portal:privacy')}{asked}{f'#p-{code}' if done else ''}")


SAID = {
    "tags": lambda: _("Your tags are deleted."),
    "no_notice": lambda: _("There is no privacy notice in force yet, so nobody can agree. Please come back later."),
    "guardian_needed": lambda: _("For a child under fourteen a parent or guardian has to agree at a branch."),
}


def _said(request: HttpRequest) -> str:
    said = request.GET.get("said", "")
    if not said:
        return ""
    return SAID.get(said, lambda: _("This cannot be done now."))()


def _pdf(body: bytes, name: str) -> HttpResponse:
    return _attached(body, name, "application/pdf")


def _attached(body: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
