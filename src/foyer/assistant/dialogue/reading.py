# ruff: noqa: E501
"""Reading values out of a sentence: a choice by its label, its tail, its place or another name; amounts, terms, phones."""

import re
from collections.abc import Sequence
from decimal import Decimal

from foyer.assistant.dialogue.words import OTHER_ONE, is_
from foyer.assistant.understanding import phrases, script
from foyer.assistant.understanding.entities.amounts import amounts
from foyer.assistant.understanding.entities.rates import terms
from foyer.base.text import normalise
from foyer.servicing.queries import Choice, Field

_TAIL = re.compile(r"(?<!\d)(\d{4})(?!\d|[年元块])")
_PHONE = re.compile(r"(?<!\d)\+?\d(?:[ -]?\d){6,14}(?!\d)")
_CODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_PLACE = re.compile(r"第([一二三四五六])[个張张笔項项条]|\b(first|second|third|fourth) (?:one|card|account)\b")
_AMOUNT = re.compile(
    r"(?:(?:cny|rmb|¥|￥)\s?)?(?P<figure>\d[\d,]*(?:\.\d+)?|[零一二两三四五六七八九十百千]+)\s?"
    r"(?P<unit>万|萬|千|百|亿|k\b|thousand|million|m\b)?\s?(?P<money>元|块|圆|rmb|cny|yuan)?"
)
_UNITS = {
    "万": 10_000,
    "萬": 10_000,
    "千": 1_000,
    "百": 100,
    "亿": 10**8,
    "k": 1_000,
    "thousand": 1_000,
    "million": 10**6,
    "m": 10**6,
}
_MONTHS = re.compile(
    r"(?P<years>\d+|[一二两三四五六七八九十]+)\s?(?:年|years?|yrs?)(?P<half>半)?|(?P<months>\d+|[一二两三四五六七八九十]+)\s?(?:个月|個月|月期|期|months?)|(?P<only>半年|half a year)"
)
_NUMERALS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


def value_in(text: str, field: Field, choices: Sequence[Choice], *, now: str = "", is_open: bool = False) -> str:
    """The value of a field that a sentence names; empty when it names none. `now` is the value it has already.

    Bare figures belong to the field that was asked for (`is_open`): elsewhere an amount must say that it is money.
    """
    plain = normalise(text)
    if field.kind == "choice":
        return choice_in(plain, choices, now=now, is_open=is_open)
    if field.kind == "amount":
        return amount_in(plain, bare=is_open)
    if field.kind == "months":
        return months_in(plain, bare=is_open)
    if field.kind == "phone":
        return phone_in(text) if is_open else ""
    return text.strip() if is_open else ""


def choice_in(plain: str, choices: Sequence[Choice], *, now: str = "", is_open: bool = True) -> str:
    """Which of the choices it is; empty when that is not clear."""
    for one in choices:
        if plain.strip() in (normalise(one.label.zh), normalise(one.label.en)):
            return one.value
    tails = set(_TAIL.findall(plain))
    by_tail = [one for one in choices if one.tail and one.tail in tails]
    if len(by_tail) == 1:
        return by_tail[0].value
    if now and is_(OTHER_ONE, plain) and (is_open or any(one.tail for one in choices)):
        rest = [one for one in choices if one.value != now]
        return rest[0].value if len(rest) == 1 else ""
    return _by_place(plain, choices) if is_open and _by_place(plain, choices) else _by_words(plain, choices)


def _by_place(plain: str, choices: Sequence[Choice]) -> str:
    place = next((number for number, line in enumerate(phrases.NUMBERS) if is_(line, plain)), None)
    if place is None and (found := _PLACE.search(plain)):
        place = "一二三四五六".index(found[1]) if found[1] else ("first", "second", "third", "fourth").index(found[2])
    if place is None and re.fullmatch(r"\W*\d{1,2}\W*", plain):
        place = int(re.sub(r"\W", "", plain)) - 1
    return choices[place].value if place is not None and 0 <= place < len(choices) else ""


def _by_words(plain: str, choices: Sequence[Choice]) -> str:
    """The one that is named; where several are, the one named by the longest word, if it is alone in that."""
    named = [
        (max((len(word) for word in _names(one) if word and word in plain), default=0), one.value) for one in choices
    ]
    best = max((length for length, _value in named), default=0)
    found = [value for length, value in named if length == best]
    return found[0] if best and len(found) == 1 else ""


def _names(one: Choice) -> tuple[str, ...]:
    return (*(word.lower() for word in one.words), normalise(one.label.zh), normalise(one.label.en))


def amount_in(plain: str, *, bare: bool = False) -> str:
    """The first amount of money: 5万, 50,000元, 三千, 20k."""
    for found in _AMOUNT.finditer(plain):
        figure, unit, money = found["figure"], found["unit"], found["money"]
        follows = plain[found.end() :].lstrip()
        if re.match(r"年|个月|個月|月|期|years?|months?|号|日|点|%|张|次", follows):
            continue
        if not (unit or money or bare):
            continue
        value = _figure(figure)
        if value:
            return str(value * _UNITS.get(unit or "", 1))
    named = next(iter(amounts(script.plain(plain))), None)
    return str(named.value["amount"]) if named is not None else ""


def months_in(plain: str, *, bare: bool = False) -> str:
    """A term in months: 3年, 36个月, 一年半, half a year."""
    found = _MONTHS.search(plain)
    if found is None and (named := next(iter(terms(script.plain(plain))), None)):
        return _months_of(str(named.value["duration"]))
    if found is None:
        return plain.strip() if bare and re.fullmatch(r"\s*\d{1,3}\s*", plain) else ""
    if found["only"]:
        return "6"
    if found["years"]:
        return str(int(_figure(found["years"])) * 12 + (6 if found["half"] else 0))
    return str(int(_figure(found["months"])))


def _months_of(duration: str) -> str:
    """P2Y and P18M in months; a term in days is none of ours."""
    found = re.fullmatch(r"P(\d+)([YM])", duration)
    return str(int(found[1]) * (12 if found[2] == "Y" else 1)) if found else ""


def phone_in(text: str) -> str:
    found = _PHONE.search(normalise(text))
    return re.sub(r"[^\d+]", "", found[0]) if found else ""


def code_in(text: str) -> str:
    found = _CODE.search(normalise(text))
    return found[1] if found else ""


def _figure(text: str) -> Decimal:
    """A figure in digits, or a small one in Chinese numerals: 三, 十二, 五十, 三千."""
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    total, unit = 0, 0
    for letter in text:
        scale = {"十": 10, "百": 100, "千": 1000}.get(letter)
        if scale is None:
            unit = _NUMERALS.get(letter, 0)
        else:
            total, unit = total + (unit or 1) * scale, 0
    return Decimal(total + unit)
