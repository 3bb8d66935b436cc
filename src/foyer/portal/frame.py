"""What every page of the portal has around it: its language, its mode, and what its scripts must know."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST

from foyer.base.keeping import keeping
from foyer.base.text.bilingual import language_of
from foyer.customers import queries as customers
from foyer.customers import trust
from foyer.portal.words import words

ELDERLY_COOKIE: str = settings.FOYER_ELDERLY_COOKIE
SESSION_COOKIE: str = settings.FOYER_CUSTOMER_COOKIE
DJANGO_LANGUAGE = {"zh": "zh-hans", "en": "en"}

View = Callable[..., HttpResponse]


def spoken(view: View) -> View:
    """Answer in the language the visitor chose, else the browser's; a colleague's own preference is for the desk."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(DJANGO_LANGUAGE[_language(request)]):
            response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store" if is_known(request) else "private, no-cache")
        return response

    return speaking


def posted(where: str) -> Callable[[View], View]:
    """For an address that only takes something in: whoever opens it, reloads or comes back to it, sees `where`."""

    def taking(view: View) -> View:
        @wraps(view)
        def taken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in ("GET", "HEAD"):
                return redirect(where)
            return require_POST(view)(request, *args, **kwargs)

        return taken

    return taking


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, config: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page; `config` is what its scripts must know, beside the words they show."""
    language = language_of(translation.get_language() or "zh")
    customer = customers.by_session(request.COOKIES.get(SESSION_COOKIE, ""))
    is_signed_in = customer is not None
    frame = {
        "is_signed_in": is_signed_in,
        "theme": "auto",
        "language": language,
        "is_elderly": is_elderly(request),
        "words": words(),
        "config": {
            "lang": language,
            "channel": "portal",
            "chat": reverse("portal:chat"),
            "large_type": is_elderly(request),
            "idle_seconds": int(trust.idle_after().total_seconds()) if is_signed_in else 0,
            "keeping": keeping(f"customer {customer.pk}") if customer else None,
            **config,
        },
    }
    return render(request, template, frame | context, status=status)


def is_elderly(request: HttpRequest) -> bool:
    """Whether this browser has chosen the larger, simpler pages."""
    return request.COOKIES.get(ELDERLY_COOKIE) == "1"


def is_known(request: HttpRequest) -> bool:
    """Whether the page may be meant for somebody: a browser with a sign-in, of either kind, keeps no copy of it."""
    return any(name in request.COOKIES for name in (SESSION_COOKIE, settings.SESSION_COOKIE_NAME))


def signed_in_name(request: HttpRequest) -> str:
    """The signed-in customer's name as a screen may show it, else nothing."""
    customer = customers.by_session(request.COOKIES.get(SESSION_COOKIE, ""))
    return customers.display_name(customer) if customer else ""


def _language(request: HttpRequest) -> str:
    """`?lang=` comes first: an embedded page has no cookie of ours."""
    asked = request.GET.get("lang", "")
    return asked if asked in DJANGO_LANGUAGE else language_of(translation.get_language_from_request(request))
