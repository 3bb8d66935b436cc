"""The verbs of clocks. Each takes the clock's row first, so that two who act at once do it one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from foyer.base import clock as wall
from foyer.base.clocks.errors import CannotPause, DeadlineMissing, UnknownDeadline
from foyer.base.clocks.firing import fire_passed
from foyer.base.clocks.models import Calendar, Clock, ClockEvent, ClockPolicy
from foyer.base.clocks.time_left import instant, points
from foyer.base.text import Bilingual


@transaction.atomic
def define(
    code: str, *, name: Bilingual, calendar: Calendar, seconds: int | None, warn_before: Iterable[int] = ()
) -> ClockPolicy:
    """The deadline `code` from now on. Defining the same again changes nothing; a difference makes the next version.

    `seconds` None: each clock is given its own deadline by `start(..., due_at=…)`, as a legal one is.
    """
    terms = {"name": name, "calendar": calendar, "seconds": seconds, "warn_before": sorted(warn_before, reverse=True)}
    last = _current(code, lock=True)
    if last and all(getattr(last, field) == value for field, value in terms.items()):
        return last
    version = last.version + 1 if last else 1
    return ClockPolicy.objects.get_or_create(code=code, version=version, defaults=terms)[0]


def _current(code: str, *, lock: bool = False) -> ClockPolicy | None:
    versions = ClockPolicy.objects.filter(code=code).order_by("-version")
    if lock:
        return versions.select_for_update().first()
    return versions.select_related("calendar").first()


@transaction.atomic
def start(
    policy: str | ClockPolicy, subject: str, *, at: datetime | None = None, due_at: datetime | None = None
) -> Clock:
    """Begin to count for `subject` under the policy as it is now; one that counts already is given back as it is."""
    terms = policy if isinstance(policy, ClockPolicy) else _current(policy)
    if terms is None:
        raise UnknownDeadline(deadline=str(policy))
    if (terms.seconds is None) != (due_at is not None):
        raise DeadlineMissing(deadline=terms.code)
    at = at or wall.now()
    clock, is_new = Clock.objects.exclude(state=Clock.State.STOPPED).get_or_create(
        code=terms.code, subject=subject, defaults={"policy": terms, "started_at": at, "fixed_due": due_at}
    )
    if is_new:
        _note(clock, ClockEvent.Kind.START, at)
        _run_from(clock, at)
    return clock


@transaction.atomic
def pause(subject: str, *, at: datetime | None = None, policy: str | None = None) -> int:
    """Stand still, as while the bank waits for the customer; returns how many clocks were running.

    What became due before `at` happens first. Raises CannotPause for a deadline fixed by law.
    """
    running = _claim(subject, policy).filter(state=Clock.State.RUNNING)
    for clock in (found := list(running)):
        if clock.fixed_due is not None:
            raise CannotPause(deadline=clock.code)
        moment = _note(clock, ClockEvent.Kind.PAUSE, at)
        fire_passed(clock, moment)
        is_late = clock.due_at is not None and clock.due_at <= moment
        clock.due_at = clock.due_at if is_late else None
        _become(clock, Clock.State.PAUSED)
    return len(found)


@transaction.atomic
def resume(subject: str, *, at: datetime | None = None, policy: str | None = None) -> int:
    """Count on from where the clock stood still; returns how many clocks were paused."""
    for clock in (found := list(_claim(subject, policy).filter(state=Clock.State.PAUSED))):
        _run_from(clock, _note(clock, ClockEvent.Kind.RESUME, at))
    return len(found)


@transaction.atomic
def stop(subject: str, *, at: datetime | None = None, policy: str | None = None) -> int:
    """What was promised is done; returns how many clocks were stopped. `due_at` keeps when it was due."""
    for clock in (found := list(_claim(subject, policy).exclude(state=Clock.State.STOPPED))):
        clock.stopped_at = _note(clock, ClockEvent.Kind.STOP, at)
        _become(clock, Clock.State.STOPPED)
    return len(found)


def run_on(clock: Clock, at: datetime) -> None:
    """Set a running clock's instants anew, after its calendar changed."""
    _run_from(clock, at)


def _claim(subject: str, policy: str | None) -> QuerySet[Clock]:
    clocks = Clock.objects.filter(subject=subject).select_related("policy__calendar").select_for_update(of=("self",))
    return (clocks.filter(code=policy) if policy else clocks).order_by("id")


def _note(clock: Clock, kind: ClockEvent.Kind, at: datetime | None) -> datetime:
    """Write the event; never before the one it follows, whatever another machine's clock says."""
    last = clock.events.filter(kind__in=["start", "pause", "resume"]).order_by("-id").first()
    moment = max(at or wall.now(), last.at) if last else at or wall.now()
    ClockEvent.objects.create(clock=clock, kind=kind, at=moment)
    return moment


def _run_from(clock: Clock, at: datetime) -> None:
    waiting = points(clock)[clock.fired :]
    if waiting:
        clock.due_at = instant(clock, 0, at)
        clock.next_due = instant(clock, waiting[0], at)
    _become(clock, Clock.State.RUNNING)


def _become(clock: Clock, state: Clock.State) -> None:
    clock.state = state
    if state != Clock.State.RUNNING:
        clock.next_due = None
    clock.save(update_fields=["state", "due_at", "next_due", "stopped_at"])
