"""From where somebody acts: address, device, session and request of what is being done now.

Set once for each request by the middleware (staff.sign_in.origin) or, beside Django's views, by `of_scope`; read where
an act is recorded. Work that no request started has `NOWHERE`. It says where from, never who: who acts is always passed
as `by`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings

from foyer.base.addresses import seen
from foyer.base.ids import new_id

BROWSER = ("user-agent", "accept-language", "sec-ch-ua", "sec-ch-ua-platform")


def _nobody() -> int | None:
    return None


@dataclass(frozen=True)
class Origin:
    """`address` is the client's IP address; `device` a short hash of what its browser says of itself, stable for one
    browser; `session` a short hash of its session, which opens nothing; `request` the id that the log lines carry.
    `assured` tells how surely a signed-in member of staff was recognised: 1 by one factor, 2 by two.
    """

    address: str = ""
    device: str = ""
    session: str = ""
    request: str = ""
    assured: Callable[[], int | None] = field(default=_nobody, compare=False, repr=False)


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("foyer_origin", default=NOWHERE)


def origin() -> Origin:
    """Where what happens now comes from."""
    return _origin.get()


@contextmanager
def coming_from(where: Origin) -> Iterator[None]:
    """Everything within comes from there."""
    token = _origin.set(where)
    try:
        yield
    finally:
        _origin.reset(token)


def of_scope(scope: Mapping[str, Any]) -> Origin:
    """The origin of a request that does not go through Django's views: a stream, an event of a site or an app."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    peer = (scope.get("client") or ("",))[0]
    return Origin(
        address=seen(peer or "", headers),
        device=device_of(headers),
        session=short(_session_in(headers)),
        request=str(new_id()),
    )


def device_of(headers: Mapping[str, str]) -> str:
    """What stands for a browser: a hash of what it says of itself. Headers by name, in whatever case they are kept."""
    said = "\n".join(headers.get(name) or headers.get(name.title(), "") for name in BROWSER)
    return short(said) if said.strip() else ""


def short(text: str) -> str:
    """A short hash that is the same each time and opens nothing; empty for nothing."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def _session_in(headers: Mapping[str, str]) -> str:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        cookie = None
    return cookie.value if cookie is not None else headers.get("authorization", "")
