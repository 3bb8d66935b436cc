# ruff: noqa: E501  a way of writing a line, however long
"""Rates and terms: 3.85%, 百分之三点五, 25个基点, 三年期, 一年半, 18 months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from foyer.assistant.understanding.entities.entity import Entity
from foyer.assistant.understanding.numerals import from_english, from_han

_PERCENT = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d{1,4})?) ?(%|‰|percent\b|per cent\b|pct\b|bps?\b|basis points?\b|个?基点)"
)
_SPOKEN = re.compile(r"(百|千|万)分之([零〇一二两三四五六七八九十百]+|\d+)(?:[点.]([零〇一二三四五六七八九]+|\d+))?")
_PARTS = {"百": 0, "千": -1, "万": -2}
_HAN = "[零一二两三四五六七八九十百半]"
_TERM = re.compile(
    rf"(?<![\d.第])(\d{{1,3}}(?:\.\d)?|{_HAN}{{1,4}}) ?(个月|年|周|星期|天|日|季度)(半)?(期限|期)?(?!前|后|以前|之前|以来|多|底|初|代|级|度|费|月|\d)"
)
_TERM_EN = re.compile(
    r"(?<![\d.])(?<!half )(\d{1,3}|\b(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|eighteen|twenty|thirty))"
    r"[ -](day|week|month|quarter|year)s?\b(?! (?:ago|old|later|from now))( and a half)?"
)
_UNIT = {
    "年": "year", "个月": "month", "周": "week", "星期": "week", "天": "day", "日": "day", "季度": "quarter",
}  # fmt: skip
_HALF_YEAR = re.compile(r"(?<![一两三四五六七八九十\d个])半年(期)?(?!前|后)|\bhalf a year\b(?! ago)")
LETTER = {"year": "Y", "month": "M", "week": "W", "day": "D"}


def rates(text: str) -> Iterator[Entity]:
    """In per cent, whatever it was said in."""
    for match in _PERCENT.finditer(text):
        per = Decimal(match[1]).scaleb(-1 if match[2] == "‰" else 0)
        per = per / 100 if match[2].startswith(("bp", "basis", "个", "基")) else per
        yield _rate(match, per, "percent_sign")
    for match in _SPOKEN.finditer(text):
        whole = from_han(match[2]) if not match[2].isdigit() else Decimal(match[2])
        if whole is None:
            continue
        rest = "".join(str(from_han(one) or 0) if not one.isdigit() else one for one in match[3] or "")
        yield _rate(match, Decimal(f"{whole}.{rest or 0}").scaleb(_PARTS[match[1]]), "said_as_a_fraction")


def _rate(match: re.Match[str], per: Decimal, reason: str) -> Entity:
    return Entity("rate", match.start(), match.end(), {"percent": f"{per.normalize():f}"}, 0.98, reason)


def terms(text: str) -> Iterator[Entity]:
    """How long something lasts, as an ISO 8601 duration. What lies back or ahead by so long is a date."""
    for match in _TERM.finditer(text):
        number = from_han(match[1]) if not match[1][0].isdigit() else Decimal(match[1])
        if number is not None and number > 0:
            yield from _term(match, number + (Decimal("0.5") if match[3] else 0), _UNIT[match[2]], bool(match[4]))
    for match in _HALF_YEAR.finditer(text):
        yield from _term(match, Decimal("0.5"), "year", bool(match[1]))
    for match in _TERM_EN.finditer(text):
        number = Decimal(match[1]) if match[1].isdigit() else from_english(match[1])
        if number:
            yield from _term(match, number + (Decimal("0.5") if match[3] else 0), match[2], False)


def _term(match: re.Match[str], number: Decimal, unit: str, is_named: bool) -> Iterator[Entity]:
    if unit == "quarter":
        number, unit = number * 3, "month"
    if unit == "year" and number % 1:
        number, unit = number * 12, "month"
    if number % 1:
        return
    value = {"duration": f"P{int(number)}{LETTER[unit]}"}
    yield Entity("term", match.start(), match.end(), value, 0.95 if is_named else 0.8, "length_of_time")
