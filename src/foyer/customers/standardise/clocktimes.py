"""The time of day that is written behind a date, and the zone it is told in."""

import datetime as dt
import re
from typing import NamedTuple

_TIME = re.compile(
    r"^(?P<day>.*?\S)(?:[T,]\s?|\s+|(?<=[日号]))"
    r"(?P<before>上午|下午|晚上|凌晨|中午)?\s*"
    r"(?P<hour>[0-9]{1,2})\s*[:时点]\s*(?P<minute>[0-9]{1,2})?\s*[:分]?\s*(?P<second>[0-9]{1,2})?秒?"
    r"(?:[.,](?P<fraction>[0-9]{1,9}))?\s*(?P<after>am|pm|a\.m\.|p\.m\.)?\s*"
    r"(?P<zone>z|utc|gmt|cst|bst|(?:utc|gmt)?[+-][0-9]{1,2}:?(?:[0-9]{2})?)?(?:\s*\(.*\)|\s*\[.*\])?$",
    re.IGNORECASE,
)
_COMPACT_TIME = re.compile(r"^([0-9]{8})[T ]?([0-9]{2})([0-9]{2})([0-9]{2})(?:\.?([0-9]{1,6}))?(z)?$", re.IGNORECASE)
_AFTERNOON = frozenset(("下午", "晚上", "pm", "p.m."))
_UTC = frozenset(("z", "utc", "gmt"))
_SEVERAL = frozenset(("cst", "bst"))


class Time(NamedTuple):
    hour: int = 0
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    zone: dt.tzinfo | None = None
    is_certain: bool = True
    """Not so where the zone is an abbreviation that several have."""


def split_time(found: str) -> tuple[str, Time | None]:
    """The text of the day and the time behind it; the time is None where none is written."""
    if compact := _COMPACT_TIME.match(found):
        day, hour, minute, second, fraction, zone = compact.groups()
        return day, Time(int(hour), int(minute), int(second), _micro(fraction), dt.UTC if zone else None)
    if not (match := _TIME.match(found)):
        return found, None
    said = {name: text or "" for name, text in match.groupdict().items()}
    hour = _of_day(int(said["hour"]), (said["before"] or said["after"]).lower())
    zone = said["zone"].lower()
    time = Time(
        hour,
        int(said["minute"] or 0),
        int(said["second"] or 0),
        _micro(said["fraction"]),
        _zone(zone),
        zone not in _SEVERAL,
    )
    return match["day"], time


def _of_day(hour: int, half: str) -> int:
    if half in _AFTERNOON and hour < 12:
        return hour + 12
    return 0 if half in ("am", "a.m.", "上午", "凌晨") and hour == 12 else hour


def _micro(fraction: str | None) -> int:
    return int((fraction or "").ljust(6, "0")[:6])


def _zone(text: str) -> dt.tzinfo | None:
    if not text or text in _SEVERAL:
        return None
    if text in _UTC:
        return dt.UTC
    sign, digits = re.sub(r"^(utc|gmt)", "", text)[0], re.sub(r"\D", "", text)
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        return None
    return dt.timezone((-1 if sign == "-" else 1) * dt.timedelta(hours=hours, minutes=minutes))
