"""What `/metrics` tells a monitoring system, gathered over all web processes.

Each web process writes its counters into a file that all may read (prometheus-client's multi-process mode):
counting costs no database write, any process can answer for all, and what a killed process had counted is not lost.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import psutil
from asgiref.sync import iscoroutinefunction
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.decorators import sync_and_async_middleware
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from foyer.config.env import env
from foyer.operations import state

BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
LOOK_SECONDS = 2.0

requests = Counter("foyer_requests", "Requests answered", ["method", "view", "status"])
durations = Histogram("foyer_request_seconds", "Time to answer", ["view"], buckets=BUCKETS)
violations = Counter("foyer_csp_violations", "What pages tried against their policy", ["directive"])
streams = Gauge("foyer_live_streams", "Open live streams", multiprocess_mode="livesum")


@sync_and_async_middleware
def count(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Count and time every request by the view that answered it, never by its address: addresses carry identifiers."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> Any:
            begun = time.perf_counter()
            response = await get_response(request)
            _note(request, response.status_code, time.perf_counter() - begun)
            return response

        return later

    def now(request: HttpRequest) -> Any:
        begun = time.perf_counter()
        response = get_response(request)
        _note(request, response.status_code, time.perf_counter() - begun)
        return response

    return now


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    match = request.resolver_match
    view = (match.view_name or match._func_path) if match else "none"
    method = request.method if request.method in ("GET", "POST", "HEAD", "PUT", "PATCH", "DELETE") else "other"
    requests.labels(method, view, status).inc()
    durations.labels(view).observe(seconds)


def page() -> bytes:
    """Everything, in the Prometheus text format."""
    shared = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    else:
        for metric in (requests, durations, violations, streams):
            shared.register(metric)
    shared.register(_Processes())
    shared.register(_Rooms())
    return generate_latest(shared)


def watch_streams() -> None:
    """In a web process: keep the number of its open streams current."""
    threading.Thread(target=_watch, daemon=True, name="stream-count").start()


def _watch() -> None:
    while True:
        module = sys.modules.get("foyer.base.live.stream")
        if module is not None:
            streams.set(len(module.hub.streams))
        time.sleep(LOOK_SECONDS)


class _Processes:
    """The processes that the supervisor of this machine keeps."""

    def collect(self) -> Iterable[Metric]:
        note = state.read(env.home)
        memory = GaugeMetricFamily("foyer_process_resident_bytes", "Memory in use", labels=["process"])
        seconds = CounterMetricFamily("foyer_process_cpu_seconds", "Processor time used", labels=["process"])
        restarts = CounterMetricFamily("foyer_process_restarts", "Times started again", labels=["process"])
        for name, number in note.processes.items():
            try:
                process = psutil.Process(number)
                memory.add_metric([name], process.memory_info().rss)
                seconds.add_metric([name], sum(process.cpu_times()[:2]))
            except psutil.Error:
                continue
        for name, times in note.restarts.items():
            restarts.add_metric([name], times)
        return [memory, seconds, restarts]


class _Rooms:
    """What the house itself counts: the backlog of facts, and every measure of the rooms."""

    def collect(self) -> Iterable[Metric]:
        try:
            return [*_backlog(), *_trail(), *_aids(), *_measures()]
        except DatabaseError:
            return []


def _backlog() -> Iterable[Metric]:
    from foyer.base.events.models import Delivery

    waiting = GaugeMetricFamily("foyer_deliveries", "Facts on their way to their listeners", labels=["state"])
    for state_name in ("due", "dead"):
        waiting.add_metric([state_name], Delivery.objects.filter(state=state_name).count())
    return [waiting]


def _trail() -> Iterable[Metric]:
    """For how long the oldest entry of the audit trail has waited for its seal; more than a minute is an alarm."""
    from foyer.base import clock
    from foyer.security.queries import state

    since = state().waiting_since
    waits = (clock.now() - since).total_seconds() if since else 0.0
    yield GaugeMetricFamily("foyer_audit_unsealed_seconds", "Wait of the oldest unsealed audit entry", value=waits)


def _aids() -> Iterable[Metric]:
    """For how long each thing the house can do without has been away; 0 where it is there."""
    from foyer.base import clock
    from foyer.base.aids import known, now_away

    away = {missing.code: (clock.now() - missing.since).total_seconds() for missing in now_away()}
    family = GaugeMetricFamily("foyer_aid_away_seconds", "For how long an aid has been away", labels=["aid"])
    for code in sorted({*known(), *away}):
        family.add_metric([code], away.get(code, 0.0))
    yield family


def _measures() -> Iterable[Metric]:
    from foyer.base import measures

    return measures.families()
