"""Numbers that are no row of digits: said in words (幺三八…, "oh seven seven double zero"), torn over two lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foyer.customers.standardise.accounts import luhn
from foyer.customers.standardise.resident import check_digit
from foyer.privacy.deid.numbers import Found

_DIGIT = "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
_IN_A_ROW = re.compile(rf"[{_DIGIT}]{{7,25}}[Xx]?")
_IN_GROUPS = re.compile(rf"(?:[{_DIGIT}0-9]{{2,8}}[ ，,.。\-]{{1,2}}){{1,7}}[{_DIGIT}0-9]{{2,8}}[Xx]?")
_MIXED = re.compile(rf"(?<![\dA-Za-z])[{_DIGIT}0-9]{{7,25}}[Xx]?(?![\dA-Za-z])")
_ENGLISH = "oh|o|zero|nought|one|two|three|four|five|six|seven|eight|nine"
_IN_ENGLISH = re.compile(
    rf"\b(?:(?:double|triple|treble) )?(?:{_ENGLISH})"
    rf"(?:[ ,\-]+(?:and )?(?:double |triple |treble )?(?:{_ENGLISH}|hundred|thousand)){{5,24}}\b",
    re.IGNORECASE,
)
_HAN = re.compile("[\u4e00-\u9fff○〇]")
_TORN = re.compile(r"(?<![\dA-Za-z])(\d[\d -]{1,18}\d|\d)[ ]?\n[ ]?(\d[\d -]{0,18}[\dXx]|\d)(?![\dA-Za-z])")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")


def said(text: str) -> Iterator[Found]:
    """Numbers that are read out, digit by digit or in groups, in Chinese or English."""
    for pattern in (_IN_A_ROW, _IN_GROUPS, _MIXED):
        for match in pattern.finditer(text):
            size = len(re.sub(r"[ ，,.。\-]", "", match[0]))
            if len(_HAN.findall(match[0])) >= 4 and (size >= 10 or pattern is _IN_A_ROW):
                yield match.start(), match.end(), _kind(size)
    for match in _IN_ENGLISH.finditer(text):
        yield match.start(), match.end(), "phone"


def torn(text: str) -> Iterator[Found]:
    """A number that begins in one line and ends in the next, if both together pass the check of a kind."""
    if "\n" not in text:
        return
    for match in _TORN.finditer(text):
        number = re.sub(r"[\s-]", "", match[0]).upper()
        if len(number) == 18 and number[17] == check_digit(number):
            yield match.start(), match.end(), "resident_id"
        elif _MOBILE.fullmatch(number):
            yield match.start(), match.end(), "phone"
        elif 13 <= len(number) <= 19 and number.isdigit() and number[0] in "23456789" and luhn(number):
            yield match.start(), match.end(), "card"


def _kind(size: int) -> str:
    if size == 18:
        return "resident_id"
    return {11: "phone", 13: "phone", 16: "card", 19: "card"}.get(size, "number")
