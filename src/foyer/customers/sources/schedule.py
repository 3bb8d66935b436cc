"""When a source is due: `hourly`, `daily 02:00`, `weekly sunday 02:00`, `monthly 1 02:00`, or five cron fields."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
FURTHEST_DAYS = 366 * 4 + 1
_TIME = r"([01]?\d|2[0-3]):([0-5]\d)"


@dataclass(frozen=True)
class Schedule:
    """The minutes, hours, days, months and weekdays (0 is Sunday) at which a source is read."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    zone: ZoneInfo

    def after(self, instant: datetime) -> datetime:
        """The first time after `instant`. An hour that the clocks skip is passed over."""
        local = instant.astimezone(self.zone).replace(second=0, microsecond=0)
        for n in range(FURTHEST_DAYS):
            day = (local + timedelta(days=n)).replace(tzinfo=None)
            for moment in self._of_day(day) if self._has_day(day) else []:
                found = moment.replace(tzinfo=self.zone)
                if found > instant and found.astimezone(instant.tzinfo).astimezone(self.zone) == found:
                    return found.astimezone(instant.tzinfo)
        raise ValueError("this schedule never comes")

    def _has_day(self, day: datetime) -> bool:
        weekday = day.isoweekday() % 7
        return day.month in self.months and day.day in self.days and weekday in self.weekdays

    def _of_day(self, day: datetime) -> list[datetime]:
        return [day.replace(hour=hour, minute=minute) for hour in sorted(self.hours) for minute in sorted(self.minutes)]


def parse(text: str, zone: str) -> Schedule:
    """The schedule that is written. Raises ValueError for anything else."""
    fields = _cron(text.strip().lower()).split()
    if len(fields) != len(LIMITS):
        raise ValueError(text)
    minutes, hours, days, months, weekdays = (
        _numbers(field, *limits) for field, limits in zip(fields, LIMITS, strict=True)
    )
    weekdays = frozenset(day % 7 for day in weekdays)
    return Schedule(minutes, hours, days, months, weekdays, ZoneInfo(zone))


def _cron(text: str) -> str:
    if text == "hourly":
        return "0 * * * *"
    if match := re.fullmatch(rf"daily {_TIME}", text):
        return f"{int(match[2])} {int(match[1])} * * *"
    if match := re.fullmatch(rf"weekly ({'|'.join(DAYS)}) {_TIME}", text):
        return f"{int(match[3])} {int(match[2])} * * {(DAYS.index(match[1]) + 1) % 7}"
    if match := re.fullmatch(rf"monthly (\d+) {_TIME}", text):
        return f"{int(match[3])} {int(match[2])} {match[1]} * *"
    return text


def _numbers(field: str, least: int, most: int) -> frozenset[int]:
    found: set[int] = set()
    for part in field.split(","):
        match = re.fullmatch(r"(\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if not match:
            raise ValueError(field)
        first = least if match[1] == "*" else int(match[2])
        last = most if match[1] == "*" or (match[4] and not match[3]) else int(match[3] or first)
        found.update(range(first, last + 1, int(match[4] or 1) or most + 1))
    if not found or min(found) < least or max(found) > most:
        raise ValueError(field)
    return frozenset(found)
