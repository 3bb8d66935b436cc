"""My data: what a customer may ask about their own data, how far it is, and the copies made for them.

A copy leaves only with a code that has just been sent to the phone the bank has for the customer.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.text import active_language
from foyer.customers import actions as customer_actions
from foyer.customers import queries as customers
from foyer.customers import trust
from foyer.customers.errors import AppPaused, CodesTooOften, CodeWrong
from foyer.portal.frame import SESSION_COOKIE, is_elderly, page, posted, spoken
from foyer.portal.heeding import heeds
from foyer.portal.my_data_words import CORRECTABLE, KINDS, PURPOSES
from foyer.privacy.consents.kinds import names
from foyer.privacy.recipients import queries as recipients
from foyer.privacy.requests import asking, copies, queries, working
from foyer.privacy.requests.kinds import STEPPED_UP, VERIFIED


@require_safe
@spoken
@heeds("data")
def home(request: HttpRequest) -> HttpResponse:
    """What was asked and what can be asked."""
    customer = _customer(request)
    if customer is None:
        return _sign_in()
    return _page(request, customer)


@posted("portal:my-data")
@spoken
@heeds("data")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for something; where a code is needed it is sent at once."""
    customer = _customer(request)
    if customer is None:
        return _sign_in()
    given = request.POST
    door = "elderly" if is_elderly(request) else "portal"
    try:
        made = asking.ask(
            customer.pk, given.get("kind", ""), by=Actor.customer(customer), door=door, language=active_language(),
            assurance=STEPPED_UP if _has_just_signed_in(request, customer) else VERIFIED,
            asked={name: given.get(name, "") for name in ("field", "value", "why", "purpose", "relative", "relation",
                                                          "wish")},
        )  # fmt: skip
        sent = asking.send_code(made) if made.state == "received" else None
    except Refusal as no:
        return _page(request, customer, no=no, status=no.status)
    if sent is not None:
        return _page(request, customer, proving=made.pk, shown=sent.shown)
    return HttpResponseRedirect(reverse("portal:my-data"))


@posted("portal:my-data")
@spoken
@heeds("data")
def prove(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Send the code for a request, or take it back from the customer."""
    customer = _customer(request)
    if customer is None:
        return _sign_in()
    try:
        mine = queries.my_request(customer.pk, request_id)
        if not request.POST.get("code"):
            sent = asking.send_code(mine)
            return _page(request, customer, proving=mine.pk, shown=sent.shown)
        asking.prove(mine, request.POST["code"], by=Actor.customer(customer))
    except Refusal as no:
        return _page(request, customer, no=no, proving=_if_sent(no, request_id), status=no.status)
    return HttpResponseRedirect(reverse("portal:my-data"))


@posted("portal:my-data")
@spoken
def withdraw(request: HttpRequest, request_id: UUID) -> HttpResponse:
    customer = _customer(request)
    if customer is None:
        return _sign_in()
    try:
        working.withdraw(request_id, by=Actor.customer(customer))
    except Refusal as no:
        return _page(request, customer, no=no, status=no.status)
    return HttpResponseRedirect(reverse("portal:my-data"))


@posted("portal:my-data")
@spoken
@heeds("data")
def fetch(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """A copy: first a code is sent, with the code the file is given out; who has just signed in has just proved it."""
    customer = _customer(request)
    if customer is None:
        return _sign_in()
    try:
        copy = queries.my_copy(customer.pk, copy_id)
        if request.POST.get("code"):
            customer_actions.prove(customer.pk, request.POST["code"])
        elif not _has_just_signed_in(request, customer):
            sent = customer_actions.request_proof(customer.pk)
            return _page(request, customer, fetching=copy.pk, shown=sent.shown)
        content, kind, name = copies.fetch(copy, by=Actor.customer(customer), is_proved=True)
    except Refusal as no:
        return _page(request, customer, no=no, fetching=_if_sent(no, copy_id), status=no.status)
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
@spoken
@heeds("data")
def decisions(request: HttpRequest) -> HttpResponse:
    """Why our machines decided as they did."""
    customer = _customer(request)
    if customer is None:
        return _sign_in()
    context = {"told": queries.explanations(customer.pk)}
    return page(request, "portal/my_data/decisions.html", context, config={"signed_in": True})


def _page(request: HttpRequest, customer: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "requests": queries.mine(customer.pk), "given": _given(customer), "kinds": KINDS,
        "correctable": CORRECTABLE, "purposes": PURPOSES, "sent_to": customers.card(customer)["phone"],
        "by_app": bool(more.get("proving") or more.get("fetching")) and trust.has_app(customer.pk), **more,
    }  # fmt: skip
    answer = page(request, "portal/my_data/home.html", context, config={"signed_in": True})
    answer.status_code = status
    answer["Cache-Control"] = "no-store"
    return answer


def _given(customer: Any) -> list[dict[str, Any]]:
    """Who was given the customer's data, in words, and who was told what became of it."""
    return [{"one": one, "kinds": names(one.kinds, active_language())} for one in recipients.given_of(customer.pk)]


def _if_sent(no: Refusal, what: UUID) -> UUID | None:
    """What the page asks the digits for again: of these refusals alone one can try once more."""
    return what if isinstance(no, CodeWrong | CodesTooOften | AppPaused) else None


def _has_just_signed_in(request: HttpRequest, customer: Any) -> bool:
    return trust.is_fresh(customer, request.COOKIES.get(SESSION_COOKIE, ""))


def _customer(request: HttpRequest) -> Any:
    return customers.by_session(request.COOKIES.get(SESSION_COOKIE, ""))


def _sign_in() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('portal:sign-in')}?next={reverse('portal:my-data')}")
