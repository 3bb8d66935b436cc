"""The security headers that Django does not set itself, and the two exceptions from the content security policy."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

PERMISSIONS = "camera=(), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"

# The back office is django-unfold's: its Alpine.js evaluates expressions, its templates have inline scripts and styles.
BACK_OFFICE = {"script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


def policy() -> dict[str, Any]:
    """django-csp's settings: all from ourselves, nothing inline. The embedded chat alone widens who may frame it."""
    return {
        "DIRECTIVES": {
            "default-src": [SELF],
            "img-src": [SELF, "data:", "blob:"],
            "media-src": [SELF, "blob:"],
            "font-src": [SELF, "data:"],
            "object-src": ["'none'"],
            "base-uri": [SELF],
            "form-action": [SELF],
            "frame-ancestors": [SELF],
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
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    if request.path.startswith("/admin/"):
        vars(response)["_csp_update"] = BACK_OFFICE  # how django-csp is told
    return response
