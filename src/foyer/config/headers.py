"""The security headers that Django does not set itself, and the one exception from the content security policy."""

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

PERMISSIONS = "camera=(), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"
REPORTS = "/csp-report"
CUSTOMER_COOKIE = "foyer_customer"

# The back office is django-unfold's. Nothing inline runs there either, but its Alpine.js makes functions of the
# expressions in its templates (new Function), which browsers call eval; docs/security.md says what was tried instead.
# Its one <style> element, which holds our colours, is allowed by its hash. `back-office.js` does the rest.
_THEME = re.compile(rb'<style id="unfold-theme-colors">(.*?)</style>', re.DOTALL)


def policy() -> dict[str, Any]:
    """django-csp's settings: all from ourselves, nothing inline. The embedded chat alone widens who may frame it."""
    return {
        "DIRECTIVES": {
            "default-src": [SELF],
            "img-src": [SELF, "data:", "blob:"],
            "media-src": [SELF, "blob:"],
            "font-src": [SELF, "data:"],
            "object-src": ["'none'"],
            "base-uri": ["'none'"],
            "form-action": [SELF],
            "frame-ancestors": [SELF],
            "report-uri": REPORTS,
            "report-to": "csp",
        }
    }


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
