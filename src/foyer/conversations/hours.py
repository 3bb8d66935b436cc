"""When a queue is open. A queue without a calendar always is; one that never opens again makes no promise."""

from contextlib import suppress
from datetime import datetime, timedelta

from foyer.base import clock, clocks
from foyer.conversations.models import Queue


def is_open(queue: Queue, at: datetime | None = None) -> bool:
    """Whether colleagues are at their desks at `at`."""
    return queue.calendar is None or clocks.is_open(queue.calendar, at or clock.now())


def opens_at(queue: Queue) -> datetime | None:
    """When a closed queue opens next; None while it is open."""
    if queue.calendar is None or is_open(queue):
        return None
    with suppress(clocks.NeverOpen):
        return clocks.opens_at(queue.calendar, clock.now())
    return None


def open_seconds(queue: Queue, start: datetime, end: datetime) -> float:
    """How long the queue was open between two instants: what a service standard counts."""
    if queue.calendar is None:
        return max(0.0, (end - start).total_seconds())
    return max(0.0, clocks.business_seconds(queue.calendar, start, end))


def after_open_seconds(queue: Queue, start: datetime, seconds: float) -> datetime:
    """The instant at which the queue has been open for `seconds` since `start`."""
    if queue.calendar is not None:
        with suppress(clocks.NeverOpen):
            return clocks.add_business_seconds(queue.calendar, start, seconds)
    return start + timedelta(seconds=seconds)
