"""Legal time limits by days, months and years, as China's Civil Code counts them (民法典 art. 200-204).

200  a limit is counted by years, months, days and hours of the common calendar
201  the day it begins is not counted; hours are counted from the agreed moment on
202  a limit by months or years ends on the corresponding day; where the month has none, on the month's last day
203  if the last day is a statutory holiday, the day after the holiday is the last; it ends at 24:00, or, where there
     are business hours, when business stops
204  a law or an agreement may say otherwise: hence the choices below

Worked example: a complaint received on 2026-09-16 with 15 days. The 17th is day 1, 1 October is day 15. That is
National Day: by the published arrangement the holiday lasts to the 7th, so the last day is 8 October; if only the
three festival days of the decree counted, it would be 4 October."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foyer.base.clocks.china import is_arranged_holiday, is_rest_day, is_statutory_holiday
from foyer.base.clocks.hours import Hours
from foyer.base.clocks.models import Calendar, CalendarDay

HolidayRule = Callable[[date], bool]
ARRANGEMENT: HolidayRule = is_arranged_holiday  # the default
DECREE_ONLY: HolidayRule = is_statutory_holiday
WITH_WEEKENDS: HolidayRule = is_rest_day


def last_day(
    begins_on: date, *, days: int = 0, months: int = 0, years: int = 0, holidays: HolidayRule = ARRANGEMENT
) -> date:
    """The last day of a limit that begins on `begins_on`. Raises ValueError when no length is given."""
    if min(days, months, years) < 0 or not days + months + years:
        raise ValueError("a time limit has a length")
    last = _corresponding(begins_on, years * 12 + months) + timedelta(days=days)
    while holidays(last):
        last += timedelta(days=1)
    return last


def deadline(
    received_at: datetime,
    *,
    days: int = 0,
    months: int = 0,
    years: int = 0,
    holidays: HolidayRule = ARRANGEMENT,
    zone: str = "Asia/Shanghai",
    business: Calendar | Hours | None = None,
) -> datetime:
    """The instant (UTC) at which the limit has passed: 24:00 of its last day, or when `business` closes that day.

    Where `business` is closed all of the last day, 24:00 holds.
    """
    begins_on = received_at.astimezone(ZoneInfo(zone)).date()
    last = last_day(begins_on, days=days, months=months, years=years, holidays=holidays)
    midnight = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    return (_closing(business, last) if business is not None else None) or midnight


def holidays_of(calendar: Calendar) -> HolidayRule:
    """The holidays as the bank entered them in one of its calendars."""
    days = CalendarDay.objects.filter(calendar=calendar, kind=CalendarDay.Kind.HOLIDAY)
    return frozenset(days.values_list("on", flat=True)).__contains__


def _corresponding(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _closing(business: Calendar | Hours, day: date) -> datetime | None:
    hours = business if isinstance(business, Hours) else business.hours()
    blocks = hours.blocks_on(day)
    if not blocks:
        return None
    start = datetime.combine(day, time(), ZoneInfo(hours.zone))
    return (start + timedelta(seconds=blocks[-1][1])).astimezone(UTC)
