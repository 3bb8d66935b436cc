"""Dates in the usual mess of formats. What can be read in two ways is not read, unless the source says how."""

import datetime as dt
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

from foyer.customers.standardise.clocktimes import split_time
from foyer.customers.standardise.tables import written_as
from foyer.customers.standardise.text import given

PIVOT = 30
"""Two-digit years from here on are of the last century."""
_FOREVER = frozenset(("长期", "長期", "永久", "长期有效", "99991231", "9999-12-31", "indefinite", "long-term"))
_MONTHS = written_as(
    {
        1: "jan january",
        2: "feb february",
        3: "mar march",
        4: "apr april",
        5: "may",
        6: "jun june",
        7: "jul july",
        8: "aug august",
        9: "sep sept september",
        10: "oct october",
        11: "nov november",
        12: "dec december",
    }
)
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_ERA_YEARS = {"民国": 1911, "民國": 1911, "中华民国": 1911, "中華民國": 1911}
_PLAIN = re.compile(r"^(?:1[89]|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])\Z")


def date(
    value: str, day_first: bool | None = None, formats: tuple[str, ...] = (), pivot: int | None = None
) -> str | None:
    """YYYY-MM-DD. The time of day, where one is written, is left out; the day is the one that is written.

    `formats` (as strptime's) are tried first. 05/01/2024 needs `day_first`; so does 1/5/24. Six digits are YYMMDD,
    except where they could as well be YYYYMM and no `pivot` is told. 长期 is 9999-12-31.
    """
    if not formats and _PLAIN.match(value):
        return value
    found = given(value)
    if found is None or len(found) > 60:
        return None
    read = _by_formats(found, formats) or _day(found, day_first, pivot)
    return read.isoformat() if read else None


def _day(found: str, day_first: bool | None, pivot: int | None) -> dt.date | None:
    if found.lower() in _FOREVER:
        return dt.date(9999, 12, 31)
    return read_day(found, day_first, pivot) or read_day(split_time(found)[0], day_first, pivot)


def _by_formats(found: str, formats: tuple[str, ...]) -> dt.date | None:
    moment = moment_by_formats(found, formats)
    return moment.date() if moment else None


def moment_by_formats(found: str, formats: tuple[str, ...]) -> dt.datetime | None:
    for one in formats:
        try:
            return dt.datetime.strptime(found, one)
        except ValueError:
            continue
    return None


def read_day(found: str, day_first: bool | None, pivot: int | None) -> dt.date | None:
    """The day a text says, by the first pattern that fits it."""
    for pattern, reading in _READINGS:
        if match := pattern.match(found):
            return reading(match.groups(), day_first, pivot)
    return None


def day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if 1800 <= year <= 9999 else None
    except ValueError:
        return None


Groups = tuple[str, ...]
Reading = Callable[[Groups, bool | None, int | None], dt.date | None]


def _year_first(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    year, month, day = (int(one) for one in groups)
    return day_of(year, month, day)


def _slashes(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    """Two numbers and a year: read either way only where one way is possible or both mean the same day."""
    left, mark, right, year = int(groups[0]), groups[1], int(groups[2]), _full_year(groups[3], pivot)
    ways = {day_of(year, right, left)} if mark == "." or day_first else set()
    if mark != "." and not day_first:
        ways = (
            {day_of(year, left, right)}
            if day_first is False
            else {day_of(year, left, right), day_of(year, right, left)}
        )
    possible = ways - {None}
    return possible.pop() if len(possible) == 1 else None


def _month_named(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    day, month, year = groups
    return _named(day, month, year, pivot)


def _month_leads(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    month, day, year = groups
    return _named(day, month, year, pivot)


def _named(day: str, month: str, year: str, pivot: int | None) -> dt.date | None:
    number = _MONTHS.get(month.lower())
    return day_of(_full_year(year, pivot), number, int(day)) if number else None


def _era(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    era, year, month, day = groups
    return day_of(_ERA_YEARS[era] + (1 if year == "元" else int(year)), int(month), int(day))


def _han(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    year, month, day = groups
    written = year.translate(_HAN_DIGITS)
    return day_of(int(written), _han_number(month), _han_number(day)) if len(written) == 4 else None


def _han_number(text: str) -> int:
    """Up to 三十一: tens and ones."""
    if "十" not in text and "廿" not in text:
        return int(text.translate(_HAN_DIGITS))
    tens, _, ones = text.replace("廿", "二十").partition("十")
    return 10 * int((tens or "一").translate(_HAN_DIGITS)) + int((ones or "零").translate(_HAN_DIGITS))


def _compact(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    (found,) = groups
    return day_of(int(found[:4]), int(found[4:6]), int(found[6:8]))


def _six(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    (found,) = groups
    could_be_month = found[:2] in ("19", "20") and 1 <= int(found[4:6]) <= 12
    if could_be_month and pivot is None:
        return None
    return day_of(_full_year(found[:2], pivot), int(found[2:4]), int(found[4:6]))


def _serial(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    """Days since 1899-12-30, as spreadsheets count: five digits are 1927 to 2173."""
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(groups[0]))


def _epoch(groups: Groups, day_first: bool | None, pivot: int | None) -> dt.date | None:
    """Seconds, milli- or microseconds since 1970, as the day they fall on in China."""
    return moment_of_epoch(groups[0]).astimezone(ZoneInfo("Asia/Shanghai")).date()


def moment_of_epoch(digits: str) -> dt.datetime:
    return dt.datetime.fromtimestamp(int(digits) / 10 ** (len(digits) - 10), dt.UTC)


def _full_year(text: str, pivot: int | None) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= (PIVOT if pivot is None else pivot) else 2000)


_YEAR = r"([0-9]{4})"
_READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reading)
    for pattern, reading in (
        (rf"^{_YEAR}\s*[-/._年 ]\s*([0-9]{{1,2}})\s*[-/._月 ]\s*([0-9]{{1,2}})\s*[日号]?$", _year_first),
        (r"^([0-9]{8})$", _compact),
        (r"^([0-9]{1,2})\s*([-/.])\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{4}|[0-9]{2})$", _slashes),
        (r"^([0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[- ./]*([a-z]{3,9})[- ./,']*([0-9]{4}|[0-9]{2})$", _month_named),
        (r"^(?:[a-z]{3,9},? )?([0-9]{1,2})(?:st|nd|rd|th)?[- ./]+([a-z]{3,9})[- ./,']+([0-9]{4})$", _month_named),
        (r"^([a-z]{3,9})[- ./]*([0-9]{1,2})(?:st|nd|rd|th)?[- ./,]+([0-9]{4})$", _month_leads),
        (r"^(中?[华華]?民[国國])\s*([0-9]{1,3}|元)\s*[年/.-]\s*([0-9]{1,2})\s*[月/.-]\s*([0-9]{1,2})\s*日?$", _era),
        (
            r"^([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十廿]{1,3})[日号]$",
            _han,
        ),
        (r"^([0-9]{6})$", _six),
        (r"^([1-9][0-9]{4})(?:\.[0-9]+)?$", _serial),
        (r"^([1-9][0-9]{9}|[1-9][0-9]{12}|[1-9][0-9]{15})$", _epoch),
    )
)
