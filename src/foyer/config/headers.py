"""The security headers that Django does not set itself, and the one exception from the content security policy."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from csp.constants import SELF, UNSAFE_EVAL
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
WITH_MICROPHONE = PERMISSIONS.replace("microphone=()", "microphone=(self)")  # for the one page that listens
REPORTS = "/csp-report"
CUSTOMER_COOKIE = "foyer_customer"
NO_PAGE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"

# The back office is django-unfold's. Nothing inline runs there either, but its Alpine.js makes functions of the
# expressions in its templates (new Function), which browsers call eval; docs/security.md says what was tried instead.
# Its one <style> element, which holds our colours, is allowed by its hash. `back-office.js` does the rest.
_THEME = re.compile(rb'<style id="unfold-theme-colors">(.*?)</style>', re.DOTALL)


def policy(files_url: str = "") -> dict[str, Any]:
    """django-csp's settings: all from ourselves, nothing inline. The embedded chat alone widens who may frame it.

    Where uploaded files have a host of their own, they are shown and fetched from there, and nothing is run from it.
    """
    ours = [SELF, *filter(None, [_origin_of(files_url)])]
    return {
        "DIRECTIVES": {
            "default-src": [SELF],
            "connect-src": ours,
            "img-src": [*ours, "data:", "blob:"],
            "media-src": [*ours, "blob:"],
            "font-src": [SELF, "data:"],
            "object-src": ["'none'"],
            "base-uri": ["'none'"],
            "form-action": [SELF],
            "frame-ancestors": [SELF],
            "report-uri": REPORTS,
            "report-to": "csp",
        }
    }


def on_lean(send: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    """The same for what does not go through Django, the stream and the collector: nothing of theirs is a page."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = {name for name, _value in message["headers"]}
            message["headers"] = [*message["headers"], *(one for one in _for_no_page() if one[0] not in given)]
        await send(message)

    return sending


def _for_no_page() -> list[tuple[bytes, bytes]]:
    found = [(b"x-content-type-options", b"nosniff"), (b"content-security-policy", NO_PAGE.encode())]
    if settings.SECURE_HSTS_SECONDS:
        within = "; includeSubDomains" if settings.SECURE_HSTS_INCLUDE_SUBDOMAINS else ""
        found.append((b"strict-transport-security", f"max-age={settings.SECURE_HSTS_SECONDS}{within}".encode()))
    return found


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


@sync_and_async_middleware
def headers(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Add them to every response."""
    from asgiref.sync import iscoroutinefunction

    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponseBase:
            return _with_headers(request, await get_response(request))

        return later
    return lambda request: _with_headers(request, get_response(request))


def _with_headers(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    given = response.headers
    given.setdefault("Permissions-Policy", PERMISSIONS)
    given.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    given.setdefault("Reporting-Endpoints", f'csp="{REPORTS}"')
    if _is_personal(request):
        given.setdefault("Cache-Control", "no-store")
    if request.path == "/accounts/logout/" and request.method == "POST":
        given.setdefault("Clear-Site-Data", '"cache", "storage"')
    if request.path.startswith("/admin/"):
        vars(response)["_csp_update"] = _back_office(response)  # how django-csp is told
    return response


def _is_personal(request: HttpRequest) -> bool:
    """Whether the answer may be one that is meant for somebody: whoever has a session, of either kind."""
    names = (settings.SESSION_COOKIE_NAME, settings.FOYER_CUSTOMER_COOKIE)
    return any(name in request.COOKIES for name in names) or "Authorization" in request.headers


def _back_office(response: HttpResponseBase) -> dict[str, Any]:
    """Our colours stand before anything that a person has written, so the first match is ours."""
    styles = [SELF]
    found = _THEME.search(getattr(response, "content", b"")) if not response.streaming else None
    if found:
        styles.append(f"'sha256-{base64.b64encode(hashlib.sha256(found.group(1)).digest()).decode()}'")
    return {"script-src": [SELF, UNSAFE_EVAL], "style-src": styles}
