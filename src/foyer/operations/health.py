"""`/healthz`, `/readyz` and `/metrics`: what load balancers and monitoring ask.

`/healthz` says that this process answers; `/readyz` that it can serve a customer: database there, tables up to
date, facts being handed on. A process that is not ready is left alone by the load balancer; only one that is not
healthy is replaced. What the house can do without for a while (`base.aids`) leaves it ready: it is named under
`without`.
"""

import secrets
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foyer.config.env import env
from foyer.operations import metrics

LOOPS = {"facts", "ticks"}

_tables_were_ready = False


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Each check by name: "ok" or what is missing. 503 until all are ok. Beside it: which aids are away, since when."""
    found = {name: _outcome(check) for name, check in CHECKS.items()}
    ready = all(outcome == "ok" for outcome in found.values())
    told = {"status": "ready" if ready else "not ready", "checks": found, "without": _without() if ready else {}}
    answer = JsonResponse(told, status=200 if ready else 503)
    vars(answer)["_has_been_logged"] = True  # not being ready yet is no error of the server
    return answer


@never_cache
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """For whoever has the token; without one, for this machine only."""
    if not _may_read_metrics(request):
        return HttpResponse(status=403)
    return HttpResponse(metrics.page(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read_metrics(request: HttpRequest) -> bool:
    if env.metrics_token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), env.metrics_token.encode())
    came_by_proxy = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1", "::ffff:127.0.0.1") and not came_by_proxy


def _outcome(check: Callable[[], str]) -> str:
    try:
        return check()
    except DatabaseError:
        return "the database does not answer"


def _without() -> dict[str, str]:
    from foyer.base.aids import now_away

    try:
        return {missing.code: missing.since.isoformat(timespec="seconds") for missing in now_away()}
    except DatabaseError:
        return {}


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _tables() -> str:
    """Asked until it is so; tables do not fall back."""
    global _tables_were_ready  # noqa: PLW0603
    if not _tables_were_ready:
        executor = MigrationExecutor(connection)
        _tables_were_ready = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if _tables_were_ready else "tables are not up to date"


def _relay() -> str:
    from foyer.base import relay

    still = LOOPS - relay.alive()
    return "ok" if not still else f"no relay process runs: {', '.join(sorted(still))}"


CHECKS: dict[str, Callable[[], str]] = {"database": _database, "tables": _tables, "relay": _relay}

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics_page, name="metrics"),
]
