"""What another house's page may have a visitor's browser ask of us: to open a page, and nothing else.

Browsers say with each request where it came from (Sec-Fetch-Site) and what for (Sec-Fetch-Mode). A request from another
site that changes something, or that fetches instead of opening a page, is refused before anything is done for it. What
is made to be fetched from elsewhere is listed. A program that sends no such header is no browser and carries nobody's
cookies; a token in `Authorization` is never sent by a browser on its own.
"""

import re
from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import sync_and_async_middleware
from django.utils.translation import gettext as _

SAFE = ("GET", "HEAD", "OPTIONS")
OURS = ("same-origin", "none")
FOR_ALL = re.compile(r"^/(embed\.js$|csp-report$|static/|healthz$|readyz$|metrics$)")


@sync_and_async_middleware
def from_our_pages(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Refuse what a page of another house had fetched or sent."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponse:
            return _refusal(request) or await get_response(request)

        return later
    return lambda request: _refusal(request) or get_response(request)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if is_welcome(request):
        return None
    response = JsonResponse(
        {"code": "strange_page", "message": _("This cannot be asked from another site.")}, status=403
    )
    response["Vary"] = "Sec-Fetch-Site, Sec-Fetch-Mode, Origin"
    return response


def is_welcome(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "none") in OURS or FOR_ALL.match(request.path):
        return True
    if request.headers.get("Origin", "") in settings.CSRF_TRUSTED_ORIGINS or "Authorization" in request.headers:
        return True
    opens_a_page = request.headers.get("Sec-Fetch-Mode") == "navigate"
    is_a_plugin = request.headers.get("Sec-Fetch-Dest") in ("object", "embed")
    return request.method in SAFE and opens_a_page and not is_a_plugin
