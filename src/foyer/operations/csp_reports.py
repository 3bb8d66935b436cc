"""`/csp-report`: where browsers tell that a page tried what its content security policy forbids.

Counted for the monitoring system by directive, and logged without anything that a person wrote: an injection shows here
first. Limited by address, small, and answered with nothing.
"""

import json
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from foyer.operations import metrics

log = structlog.get_logger(__name__)

MOST_BYTES = 16_384
MOST_AT_ONCE = 20
DIRECTIVES = frozenset(
    {f"{kind}-src" for kind in ("default", "img", "font", "connect", "media", "frame", "object", "worker", "manifest")}
    | {f"{kind}-src{part}" for kind in ("script", "style") for part in ("", "-elem", "-attr")}
    | {"frame-ancestors", "form-action", "base-uri"}
)


@csrf_exempt
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Note what a browser reports; anything that is no report is passed over in silence."""
    if int(request.headers.get("Content-Length") or 0) <= MOST_BYTES:
        for report in _reports(request.body[:MOST_BYTES])[:MOST_AT_ONCE]:
            _note(report)
    return HttpResponse(status=204)


def _reports(body: bytes) -> list[dict[str, Any]]:
    """Both ways in which browsers write them: one {"csp-report": …}, or a list of {"type", "body"}."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return []
    if isinstance(told, dict):
        told = [{"body": told.get("csp-report")}]
    found = [one.get("body") for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    return [one for one in found if isinstance(one, dict)]


def _note(report: dict[str, Any]) -> None:
    said = report.get("effectiveDirective") or report.get("effective-directive") or report.get("violated-directive")
    directive = said if isinstance(said, str) and said in DIRECTIVES else "other"
    metrics.violations.labels(directive).inc()
    page = report.get("documentURL") or report.get("document-uri")
    blocked = report.get("blockedURL") or report.get("blocked-uri")
    log.warning("csp_violation", directive=directive, page=_path(page), blocked=_host(blocked))


def _path(url: Any) -> str:
    return urlsplit(url).path[:120] if isinstance(url, str) else ""


def _host(url: Any) -> str:
    return (urlsplit(url).hostname or url[:20]) if isinstance(url, str) else ""


urlpatterns = [path("csp-report", take, name="csp-report")]
