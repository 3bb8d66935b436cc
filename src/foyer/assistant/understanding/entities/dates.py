"""Dates and stretches of time in a message, resolved as the bank's calendar stands on the day it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from foyer.assistant.understanding.entities import dates_en, dates_zh, days
from foyer.assistant.understanding.entities.days import Days
from foyer.assistant.understanding.entities.entity import Entity

Found = tuple[int, int, Days, float, str]

_BETWEEN = re.compile(r"^ ?(?:到|至|~|～|-|—|–|、?一直到|to|until|till|through|and|up to) ?(?:the )?$")
_FROM = re.compile(r"(?:从|自|from|between|since) ?(?:the )?$")
_SINCE = re.compile(r"^ ?(?:以来|起|开始|以后|之后|至今|到现在)")
_SINCE_EN = re.compile(r"\bsince ?(?:the )?$")
_BEFORE = re.compile(r"^ ?(?:以前|之前|前)(?!天|年)")
_DAY_RANGE = re.compile(r"^ ?(?:到|至|-|~) ?(\d{1,2})[日号]")


def dates(text: str, today: date) -> Iterator[Entity]:
    """Each place's best reading; two days joined by 到 or “to” are one stretch."""
    found = _same_year(_best(list(_found(text, today))))
    joined: set[int] = set()
    for place, (one, other) in enumerate(pairwise(found)):
        if place not in joined and _BETWEEN.match(text[one[1] : other[0]]) and one[2].first <= other[2].last:
            joined |= {place, place + 1}
            begun = _FROM.search(text[: one[0]])
            start = begun.start() if begun else one[0]
            both = Days(one[2].first, other[2].last)
            yield _entity(start, other[1], both, min(one[3], other[3]), "from_to")
    for place, whole in enumerate(found):
        if place not in joined:
            yield _open(text, whole, today)


def _same_year(found: list[Found]) -> list[Found]:
    """“3 March to 10 March 2026”: the year that is said counts for both."""
    for place, (one, other) in enumerate(pairwise(found)):
        if one[4] == "nearest_year" and other[4] == "full_date" and other[0] - one[1] <= 6:
            moved = Days(_in(one[2].first, other[2].first.year), _in(one[2].last, other[2].first.year))
            found[place] = (one[0], one[1], moved, one[3], one[4])
    return found


def _in(found: date, year: int) -> date:
    is_leap_day = (found.month, found.day) == (2, 29)
    return found.replace(year=year, day=28 if is_leap_day else found.day)


def _found(text: str, today: date) -> Iterator[Found]:
    for pattern, reading in (*dates_zh.READINGS, *dates_en.READINGS):
        for match in pattern.finditer(text):
            when, confidence, reason = reading(match, today)
            if when is not None and when.first <= when.last:
                yield match.start(), match.end(), when, confidence, reason


def _best(found: list[Found]) -> list[Found]:
    """Of readings that overlap the longest, then the surest."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one[0] - one[1], -one[3])):
        if all(one[1] <= other[0] or other[1] <= one[0] for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one[0])


def _open(text: str, found: Found, today: date) -> Entity:
    """3月1日以来 and “since Monday” reach until today; 3月1日到5日 names its last day by a number alone."""
    start, end, when, confidence, reason = found
    last = _DAY_RANGE.match(text[end:])
    until = days.day(when.first.year, when.first.month, int(last[1])) if last and when.is_one else None
    if last and until and until.first > when.first:
        return _entity(start, end + last.end(), Days(when.first, until.last), confidence, "from_to")
    after = _SINCE.match(text[end:])
    if (after or _SINCE_EN.search(text[:start])) and when.first <= today and "festival" not in reason:
        return _entity(start, end + (after.end() if after else 0), Days(when.first, today), confidence, "since")
    return _entity(start, end, when, confidence, reason)


def _entity(start: int, end: int, when: Days, confidence: float, reason: str) -> Entity:
    if when.is_one:
        return Entity("date", start, end, {"date": when.first.isoformat()}, confidence, reason)
    value = {"from": when.first.isoformat(), "to": when.last.isoformat()}
    return Entity("dates", start, end, value, confidence, reason)
