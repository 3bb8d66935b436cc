"""The customer's own security page: sign-ins and devices, a freeze, a report of fraud, warnings, who looked."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.customers import actions as customer_actions
from foyer.customers import queries as customers
from foyer.customers import trust
from foyer.customers.errors import AppPaused, CodesTooOften, CodeWrong
from foyer.portal.frame import SESSION_COOKIE, is_elderly, page, posted, spoken
from foyer.portal.heeding import back_to
from foyer.privacy.access.for_customers import who_looked

DOORS = {
    "portal": _("Online service"), "web": _("Web chat"), "app": _("Mobile bank"), "kiosk": _("Kiosk"),
    "wechat": _("WeChat"),
}  # fmt: skip
PROVING = {
    "ended": _("Then that place is signed out."), "others": _("Then you are signed out everywhere else."),
}  # fmt: skip
DONE = {
    "ended": _("That sign-in has ended."), "others": _("You are signed out everywhere else."),
    "frozen": _("Your online services are frozen. Nobody can sign in now."),
    "app_removed": _("The authenticator app is removed."),
}  # fmt: skip
View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """For the customer who is signed in; everybody else is asked to sign in first. Handed on as `customer`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        customer = customers.by_session(token_of(request))
        if customer is None:
            return redirect(f"{reverse('portal:sign-in')}?{urlencode({'next': reverse('portal:security')})}")
        return view(request, customer, *args, **kwargs)

    return guarded


@require_safe
@spoken
def security(request: HttpRequest) -> HttpResponse:
    """All of it for who is signed in; the report of fraud and the number to call for everybody."""
    return security_page(request, customers.by_session(token_of(request)))


def security_page(request: HttpRequest, customer: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "customer": customer,
        "notices": trust.shown_to(customer, elderly=is_elderly(request)),
        "done": DONE.get(request.GET.get("done", ""), ""),
        **more,
    }
    if customer is not None:
        sign_ins = trust.sign_ins(customer, token_of(request))
        context |= {
            "sign_ins": [(one, DOORS.get(one.door, one.door)) for one in sign_ins],
            "others": sum(one.is_open and not one.is_this for one in sign_ins),
            "seen": who_looked(customer.pk),
            "app": (app := trust.app_of(customer.pk)),
            "by_app": app is not None,
        }
    return page(request, "portal/security.html", context, config={"signed_in": customer is not None}, status=status)


@posted("portal:security")
@spoken
@signed_in
def end_session(request: HttpRequest, customer: Any, session_id: UUID) -> HttpResponse:
    return _proved(request, customer, lambda by: trust.end_session(customer, session_id, by=by), "ended")


@posted("portal:security")
@spoken
@signed_in
def end_others(request: HttpRequest, customer: Any) -> HttpResponse:
    return _proved(request, customer, lambda by: trust.end_others(customer, token_of(request), by=by), "others")


@posted("portal:security")
@spoken
@signed_in
def freeze(request: HttpRequest, customer: Any) -> HttpResponse:
    """Everything stands still, this browser too. Nothing has to be proved: whoever lost their phone gets no code."""
    reason = request.POST.get("reason", "")
    known = reason if reason in ("lost_phone", "fraud") else "unsure"
    response = _do(request, lambda by: trust.freeze(customer.pk, reason=known, by=by), customer, "frozen")
    response.delete_cookie(SESSION_COOKIE, samesite="Lax")
    return response


@posted("portal:security")
@spoken
@signed_in
def acknowledge(request: HttpRequest, customer: Any, notice_id: UUID) -> HttpResponse:
    """The customer has read a warning."""
    if request.POST.get("from") == "heed":
        answer = _do(request, lambda by: trust.acknowledge(customer, notice_id), customer, "")
        return HttpResponseRedirect(back_to(request)) if answer.status_code == 302 else answer
    where = "portal:home" if request.POST.get("from") == "home" else "portal:security"
    return _do(request, lambda by: trust.acknowledge(customer, notice_id), customer, "", where)


def token_of(request: HttpRequest) -> str:
    return request.COOKIES.get(SESSION_COOKIE, "")


def _proved(request: HttpRequest, customer: Any, deed: Callable[[Actor], Any], done: str) -> HttpResponse:
    """One verb that a session somebody took must not do: with a code, or in the first minutes after one."""
    return unproved(request, customer, PROVING[done]) or _do(request, deed, customer, done)


def unproved(request: HttpRequest, customer: Any, then: Any) -> HttpResponse | None:
    """The page that asks for the proof, or says why it did not do; None once it is they."""
    asked = {"proving": request.path, "sent_to": customers.card(customer)["phone"], "then": then}
    try:
        if code := request.POST.get("code", ""):
            customer_actions.prove(customer.pk, code)
        elif not trust.is_fresh(customer, token_of(request)):
            sent = customer_actions.request_proof(customer.pk)
            return security_page(request, customer, shown=sent.shown, **asked)
    except (CodeWrong, CodesTooOften, AppPaused) as no:
        return security_page(request, customer, no=no, status=no.status, **asked)
    except Refusal as no:
        return security_page(request, customer, refused=no, status=no.status)
    return None


def _do(
    request: HttpRequest, deed: Callable[[Actor], Any], customer: Any, done: str, where: str = "portal:security"
) -> HttpResponse:
    """One verb, then the page again; what is not theirs is not found."""
    try:
        deed(Actor.customer(customer))
    except Refusal as no:
        return security_page(request, customer, refused=no, status=no.status)
    return HttpResponseRedirect(reverse(where) + (f"?done={done}" if done else ""))
