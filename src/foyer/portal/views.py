"""The portal's pages."""

from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from foyer.assistant import queries as assistant
from foyer.base import clock
from foyer.base.errors import Refusal
from foyer.base.text import active_language
from foyer.config.headers import WITH_MICROPHONE
from foyer.conversations import queries as conversations
from foyer.customers import actions as customer_actions
from foyer.customers import queries as customers
from foyer.customers import trust
from foyer.portal import topics
from foyer.portal.frame import ELDERLY_COOKIE, SESSION_COOKIE, is_elderly, page, signed_in_name, spoken
from foyer.portal.heeding import heeds
from foyer.privacy.consents import queries as consents

SPEECH_NOTICE = "2026-11"  # a changed text is shown again
A_YEAR = 365 * 24 * 3600
GREETINGS = [
    (5, gettext_lazy("Good evening")),
    (12, gettext_lazy("Good morning")),
    (18, gettext_lazy("Good afternoon")),
    (24, gettext_lazy("Good evening")),
]

log = structlog.get_logger(__name__)


@require_safe
@spoken
def home(request: HttpRequest) -> HttpResponse:
    """The first page: ask, find, reach a person."""
    elderly = is_elderly(request)
    customer = customers.by_session(request.COOKIES.get(SESSION_COOKIE, ""))
    context = {
        "customer": customer,
        "notices": trust.shown_to(customer, elderly=elderly),
        "from_home": True,
        "greeting": _greeting(),
        "name": customers.display_name(customer) if customer else "",
        "topics": topics.common(active_language(), elderly=elderly),
        "wait": _expected_wait(),
    }
    return page(request, "portal/elderly.html" if elderly else "portal/home.html", context, config={})


@require_safe
@spoken
@heeds("chat")
def chat(request: HttpRequest) -> HttpResponse:
    offered = offered_speech(hears=True)
    context = chat_context(request) | {"speech": offered}
    response = page(request, "portal/chat.html", context, config={"embedded": False, "speech": offered})
    if offered["hears"]:
        response["Permissions-Policy"] = WITH_MICROPHONE
    return response


def offered_speech(*, hears: bool) -> dict[str, Any]:
    """What the page may offer of speech: a frame in another site reads aloud, but has no microphone."""
    offered = assistant.offered_speech()
    return {
        "hears": hears and offered["hears"],
        "says": offered["says"],
        "worklet": static("portal/ear-worklet.js"),
        "version": SPEECH_NOTICE,
    }


def chat_context(request: HttpRequest) -> dict[str, Any]:
    elderly = is_elderly(request)
    return {
        "topics": topics.common(active_language(), elderly=elderly)[:4],
        "services": topics.services(elderly=elderly),
        "wait": _expected_wait(),
        "is_chat": True,
        "notice": consents.notice_in_force(),
    }


@require_safe
@spoken
def sign_in(request: HttpRequest) -> HttpResponse:
    """Prove who you are; who has done so already goes on."""
    wanted = _safe_next(request)
    if signed_in_name(request):
        return HttpResponseRedirect(wanted)
    notices = trust.shown_to(None, elderly=is_elderly(request))
    idle = request.GET.get("ended") == "idle"
    return page(request, "portal/sign_in.html", {"notices": notices, "was_idle": idle}, config={"next": wanted})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the sign-in and the visit that it made known, and forget what this browser kept of both.

    A page that was left alone (`idle`) leads to the sign-in page, which says why; words not yet sent stay.
    """
    customer_actions.sign_out(request.COOKIES.get(SESSION_COOKIE, ""))
    is_idle = request.POST.get("idle") == "1"
    again = f"{reverse('portal:sign-in')}?{urlencode({'ended': 'idle', 'next': _safe_next(request)})}"
    response = HttpResponseRedirect(again if is_idle else reverse("portal:home"))
    response.set_cookie(
        SESSION_COOKIE, max_age=0, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
    response["Clear-Site-Data"] = '"cache"' if is_idle else '"cache", "storage"'
    return response


@require_safe
@spoken
def elderly_link(request: HttpRequest) -> HttpResponse:
    """An address to print on a leaflet: it opens the large pages and stays with them; `?on=0` leads back."""
    return _with_mode(HttpResponseRedirect(_safe_next(request)), on=request.GET.get("on") != "0")


@require_POST
def elderly(request: HttpRequest) -> HttpResponse:
    """Switch between the standard and the large pages."""
    return _with_mode(HttpResponseRedirect(_safe_next(request)), on=request.POST.get("on") == "1")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the visitor's language in this browser."""
    response = HttpResponseRedirect(_safe_next(request))
    wanted = "en" if request.POST.get("language") == "en" else "zh-hans"
    _remember(response, settings.LANGUAGE_COOKIE_NAME, wanted)
    return response


def _with_mode(response: HttpResponse, *, on: bool) -> HttpResponse:
    _remember(response, ELDERLY_COOKIE, "1" if on else "0")
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    """A choice of this browser, for a year."""
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def _greeting() -> str:
    hour = timezone.localtime(clock.now()).hour
    return str(next(words for until, words in GREETINGS if hour < until))


def _expected_wait() -> str:
    """What a page may promise whoever asks for a person now; without a queue it promises nothing."""
    try:
        place = conversations.place_if_asked(active_language())
    except Refusal as no:
        log.info("no_expected_wait", code=no.code)
        return ""
    if not place.open_now:
        return _("closed now")
    return "" if place.wait_seconds is None else _("{wait}").format(wait=_minutes(place.wait_seconds))


def _minutes(seconds: int) -> str:
    return _("under 1 min") if seconds < 60 else _("about {minutes} min").format(minutes=-(-seconds // 60))


def _safe_next(request: HttpRequest) -> str:
    """Where to go on, within our own pages only."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else reverse("portal:home")
