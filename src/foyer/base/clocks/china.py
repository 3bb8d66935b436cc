"""China's holidays: the arrangement the State Council publishes each year, and the festival days of the law itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar import constants

from foyer.base.clocks.errors import NotPublished
from foyer.base.text import Bilingual

# First day of the lunar year, Qingming, Dragon Boat and Mid-Autumn: the festivals that no fixed date gives.
_MOVING = {
    2024: ((2, 10), (4, 4), (6, 10), (9, 17)),
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
}
_EIGHT_MORE_SINCE = 2025  # the decree of 2024-11-12 added New Year's Eve of the lunar year and 2 May


@dataclass(frozen=True)
class ArrangedDay:
    on: date
    is_workday: bool
    name: Bilingual


def arrangement_of(year: int) -> list[ArrangedDay]:
    """The days off and the make-up workdays of a year, in order. Raises NotPublished."""
    if not is_published(year):
        raise NotPublished(year=year)
    off = [_day(on, name, is_workday=False) for on, name in constants.holidays.items() if on.year == year]
    work = [_day(on, name, is_workday=True) for on, name in constants.workdays.items() if on.year == year]
    return sorted(off + work, key=lambda day: day.on)


def is_published(year: int) -> bool:
    return any(on.year == year for on in constants.holidays)


def _day(on: date, name: str, *, is_workday: bool) -> ArrangedDay:
    chinese = constants.Holiday(name).chinese
    text = Bilingual(f"{chinese}调休上班", f"Make-up workday for {name}") if is_workday else Bilingual(chinese, name)
    return ArrangedDay(on, is_workday, text)


def is_arranged_holiday(on: date) -> bool:
    """Whether the day is off by the published arrangement; where none is published yet, by the law itself."""
    return on in constants.holidays if is_published(on.year) else is_statutory_holiday(on)


def is_rest_day(on: date) -> bool:
    """An arranged holiday, or a weekend that is not a make-up workday."""
    return is_arranged_holiday(on) or (on.weekday() >= 5 and on not in constants.workdays)


def is_statutory_holiday(on: date) -> bool:
    """Whether the day is a festival by the decree on holidays itself, days moved by the arrangement not counted."""
    return on in _statutory(on.year)


def _statutory(year: int) -> set[date]:
    days = {date(year, 1, 1), date(year, 5, 1), *(date(year, 10, day) for day in (1, 2, 3))}
    if year >= _EIGHT_MORE_SINCE:
        days.add(date(year, 5, 2))
    if year in _MOVING:
        spring, *others = (date(year, month, day) for month, day in _MOVING[year])
        first = -1 if year >= _EIGHT_MORE_SINCE else 0
        days |= {spring + timedelta(days=n) for n in range(first, 3)} | set(others)
    return days
