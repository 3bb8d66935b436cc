"""What happens when a clock's time comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet

from foyer.base.clocks.models import Clock, ClockEvent
from foyer.base.clocks.time_left import instant, points

log = structlog.get_logger(__name__)

LONGEST_WAIT_SECONDS = 600


@dataclass(frozen=True)
class Due:
    """One point of one clock has come. `seconds_left` is 0 when the deadline itself has."""

    clock_id: UUID
    policy: str
    version: int
    subject: str
    at: datetime
    due_at: datetime
    seconds_left: int

    @property
    def is_warning(self) -> bool:
        return self.seconds_left > 0


Handler = Callable[[Due], object]
_handlers: dict[str, dict[str, Handler]] = {}


def on_due(policy: str) -> Callable[[Handler], Handler]:
    """Register what to do at each warning and at the deadline of clocks under `policy`."""

    def register(handler: Handler) -> Handler:
        _handlers.setdefault(policy, {})[f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return register


def due_before(now: datetime) -> QuerySet[Clock]:
    """Running clocks at which something must happen by `now`, the longest overdue first."""
    return Clock.objects.filter(state=Clock.State.RUNNING, next_due__lte=now).order_by("next_due")


def run_due(now: datetime, most: int = 1000) -> int:
    """Fire the points that have come, each in its own transaction; returns how many. Safe in several processes."""
    count = 0
    while count < most and _fire_next(now):
        count += 1
    return count


@transaction.atomic
def _fire_next(now: datetime) -> bool:
    waiting = due_before(now).select_related("policy__calendar")
    clock = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if clock is None:
        return False
    try:
        with transaction.atomic():
            _fire(clock)
    except (OperationalError, InterfaceError):
        raise  # the database is away: nothing was noted, so it happens when it is back
    except Exception as problem:
        _try_later(clock, now, problem)
    return True


def fire_passed(clock: Clock, at: datetime) -> None:
    """Fire every point of a running clock that had come by `at`."""
    while clock.next_due is not None and clock.next_due <= at:
        _fire(clock)


def _fire(clock: Clock) -> None:
    left = points(clock)[clock.fired]
    came = clock.next_due if not clock.attempts else None
    at = came or instant_passed(clock, left)
    ClockEvent.objects.create(clock=clock, kind=ClockEvent.Kind.WARNED if left else ClockEvent.Kind.DUE, at=at)
    _move_on(clock, at)
    due = Due(clock.pk, clock.code, clock.policy.version, clock.subject, at, clock.due_at or at, left)
    for handler in _handlers.get(clock.code, {}).values():
        handler(due)


def instant_passed(clock: Clock, left: int) -> datetime:
    """When a point that was tried before really came; `next_due` only says when to try again."""
    begun = clock.events.filter(kind__in=["start", "resume"]).order_by("-id").first()
    return instant(clock, left, begun.at if begun else clock.started_at)


def _move_on(clock: Clock, at: datetime) -> None:
    clock.fired, clock.attempts = clock.fired + 1, 0
    waiting = points(clock)[clock.fired :]
    clock.next_due = instant(clock, waiting[0], at) if waiting else None
    clock.save(update_fields=["fired", "attempts", "next_due"])


def _try_later(clock: Clock, now: datetime, problem: Exception) -> None:
    """A handler failed: nothing of it is kept, and it is tried again after 2, 4, 8 … seconds."""
    clock.refresh_from_db(fields=["attempts", "next_due", "fired"])
    clock.attempts += 1
    wait = min(2**clock.attempts, LONGEST_WAIT_SECONDS)
    clock.next_due = now + timedelta(seconds=wait)
    clock.save(update_fields=["attempts", "next_due"])
    log.warning("clock_handler_failed", clock=str(clock.pk), policy=clock.code, error=type(problem).__name__)
