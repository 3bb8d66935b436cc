"""Calendars: asking them, and keeping them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from foyer.base import clock as wall
from foyer.base.clocks import china
from foyer.base.clocks.hours import Hours
from foyer.base.clocks.models import DAYS, Calendar, CalendarDay, Clock
from foyer.base.text import Bilingual

ALWAYS = "always"


def is_open(calendar: Calendar | Hours, at: datetime | None = None) -> bool:
    return _hours(calendar).is_open(at or wall.now())


def opens_at(calendar: Calendar | Hours, at: datetime | None = None) -> datetime:
    """`at` when it is open, else the next opening. Raises NeverOpen."""
    return _hours(calendar).opens_at(at or wall.now())


def closes_at(calendar: Calendar | Hours, at: datetime | None = None) -> datetime | None:
    """When what is open at `at` closes; None when it is closed, or open for a year on end."""
    return _hours(calendar).closes_at(at or wall.now())


def business_seconds(calendar: Calendar | Hours, a: datetime, b: datetime) -> float:
    """Open seconds from `a` to `b`; negative when `b` is earlier."""
    return _hours(calendar).between(a, b).total_seconds()


def add_business_seconds(calendar: Calendar | Hours, start: datetime, seconds: float) -> datetime:
    """The first instant with so many open seconds since `start`. Raises NeverOpen."""
    return _hours(calendar).add(start, timedelta(seconds=seconds))


def _hours(calendar: Calendar | Hours) -> Hours:
    return calendar if isinstance(calendar, Hours) else calendar.hours()


@transaction.atomic
def calendar(
    code: str, *, name: Bilingual, week: dict[str, str] | None = None, zone: str = "Asia/Shanghai"
) -> Calendar:
    """The calendar `code`, made if it is not there; an existing one stays as the bank has set it.

    `week` gives the hours of days by name: {"monday": "09:00-12:00 13:30-17:30"}; a day left out is closed. Without
    `week` it is open on Monday to Friday, 09:00-17:30.
    """
    hours = dict.fromkeys(DAYS[:5], "09:00-17:30") if week is None else week
    return Calendar.objects.get_or_create(code=code, defaults={"name": name, "zone": zone, **hours})[0]


def always() -> Calendar:
    """The calendar that never closes."""
    week = dict.fromkeys(DAYS, "00:00-24:00")
    return calendar(ALWAYS, name=Bilingual("全天候", "Around the clock"), week=week)


def set_day(
    calendar: Calendar, on: date, hours: str, *, kind: str = CalendarDay.Kind.SPECIAL, reason: Bilingual | None = None
) -> CalendarDay:
    """This date differs from its weekday: open at `hours`, or closed if they are empty."""
    values: dict[str, Any] = {"blocks": hours, "kind": kind, "source": CalendarDay.Source.PERSON}
    with transaction.atomic():
        values |= {"reason": reason or Bilingual()}
        day, _made = CalendarDay.objects.update_or_create(calendar=calendar, on=on, defaults=values)
        recalculate(calendar)
    return day


@transaction.atomic
def fill_china_year(calendar: Calendar, year: int, *, work_like: str = "monday") -> int:
    """Enter a year's published holidays and make-up workdays; returns how many days were entered or changed.

    Make-up workdays get the hours of the weekday `work_like`. Days that a person entered are left alone, so this may be
    repeated. Raises NotPublished for a year whose arrangement is not known.
    """
    kept = {day.on: day for day in CalendarDay.objects.filter(calendar=calendar, on__year=year)}
    count = 0
    for day in china.arrangement_of(year):
        blocks = getattr(calendar, work_like) if day.is_workday else ""
        kind = CalendarDay.Kind.MAKE_UP if day.is_workday else CalendarDay.Kind.HOLIDAY
        count += _enter(calendar, kept.get(day.on), day.on, {"blocks": blocks, "kind": kind, "reason": day.name})
    if count:
        recalculate(calendar)
    return count


def _enter(calendar: Calendar, known: CalendarDay | None, on: date, values: dict[str, Any]) -> bool:
    if known is None:
        CalendarDay.objects.create(calendar=calendar, on=on, source=CalendarDay.Source.CHINA, **values)
        return True
    if known.source == CalendarDay.Source.PERSON or all(
        getattr(known, name) == value for name, value in values.items()
    ):
        return False
    CalendarDay.objects.filter(pk=known.pk).update(**values)
    return True


@transaction.atomic
def recalculate(calendar: Calendar) -> int:
    """A calendar changed: bring the running clocks on it up to date; returns how many. Call after every edit."""
    from foyer.base.clocks.actions import run_on  # the verbs ask calendars, so they come later

    calendar.changed()
    mine = Clock.objects.filter(policy__calendar=calendar, state=Clock.State.RUNNING, fixed_due=None, attempts=0)
    count, now = 0, wall.now()
    waiting = mine.filter(next_due__gt=now).select_related("policy__calendar")
    for clock in waiting.select_for_update(of=("self",)).order_by("id"):
        run_on(clock, now)
        count += 1
    return count
