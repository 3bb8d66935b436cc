# ruff: noqa: E501  a way of writing a line, however long
"""Days in English: 5 March 2026, March 5th, last Tuesday, the 15th of last month, three weeks ago, before Christmas."""

from __future__ import annotations

import re
from datetime import date, timedelta

from foyer.assistant.understanding.entities import days
from foyer.assistant.understanding.entities.dates_zh import Reading, Seen
from foyer.assistant.understanding.entities.days import Days
from foyer.assistant.understanding.numerals import from_english

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"  # fmt: skip
_WEEKDAY = r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b"  # fmt: skip
_DAY = r"(?P<day>3[01]|[12]?\d)(?:st|nd|rd|th)?"
_COUNT = r"(?P<count>\d{1,4}|a couple of|a few|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?P<unit>day|week|month|year)s?\b"
_WORDS = {
    "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip
_SIDES = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_FESTIVALS = {
    "national day": "国庆", "chinese new year": "春节", "spring festival": "春节", "lunar new year": "春节", "new year": "元旦",
    "labour day": "劳动", "labor day": "劳动", "mid-autumn": "中秋", "dragon boat": "端午", "christmas": "圣诞",
    "qingming": "清明", "golden week": "国庆",
}  # fmt: skip


def _month(match: re.Match[str]) -> int:
    return next(place for place, name in enumerate(MONTHS, start=1) if name.startswith(match["month"][:3]))


def _full(match: re.Match[str], today: date) -> Seen:
    return days.day(int(match["year"]), _month(match), int(match["day"])), 0.99, "full_date"


def _month_day(match: re.Match[str], today: date) -> Seen:
    return days.nearest_year(today, _month(match), int(match["day"])), 0.9, "nearest_year"


def _year_month(match: re.Match[str], today: date) -> Seen:
    return days.month_of(int(match["year"]), _month(match)), 0.95, "month"


def _bare_month(match: re.Match[str], today: date) -> Seen:
    first = days.nearest_year(today, _month(match), 1)
    return (days.month_of(first.first.year, first.first.month) if first else None), 0.7, "nearest_year"


def _slashes(match: re.Match[str], today: date) -> Seen:
    """05/03/2026 has two readings; as the rest of the world outside America, the day comes first, less surely."""
    left, right, year = int(match["left"]), int(match["right"]), int(match["year"])
    year += 2000 if year < 100 else 0
    first = days.day(year, right, left)
    second = days.day(year, left, right)
    if first and second and first != second:
        return first, 0.6, "day_first"
    return first or second, 0.95, "full_date"


def _word(match: re.Match[str], today: date) -> Seen:
    return days.one(today + timedelta(days=_WORDS[match["word"]])), 0.98, "relative_day"


def _side_weekday(match: re.Match[str], today: date) -> Seen:
    wanted = next(place for place, name in enumerate(WEEKDAYS) if name.startswith(match["weekday"][:3]))
    side = _SIDES[match["side"]]
    if side < 0:
        return days.one(today - timedelta(days=(today.weekday() - wanted - 1) % 7 + 1)), 0.93, "weekday"
    week = days.week_of(today, side)
    return days.one(week.first + timedelta(days=wanted)), 0.85 if side else 0.93, "weekday"


def _bare_weekday(match: re.Match[str], today: date) -> Seen:
    wanted = next(place for place, name in enumerate(WEEKDAYS) if name.startswith(match["weekday"][:3]))
    if match[0].startswith(("since", "from")):
        return days.one(today - timedelta(days=(today.weekday() - wanted) % 7)), 0.8, "last_weekday"
    return days.one(today + timedelta(days=(wanted - today.weekday()) % 7)), 0.7, "next_weekday"


def _side_unit(match: re.Match[str], today: date) -> Seen:
    side, unit = _SIDES[match["side"]], match["unit"]
    if unit == "week":
        return days.week_of(today, side), 0.93, "week"
    if unit == "month":
        return days.month_of(*days.months_away(today, side)), 0.93, "month"
    return days.year_of(today.year + side), 0.9, "year"


def _day_of_month(match: re.Match[str], today: date) -> Seen:
    year, month = days.months_away(today, _SIDES[match["side"]])
    return days.day(year, month, int(match["day"])), 0.96, "day_of_a_month"


def _day_only(match: re.Match[str], today: date) -> Seen:
    return days.day(today.year, today.month, int(match["day"])), 0.65, "day_of_this_month"


def _count(match: re.Match[str]) -> int:
    text = match["count"] or "one"
    if text.isdigit():
        return int(text)
    return {"a couple of": 2, "a few": 3}.get(text) or int(from_english(text) or 0)


def _away(today: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    return days.same_day_in(today, count * (12 if unit == "year" else 1))


def _ago(match: re.Match[str], today: date) -> Seen:
    count = _count(match)
    return (days.one(_away(today, -count, match["unit"])) if count <= 4_000 else None), 0.9, "so_long_away"


def _ahead(match: re.Match[str], today: date) -> Seen:
    count = _count(match)
    return (days.one(_away(today, count, match["unit"])) if count <= 4_000 else None), 0.88, "so_long_away"


def _last_so_long(match: re.Match[str], today: date) -> Seen:
    count = _count(match)
    if not 0 < count <= 4_000:
        return None, 0, ""
    return Days(min(_away(today, -count, match["unit"]) + timedelta(days=1), today), today), 0.9, "until_today"


def _festival(match: re.Match[str], today: date) -> Seen:
    found = days.festival(_FESTIVALS[match["name"]], today, before=match["side"] == "before")
    if found is None:
        return None, 0, ""
    if match["side"] == "before":
        last = found.first - timedelta(days=1)
        return Days(min(today, last), last), 0.75, "before_a_festival"
    if match["side"] == "after":
        first = found.last + timedelta(days=1)
        return Days(first, max(first, today)), 0.8, "after_a_festival"
    return found, 0.88, "festival"


READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (rf"(?<!\d){_DAY}(?: of)? {_MONTH},? (?P<year>20\d{{2}}|19\d{{2}})", _full),
        (rf"\b{_MONTH} {_DAY},? (?P<year>20\d{{2}}|19\d{{2}})", _full),
        (r"(?<![\d./-])(?P<left>\d{1,2})(?P<mark>[/.-])(?P<right>\d{1,2})(?P=mark)(?P<year>20\d{2}|\d{2})(?![\d./-])", _slashes),
        (rf"\b{_MONTH},? (?P<year>20\d{{2}}|19\d{{2}})", _year_month),
        (rf"(?<!\d){_DAY}(?: of)? {_MONTH}", _month_day),
        (rf"\b{_MONTH} {_DAY}(?!\d)", _month_day),
        (rf"\b(?:in|since|during|for|until|from|of|my) {_MONTH}(?! \d)", _bare_month),
        (rf"\b(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b", _word),
        (rf"\b(?P<side>last|previous|this|next|coming) {_WEEKDAY}", _side_weekday),
        (rf"\b(?:on|by|until|from|since|for) {_WEEKDAY}|\b(?P<weekday2>(?!))", _bare_weekday),
        (rf"\bthe {_DAY} of (?P<side>last|previous|this|next) month\b", _day_of_month),
        (r"\b(?P<side>last|previous|this|current|next) (?P<unit>week|month|year)\b(?! \d)", _side_unit),
        (rf"\b{_COUNT} {_UNIT} (?:ago|earlier|back)\b", _ago),
        (rf"\b(?:in|within) {_COUNT} {_UNIT}(?! of)", _ahead),
        (rf"\b{_COUNT} {_UNIT} from (?:now|today)\b", _ahead),
        (rf"\b(?:the )?(?:last|past|previous) (?:{_COUNT} )?{_UNIT}", _last_so_long),
        (rf"\b(?:(?P<side>before|after|over|during|around) )?(?P<name>{'|'.join(sorted(_FESTIVALS, key=len, reverse=True))})(?: day| eve|'s day)?\b", _festival),
        (r"\b(?:on|by|from|until|since|for) the (?P<day>3[01]|[12]?\d)(?:st|nd|rd|th)\b(?! of)", _day_only),
    )
)  # fmt: skip
