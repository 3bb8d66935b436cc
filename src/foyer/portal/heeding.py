"""Warnings that must be confirmed: before going on to a part of the pages that they concern, and never before a person.

    @require_safe
    @spoken
    @heeds("data")
    def home(request): ...

Who is signed in and has not confirmed is shown the warning first, and comes back here afterwards. Signing in, the
security page, the report of fraud and reaching a person wait for nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe

from foyer.customers import queries as customers
from foyer.customers import trust
from foyer.portal.frame import SESSION_COOKIE, is_elderly, page, spoken

View = Callable[..., HttpResponse]
PARTS = ("chat", "help", "data")
PERSON = "person"


def heeds(part: str) -> Callable[[View], View]:
    """Ask before this page whether a warning has to be confirmed first."""

    def around(view: View) -> View:
        @wraps(view)
        def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            wants_a_person = part == "chat" and PERSON in request.GET
            if not wants_a_person and _waiting(request, part):
                asked = urlencode({"part": part, "next": request.get_full_path() if request.method == "GET" else ""})
                return HttpResponseRedirect(f"{reverse('portal:heed')}?{asked}")
            return view(request, *args, **kwargs)

        return asking

    return around


@require_safe
@spoken
def heed(request: HttpRequest) -> HttpResponse:
    """What is to be confirmed before going on; when nothing is left, on it goes."""
    part = request.GET.get("part", "")
    found = _waiting(request, part) if part in PARTS else []
    going = _next(request)
    if not found:
        return HttpResponseRedirect(going)
    context = {"notices": found, "part": part, "going": going}
    return page(request, "portal/heed.html", context, config={"signed_in": True})


def back_to(request: HttpRequest) -> str:
    """Where a confirmation leads: to the rest of what is to be confirmed, or on."""
    asked = urlencode({"part": request.POST.get("part", ""), "next": request.POST.get("next", "")})
    return f"{reverse('portal:heed')}?{asked}"


def _waiting(request: HttpRequest, part: str) -> list[Any]:
    customer = customers.by_session(request.COOKIES.get(SESSION_COOKIE, ""))
    return trust.waiting_for(customer, part, elderly=is_elderly(request)) if customer else []


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else reverse("portal:home")
