"""Business time: when a calendar is open, and arithmetic that counts only then.

Invariant: an instant is open exactly if the wall clock of the calendar's time zone lies in one of its blocks for that
date (start included, end not). Everything here follows from that sentence, so a day with a clock change may be an
hour shorter or longer, and an hour that happens twice counts twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from foyer.base.clocks.blocks import Blocks
from foyer.base.errors import Invalid

HORIZON_DAYS = 366 * 30
_DAY = timedelta(days=1)
Stretch = tuple[datetime, datetime]


class NeverOpen(Invalid):
    """A calendar has no open time for years ahead, so nothing can ever become due on it."""

    code = "never_open"
    message = _("This calendar has no open hours.")
    mend = _("Give the calendar open hours on at least one day.")


@dataclass(frozen=True)
class Hours:
    """A business calendar as plain values: seven weekdays of blocks, and dates that differ, in one time zone."""

    zone: str
    week: tuple[Blocks, ...]
    days: Mapping[date, Blocks] = field(default_factory=dict)

    def blocks_on(self, day: date) -> Blocks:
        return self.days.get(day, self.week[day.weekday()])

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(self._tz)
        second = local.hour * 3600 + local.minute * 60 + local.second
        return any(start <= second < end for start, end in self.blocks_on(local.date()))

    def opens_at(self, at: datetime) -> datetime:
        """`at` itself when open, else the next opening. Raises NeverOpen."""
        for start, end in self.stretches(at):
            if end > at:
                return max(start, at)
        raise NeverOpen

    def closes_at(self, at: datetime) -> datetime | None:
        """The end of the open stretch around `at`, or None when it is closed, or open for a year on end."""
        reached = at
        for start, end in self.stretches(at) if self.is_open(at) else ():
            if start > reached:
                return reached
            reached = max(reached, end)
            if reached - at > timedelta(days=366):
                return None
        return None

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Open time from `a` to `b`; negative when `b` comes first."""
        if b < a:
            return -self.between(b, a)
        total = timedelta()
        for start, end in self.stretches(a):
            if start >= b:
                break
            total += max(timedelta(), min(end, b) - max(start, a))
        return total

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The first instant with `amount` of open time between `start` and it. Raises NeverOpen."""
        if amount < timedelta():
            raise ValueError("business time can only be added")
        left = amount
        if not left:
            return start
        for opened, closed in self.stretches(start):
            begin = max(opened, start)
            if closed - begin >= left:
                return begin + left
            left -= max(timedelta(), closed - begin)
        raise NeverOpen

    def stretches(self, since: datetime) -> Iterator[Stretch]:
        """Open stretches in order, in UTC, from the date of `since` on, for as long as `HORIZON_DAYS`."""
        first = since.astimezone(self._tz).date()
        last = min(first + HORIZON_DAYS * _DAY, date.max - _DAY)
        # The date line of a zone may have moved within a day, so the day before may reach into this one.
        day = first - _DAY
        while day <= last:
            yield from self._on(day)
            day += _DAY

    def _on(self, day: date) -> Iterator[Stretch]:
        """The open stretches whose wall-clock date is `day`."""
        blocks = self.blocks_on(day)
        for begin, end, offset in _pieces(self._tz, day) if blocks else ():
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - offset
            for start, stop in blocks:
                opened = max(begin, midnight + timedelta(seconds=start))
                closed = min(end, midnight + timedelta(seconds=stop))
                if opened < closed:
                    yield opened, closed

    @cached_property
    def _tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def _pieces(tz: ZoneInfo, day: date) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The pieces of time around `day` in which the zone's offset from UTC stays the same: nearly always one."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    begin, end = noon - timedelta(hours=28), noon + timedelta(hours=28)
    while begin < end:
        offset = _offset(tz, begin)
        until = end if _offset(tz, end) == offset else _change(tz, begin, end)
        yield begin, until, offset
        begin = until


def _change(tz: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second at which the offset at `low` ends."""
    offset = _offset(tz, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _offset(tz, middle) == offset else (low, middle)
    return high


def _offset(tz: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(tz).utcoffset() or timedelta()
