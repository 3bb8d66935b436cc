"""How much time a clock has used and has left: always derived from its events, never stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from foyer.base import clock as wall
from foyer.base.clocks.models import Clock, ClockEvent

_RUNS = {
    ClockEvent.Kind.START: True,
    ClockEvent.Kind.RESUME: True,
    ClockEvent.Kind.PAUSE: False,
    ClockEvent.Kind.STOP: False,
}


def of(subject: str, policy: str | None = None) -> Clock | None:
    """The newest clock of a subject, running or not; name the policy where a subject has several."""
    clocks = Clock.objects.filter(subject=subject).select_related("policy__calendar")
    return (clocks.filter(code=policy) if policy else clocks).order_by("-started_at", "-id").first()


def elapsed(clock: Clock, at: datetime | None = None) -> float:
    """Business seconds used up to `at`: the runs between start or resume and pause or stop."""
    return used(clock, at or wall.now()).total_seconds()


def remaining(clock: Clock, at: datetime | None = None) -> float | None:
    """Seconds left, negative when late: business seconds, or plain seconds up to a fixed deadline."""
    at = at or wall.now()
    if clock.fixed_due is not None:
        return (clock.fixed_due - min(at, clock.stopped_at or at)).total_seconds()
    return None if clock.policy.seconds is None else clock.policy.seconds - elapsed(clock, at)


def used(clock: Clock, at: datetime) -> timedelta:
    hours, total, since = clock.policy.calendar.hours(), timedelta(), None
    for event in clock.events.filter(kind__in=list(_RUNS), at__lte=at):
        if since is not None:
            total += hours.between(since, event.at)
        since = event.at if _RUNS[ClockEvent.Kind(event.kind)] else None
    return total if since is None else total + hours.between(since, at)


def points(clock: Clock) -> list[int]:
    """How much time is left at each point at which something happens: the warnings, then 0, the deadline itself."""
    longest = clock.policy.seconds
    warnings = {seconds for seconds in clock.policy.warn_before if longest is None or 0 < seconds < longest}
    return [*sorted(warnings, reverse=True), 0]


def instant(clock: Clock, seconds_left: int, at: datetime) -> datetime:
    """When a clock that runs at `at` has so much time left; `at` where that has passed. Raises NeverOpen."""
    if clock.fixed_due is not None:
        return clock.fixed_due - timedelta(seconds=seconds_left)
    left = timedelta(seconds=clock.policy.seconds or 0) - used(clock, at)
    return clock.policy.calendar.hours().add(at, max(timedelta(), left - timedelta(seconds=seconds_left)))
