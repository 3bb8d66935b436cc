"""How fast pages may be asked for, beside the API's own table (`limits`): one table more, by class of page.

`each` is per signed-in colleague, or per address for a guest; `all` is for everybody together, where one verb costs
much. The first class that fits counts. What is expensive or tells of people is counted in the database, for all
processes together; everything else by each process for itself, which costs nothing.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from foyer.api import allowance, reached
from foyer.api.allowance import Limit
from foyer.api.limits import HOUR, MINUTE, TEN_MINUTES
from foyer.api.refusals import refuse
from foyer.base.addresses import network_of
from foyer.base.errors import TooMany

UUID = "[0-9a-f-]{36}"


@dataclass(frozen=True)
class Paced:
    """A class of pages: its name, which requests it holds, and what each and all may ask."""

    name: str
    methods: tuple[str, ...]
    path: str
    each: Limit
    all: Limit | None = None

    def fits(self, request: HttpRequest) -> bool:
        return request.method in self.methods and re.match(self.path, request.path) is not None


READ, WRITE = ("GET", "HEAD"), ("POST", "PUT", "PATCH", "DELETE")
PAGES = (
    Paced(
        "password reset",
        ("POST",),
        r"/accounts/password/reset",
        Limit("reset", 10, TEN_MINUTES),
        Limit("reset-all", 300, TEN_MINUTES),
    ),
    Paced(
        "second factor", ("POST",), r"/accounts/(2fa|reauthenticate|password/change)", Limit("factor", 30, TEN_MINUTES)
    ),
    Paced(
        "export",
        (*READ, "POST"),
        r"/(desk|admin)/.*(export|download|report\.|evidence|dossier)",
        Limit("export", 30, HOUR),
        Limit("export-all", 300, HOUR),
    ),
    Paced(
        "look-up", (*READ, "POST"), r"/desk/(pane/search|customers/?$|pane/knowledge$)", Limit("look-up", 120, MINUTE)
    ),
    Paced("customer's page", READ, rf"/desk/(pane/)?customers/{UUID}", Limit("profile", 300, TEN_MINUTES)),
    Paced("upload", ("POST",), r"/desk/(data/wizard|.*upload)", Limit("upload", 30, TEN_MINUTES)),
    Paced("deed", WRITE, r"/(desk|admin)/", Limit("deed", 300, MINUTE)),
    Paced("staff API", WRITE, r"/api/v1/staff/", Limit("staff-api", 600, MINUTE)),
    Paced("report of a browser", ("POST",), r"/csp-report$", Limit("csp", 60, MINUTE), Limit("csp-all", 1_200, MINUTE)),
)
ANYTHING_ELSE = Limit("page", 1_800, MINUTE)
FREE = re.compile(r"^/(healthz|readyz|metrics|static/)")


class PaceMiddleware(MiddlewareMixin):
    """Refuses with 429 and Retry-After what is asked too fast, before any view is called."""

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_args: Any) -> HttpResponse | None:
        try:
            count(request)
        except TooMany as refusal:
            reached.tell("pages", network_of(request))
            return refuse(refusal)
        return None


def count(request: HttpRequest) -> None:
    """Take a request off its allowances. Raises TooMany."""
    if not settings.FOYER_RATE_SCALE or FREE.match(request.path):
        return
    who = _who(request)
    paced = next((one for one in PAGES if one.fits(request)), None)
    if paced is None:
        _buckets.use(ANYTHING_ELSE, who)
        return
    allowance.use(paced.each, who)
    if paced.all:
        allowance.use(paced.all, "all")


def _who(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return f"user:{user.pk}" if user and user.is_authenticated else f"address:{network_of(request)}"


class _Buckets:
    """The same rule as `allowance`, remembered by this process only; what is whole again is forgotten."""

    def __init__(self) -> None:
        self._used_until: dict[str, float] = {}
        self._lock = Lock()

    def use(self, limit: Limit, caller: str) -> None:
        now, step = time.monotonic(), limit.seconds / max(1, limit.count * settings.FOYER_RATE_SCALE)
        with self._lock:
            if len(self._used_until) > 50_000:
                self._used_until = {key: until for key, until in self._used_until.items() if until > now}
            until = max(self._used_until.get(caller, now), now) + step
            if until > now + limit.seconds:
                raise TooMany(wait_seconds=max(1, round(until - now - limit.seconds)))
            self._used_until[caller] = until


_buckets = _Buckets()
