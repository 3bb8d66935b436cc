"""The day or the stretch of days that one expression names, seen from a given day. Weeks begin on Monday."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from foyer.base.clocks.china import arrangement_of, is_published, is_statutory_holiday

FIRST_YEAR, LAST_YEAR = 1950, 2100


@dataclass(frozen=True)
class Days:
    """From `first` to `last`, both included; one day where they are the same."""

    first: date
    last: date

    @property
    def is_one(self) -> bool:
        return self.first == self.last


def day(year: int, month: int, number: int) -> Days | None:
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Days(found, found) if FIRST_YEAR <= year <= LAST_YEAR else None


def one(found: date) -> Days:
    return Days(found, found)


def month_of(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def months_away(today: date, months: int) -> tuple[int, int]:
    """The year and month so many months from today's."""
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1


def same_day_in(today: date, months: int) -> date:
    """The same day so many months away; the last of that month where it is shorter."""
    year, month = months_away(today, months)
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def week_of(today: date, weeks: int = 0) -> Days:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return Days(monday, monday + timedelta(days=6))


def year_of(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31))


AHEAD = timedelta(days=60)


def nearest_year(today: date, month: int, number: int) -> Days | None:
    """A day without its year: what lies at most two months ahead, else the last time it was. Customers of a bank speak
    of what has been far more often than of what is to come."""
    years = [day(year, month, number) for year in range(today.year - 4, today.year + 2)]
    been = [found for found in years if found and found.first <= today + AHEAD]
    return max(been, key=lambda found: found.first, default=None)


_FESTIVALS = {
    "元旦": "New Year's Day", "春节": "Spring Festival", "清明": "Tomb-sweeping Day", "劳动": "Labour Day",
    "端午": "Dragon Boat Festival", "中秋": "Mid-autumn Festival", "国庆": "National Day",
}  # fmt: skip
_MOVING = {
    "春节": ((1, 19), (2, 26)), "清明": ((4, 3), (4, 6)), "端午": ((5, 24), (6, 30)), "中秋": ((9, 5), (9, 30)),
}  # fmt: skip
_FIXED = {"元旦": (1, 1, 1), "劳动": (5, 1, 5), "国庆": (10, 1, 7), "圣诞": (12, 25, 1)}


def festival(name: str, today: date, *, before: bool = False) -> Days | None:
    """The days off of the festival that lies closest to today, by the published arrangement; else those of the law.

    `before` asks for the next one, unless the last was no more than a month ago.
    """
    found = [stretch for year in (today.year - 1, today.year, today.year + 1) if (stretch := _in_year(name, year))]
    usable = [stretch for stretch in found if stretch.last >= today - timedelta(days=30)] if before else found
    return min(usable or found, key=lambda stretch: abs(stretch.first - today), default=None)


@lru_cache(maxsize=64)
def _in_year(name: str, year: int) -> Days | None:
    if name in _FESTIVALS and is_published(year):
        off = [one.on for one in arrangement_of(year) if not one.is_workday and _is_called(one.name.en, name)]
        return Days(min(off), max(off)) if off else None
    if name in _FIXED:
        month, number, length = _FIXED[name]
        first = date(year, month, number)
        return Days(first, first + timedelta(days=length - 1))
    return _by_law(name, year)


def _by_law(name: str, year: int) -> Days | None:
    """Of a year that is not arranged yet: the festival's days of the law, within the weeks where it can fall."""
    first, last = (date(year, *edge) for edge in _MOVING[name])
    days_of = (first + timedelta(days=count) for count in range((last - first).days + 1))
    off = [one for one in days_of if is_statutory_holiday(one)]
    return Days(min(off), max(off)) if off else None


def _is_called(english: str, name: str) -> bool:
    return english.lower().replace("labor", "labour")[:6] == _FESTIVALS[name].lower()[:6]


def festivals() -> Iterator[str]:
    yield from {**_FESTIVALS, **_FIXED}
