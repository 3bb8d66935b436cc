"""Whether the assistant serves: probed every minute along the path of a real question, and told of every failure.

Signs of a failure less than five minutes apart are one failure. It has ended when a probe finds everything well again.
Only hours in which somebody probed count as watched: a house that was switched off was not in service and did not fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db.models import F, Sum

from foyer.assistant.evaluation.statistics import Reliability, reliability
from foyer.assistant.models import Failure, Watched
from foyer.base import clock
from foyer.base.events import when_failed

APART = timedelta(minutes=5)
ANSWERING = "foyer.assistant.handlers.answer_the_customer"
Probe = Callable[[], None]
_probes: dict[str, Probe] = {}


def probe_part(part: str) -> Callable[[Probe], Probe]:
    """Register how one part of the assistant is probed; it raises where the part does not serve."""

    def keep(probe: Probe) -> Probe:
        _probes[part] = probe
        return probe

    return keep


def probe() -> list[str]:
    """Probe every part; the names of those that failed. A part found well ends its failure."""
    broken = []
    for part, asked in _probes.items():
        try:
            asked()
        except Exception as error:
            failed(part, error)
            broken.append(part)
        else:
            recovered(part)
    _count_minute()
    return broken


def failed(part: str, error: Exception) -> None:
    """Keep a sign of failure."""
    now = clock.now()
    known = Failure.objects.filter(part=part, last_at__gt=now - APART).order_by("-last_at").first()
    if known is None:
        Failure.objects.create(began_at=now, last_at=now, part=part, error=type(error).__name__)
    else:
        Failure.objects.filter(pk=known.pk).update(last_at=now, ended_at=None, signs=F("signs") + 1)


@when_failed
def answer_failed(handler: str, error: Exception) -> None:
    """A customer's message was not answered in this attempt: a failure that they may have noticed."""
    if handler == ANSWERING:
        failed("answer", error)


def recovered(part: str) -> None:
    """The part serves again."""
    Failure.objects.filter(part=part, ended_at=None).update(ended_at=clock.now())


def stability(since: datetime, until: datetime) -> Reliability:
    """Failures, the time between them and to recovery, over the watched hours of a window."""
    minutes = Watched.objects.filter(hour__gte=since, hour__lt=until).aggregate(all=Sum("minutes"))["all"] or 0
    spans = _merged(
        (max(row.began_at, since), min(row.ended_at or clock.now(), until))
        for row in Failure.objects.filter(began_at__lt=until, began_at__gte=since).order_by("began_at")
    )
    down = sum((end - begin).total_seconds() for begin, end in spans) / 3600
    return reliability(max(minutes / 60, down), len(spans), down)


def _merged(spans: Iterator[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Failures of several parts at one time are one failure of the assistant."""
    merged: list[tuple[datetime, datetime]] = []
    for begin, end in spans:
        if merged and begin - merged[-1][1] < APART:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _count_minute() -> None:
    now = clock.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    row, is_new = Watched.objects.get_or_create(hour=hour, defaults={"minutes": 1, "last_at": now})
    if not is_new and now - row.last_at >= timedelta(seconds=50):
        Watched.objects.filter(hour=hour).update(minutes=F("minutes") + 1, last_at=now)
