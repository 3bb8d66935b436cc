"""The figures in a sentence: amounts, rates, periods and dates, in Chinese and English, so that they can be compared.

A figure is a value and a unit. "50万元", "500,000 yuan" and "五十万元" are one figure; "5 天" and "5 个工作日" are two.
Where a text names no unit, any unit fits: "at least 18" is what "年满18周岁" says.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS = {"十": 10, "百": 100, "千": 1000}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_LARGE = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_SMALL.split(" "))}
_WORDS |= {word: 10 * tens for tens, word in enumerate(_LARGE.split(" "), 2)}
_SCALES = {"万": 10**4, "亿": 10**8, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "k": 1000}
_MONTHS = tuple(name.lower() for name in calendar.month_abbr[1:])

_HAN = "[零〇一二两三四五六七八九十百千]"
_ENGLISH = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<part>百分之|千分之)?(?:(?P<digits>\d[\d,]*(?:\.\d+)?)|(?P<han>{_HAN}+(?:点{_HAN}+)?(?=[万亿])|{_HAN}+(?:点{_HAN}+)?)"
    rf"|\b(?P<word>(?:{_ENGLISH})(?:[- ](?:{_ENGLISH}))?)\b)"
    r"\s*(?P<scale>[万亿]+|(?:hundred|thousand|million|billion)\b|k\b)?"
)
_UNITS = [
    ("percent", r"%|percent|per cent|个百分点"),
    ("permille", r"‰"),
    ("workday", r"个?(?:工作日|营业日|交易日)|(?:working|business|banking)[- ]days?"),
    ("cny", r"元|圆|块(?:钱)?|rmb|cny|yuan|renminbi"),
    ("usd", r"美元|美金|usd|us dollars?|dollars?"),
    ("eur", r"欧元|eur(?:os?)?\b"),
    ("hkd", r"港[元币]|hkd"),
    ("month", r"个?月|months?"),
    ("week", r"个?(?:周(?!岁|年)|星期|礼拜)|weeks?"),
    ("year", r"周?年(?!满)|years?\b(?! old)"),
    ("day", r"个?(?:自然日|日历日|天|日|号)|(?:calendar )?days?"),
    ("hour", r"个?(?:小时|钟头)|hours?"),
    ("minute", r"分钟|minutes?"),
    ("second", r"秒钟?|seconds?"),
]
_AFTER = [(name, re.compile(rf"[-\s]*(?:{pattern})")) for name, pattern in _UNITS]
_BEFORE = [("cny", re.compile(r"(?:¥|￥|rmb|cny)\s*$")), ("usd", re.compile(r"(?:us\$|\$|usd)\s*$"))]
_RANGE = re.compile(r"^\s*(?:到|至|-|–|—|~|～|to|and|or|或)\s*$")
_DATES = [
    re.compile(r"(?:(?P<y>\d{4})\s*年\s*)?(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]"),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<name>{'|'.join(_MONTHS)})[a-z]*\.?,?(?: (?P<y>\d{{4}}))?"),
    re.compile(rf"\b(?P<name>{'|'.join(_MONTHS)})[a-z]*\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y>\d{{4}}))?"),
]
_UNSAID_ONE = re.compile(
    r"(?<=\bwithin )(?:a|an) (?=year|month|week|day|hour|minute|working|business)"
    r"|(?<=\bfor )(?:a|an) (?=year|month|week|day|hour|minute)"
    r"|(?<=\bafter )(?:a|an) (?=year|month|week|day|hour|minute)"
)
_MARKER = re.compile(r"^\s*(?:\(?\d{1,2}[.、)）](?!\d)|第[一二三四五六七八九十]+步[:：]?|step \d+[:.]?)\s*")


@dataclass(frozen=True)
class Figure:
    """A value with its unit, or a date ("date", month and day, with the year in `year` where it is named)."""

    value: Decimal
    unit: str = ""
    year: int | None = None

    def is_said_by(self, other: Figure) -> bool:
        """Whether `other` says the same."""
        units_agree = self.unit == other.unit or not (self.unit and other.unit)
        years_agree = self.year == other.year or self.year is None
        return self.value == other.value and units_agree and years_agree


def figures(text: str, *, generous: bool = False) -> list[Figure]:
    """Every figure of a text. `generous` takes every numeral for one, as for a source; a claim's "一般" is none."""
    plain = _plain(text if generous else _MARKER.sub("", text))
    plain, dates = _without_dates(plain)
    found = [(match, _figure(match, plain)) for match in _NUMBER.finditer(plain)]
    numbers = _with_units_of_ranges(plain, found)
    return [*dates, *(number for match, number in numbers if generous or _is_meant(match, number))]


def _plain(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return _UNSAID_ONE.sub("one ", re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", narrow))


def _without_dates(text: str) -> tuple[str, list[Figure]]:
    dates: list[Figure] = []

    def take(match: re.Match[str]) -> str:
        said = match.groupdict()
        month = _MONTHS.index(said["name"]) + 1 if said.get("name") else int(said["m"])
        dates.append(Figure(Decimal(100 * month + int(said["d"])), "date", int(said["y"]) if said["y"] else None))
        return " · "

    for pattern in _DATES:
        text = pattern.sub(take, text)
    return text, dates


def _figure(match: re.Match[str], text: str) -> Figure:
    value = _value(match)
    for letter in re.findall(r"[万亿]|[a-z]+", match["scale"] or ""):
        value *= _SCALES[letter]
    if match["part"]:
        return Figure(value, "percent" if match["part"] == "百分之" else "permille")
    return Figure(value, _unit(text, match.start(), match.end()))


def _value(match: re.Match[str]) -> Decimal:
    if match["digits"]:
        return Decimal(match["digits"].replace(",", "").rstrip("."))
    if match["word"]:
        return Decimal(sum(_WORDS[word] for word in re.split("[- ]", match["word"])))
    whole, _point, rest = match["han"].partition("点")
    decimals = "".join(str(_DIGITS.get(letter, 0)) for letter in rest)
    return Decimal(f"{_from_han(whole)}.{decimals or 0}").normalize() + 0


def _from_han(numeral: str) -> int:
    """三百六十五 and 三六五 are both 365."""
    if not any(letter in _TENS for letter in numeral):
        return int("".join(str(_DIGITS[letter]) for letter in numeral))
    total, digit = 0, 0
    for letter in numeral:
        if letter in _TENS:
            total, digit = total + (digit or 1) * _TENS[letter], 0
        else:
            digit = _DIGITS[letter]
    return total + digit


def _unit(text: str, start: int, end: int) -> str:
    after = next((name for name, pattern in _AFTER if pattern.match(text, end)), "")
    return after or next((name for name, pattern in _BEFORE if pattern.search(text[:start])), "")


def _with_units_of_ranges(text: str, found: list[tuple[re.Match[str], Figure]]) -> list[tuple[re.Match[str], Figure]]:
    """In "3 to 5 working days" both are working days."""
    result = list(found)
    for place in range(len(result) - 2, -1, -1):
        (match, number), (later, next_number) = result[place], result[place + 1]
        if not number.unit and _RANGE.match(text[match.end() : later.start()]):
            result[place] = (match, replace(number, unit=next_number.unit))
    return result


def _is_meant(match: re.Match[str], number: Figure) -> bool:
    """In a claim a lone numeral word counts where a unit follows it: 一年 is a figure, 一般 and "one of" are none."""
    if match["digits"] or match["part"] or match["scale"] or number.unit:
        return True
    return len(match["han"] or "") > 1 if match["han"] else number.value > 1
