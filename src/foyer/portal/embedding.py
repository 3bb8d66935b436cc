"""The chat inside the bank's own site: the loader script, the page in the frame, and an example of a host page."""

from pathlib import Path
from urllib.parse import urlparse

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from foyer.portal.frame import page, spoken
from foyer.portal.views import chat_context, offered_speech

LOADER = "portal/embed.js"
FIVE_MINUTES = 300


@require_safe
def loader(request: HttpRequest) -> HttpResponse:
    """The one script a bank's site includes. Its address never changes, so it is kept for minutes only."""
    found = finders.find(LOADER)
    script = Path(found).read_bytes() if found else staticfiles_storage.open(LOADER).read()
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@xframe_options_exempt
@spoken
def embedded_chat(request: HttpRequest) -> HttpResponse:
    """The chat for a frame. This page alone may be framed, and by the bank's own sites only."""
    speech = offered_speech(hears=False)
    config = {"embedded": True, "channel": "web", "origins": allowed_origins(request), "speech": speech}
    context = {**chat_context(request), "is_embedded": True, "speech": speech}
    response = page(request, "portal/chat.html", context, config=config)
    response._csp_update = {"frame-ancestors": settings.FOYER_EMBED_ORIGINS}  # type: ignore[attr-defined]
    return response


@require_safe
@spoken
def example(request: HttpRequest) -> HttpResponse:
    """A stand-in for the bank's own site, with a content security policy as strict as one can write."""
    home = _origin(settings.FOYER_PUBLIC_URL)
    here = f"{request.scheme}://{request.get_host()}"
    foyer = home if here in settings.FOYER_EMBED_ORIGINS and home != here else here
    response = render(request, "portal/embed_example.html", {"foyer": foyer})
    response._csp_replace = {  # type: ignore[attr-defined]
        "default-src": ["'none'"], "script-src": [foyer], "style-src": ["'self'"], "frame-src": [foyer],
        "img-src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'none'"],
    }  # fmt: skip
    return response


def allowed_origins(request: HttpRequest) -> list[str]:
    """Who may speak with the embedded page: the configured sites and our own example."""
    return [f"{request.scheme}://{request.get_host()}", *settings.FOYER_EMBED_ORIGINS]


def _origin(address: str) -> str:
    parts = urlparse(address)
    return f"{parts.scheme}://{parts.netloc}"
