"""The inject of drills that concerns the limits: a burst of requests from one address that is nobody's.

The requests are answered by the house's own handler, with every middleware and limit, in the process that plays the
drill: no line and no web process carries them. Each is a sign-in without a token, which the limits count first and
which then opens nothing, so nothing is left behind but the used-up allowance, and that is given back.
"""

from __future__ import annotations

import io
import time
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils import translation

from foyer.api import allowance
from foyer.api.limits import BY_ADDRESS
from foyer.base import audit
from foyer.base.actors import SYSTEM
from foyer.security.drills import acts
from foyer.security.drills.stage import Stage, player

SOURCE, BYSTANDER = "192.0.2.88", "192.0.2.89"
"""Addresses of the documentation network: nobody's (RFC 5737)."""
MOST_REQUESTS, EVERY = 400, 10
FLOODED = "POST sign-in"


def _give_back(_stage: Stage) -> None:
    """The source's allowances are whole again."""
    allowance.forgive(BY_ADDRESS[FLOODED], SOURCE)


@player("flood", undo=_give_back)
def flood(stage: Stage) -> dict[str, Any]:
    """A bounded burst; a bystander from elsewhere opens the portal before and meanwhile, and must not notice."""
    handler, count = WSGIHandler(), stage.number("requests", 150, MOST_REQUESTS)
    before, statuses, during = [_visit(handler) for _number in range(EVERY)], [], []
    stage.clock_begins()
    with stage.labelled():
        for number in range(count):
            stage.go_on()
            statuses.append(_ask(handler, "POST", "/api/v1/sign-in", SOURCE))
            if number % EVERY == 0:
                during.append(_visit(handler))
        figures = _figures(statuses, before, during)
        details = {"did": "flood", **figures}
        outcome: audit.Outcome = "refused" if figures["refused"] else "failed"
        audit.record(acts.REHEARSED, by=SYSTEM, on=f"limits:{stage.drill.number}", outcome=outcome, details=details)
    if figures["refused"]:
        stage.saw("contained")
    return figures


def _figures(statuses: list[int], before: list[tuple[int, float]], during: list[tuple[int, float]]) -> dict[str, Any]:
    refused = statuses.count(429)
    figures = {
        "sent": len(statuses), "refused": refused, "refused_share": round(100 * refused / len(statuses), 1),
        "bystander_before_ms": _p95(before), "bystander_during_ms": _p95(during),
        "bystander_refused": sum(status == 429 for status, _ms in during),
    }  # fmt: skip
    return figures if settings.FOYER_RATE_SCALE else {**figures, "limits_off": True}


def _visit(handler: WSGIHandler) -> tuple[int, float]:
    """The bystander opens the portal: status, and milliseconds."""
    begun = time.monotonic()
    return _ask(handler, "GET", "/", BYSTANDER), 1000 * (time.monotonic() - begun)


def _p95(visits: list[tuple[int, float]]) -> float:
    times = sorted(ms for _status, ms in visits)
    return round(times[min(len(times) - 1, int(0.95 * len(times)))], 1)


def _ask(handler: WSGIHandler, method: str, path: str, address: str) -> int:
    """One request from an address; its status. The connection to the database stays that of the drill."""
    body = b"{}" if method == "POST" else b""
    environment = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "REMOTE_ADDR": address, "SERVER_PORT": "443",
        "SERVER_NAME": _host(), "HTTP_HOST": _host(), "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_USER_AGENT": "Foyer drill",
        "HTTP_X_FORWARDED_FOR": address, "HTTP_X_FORWARDED_PROTO": "https", "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "https", "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip
    with translation.override(translation.get_language()):  # a page is told in its reader's language
        return int(handler.get_response(WSGIRequest(environment)).status_code)


def _host() -> str:
    """A name that this house answers to."""
    named = [host for host in settings.ALLOWED_HOSTS if host != "*"]
    return named[0].lstrip(".") if named else "localhost"
