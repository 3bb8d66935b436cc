"""Instants: a date with its time of day, told in UTC."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from foyer.customers.standardise.clocktimes import Time, split_time
from foyer.customers.standardise.dates import moment_by_formats, moment_of_epoch, read_day
from foyer.customers.standardise.text import given

HOME = "Asia/Shanghai"


def datetime(
    value: str,
    day_first: bool | None = None,
    formats: tuple[str, ...] = (),
    pivot: int | None = None,
    zone: str = HOME,
) -> str | None:
    """YYYY-MM-DDThh:mm:ssZ, with microseconds where some are written. A time without a zone is of `zone`.

    A date alone is its midnight. Abbreviations that name several zones (CST, BST) are refused.
    """
    found = given(value)
    if found is None or len(found) > 80:
        return None
    moment = _instant(found, day_first, formats, pivot)
    return _in_utc(moment, zone) if moment else None


def _instant(found: str, day_first: bool | None, formats: tuple[str, ...], pivot: int | None) -> dt.datetime | None:
    if by_format := moment_by_formats(found, formats):
        return by_format
    if found.isdigit() and found.isascii() and len(found) in (10, 13, 16) and found[0] != "0":
        return moment_of_epoch(found)
    if serial := _spreadsheet(found):
        return serial
    text, time = split_time(found)
    day = read_day(text, day_first, pivot)
    time = time or Time()
    return _at(day, time) if day and time.is_certain else None


def _spreadsheet(found: str) -> dt.datetime | None:
    """45296.5: the days and the part of a day that spreadsheets count."""
    whole, mark, part = found.partition(".")
    if not (mark and len(whole) == 5 and whole.isdigit() and part.isdigit() and found.isascii() and whole[0] != "0"):
        return None
    seconds = round(float(f"0.{part}") * 86400)
    return dt.datetime(1899, 12, 30) + dt.timedelta(days=int(whole), seconds=seconds)


def _at(day: dt.date, time: Time) -> dt.datetime | None:
    try:
        return dt.datetime.combine(day, dt.time(time.hour, time.minute, time.second, time.microsecond, time.zone))
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _in_utc(moment: dt.datetime, zone: str) -> str | None:
    try:
        there = moment if moment.tzinfo else moment.replace(tzinfo=_zone(zone))
        return there.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:
        return None
