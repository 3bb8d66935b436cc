"""Numbers in words, both ways: 两万三千五百, 壹拾万, twenty-three thousand. What is written here is read here."""

from __future__ import annotations

import re
from decimal import Decimal

from foyer.assistant.number_words import ONES, TENS

_DIGIT_NAMES = ("零〇", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {name: value for value, names in enumerate(_DIGIT_NAMES) for name in names}
HAN_NUMBER = r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟半廿]"
_PLAIN = ("零一二三四五六七八九", "十百千")
_CAPITAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
MOST = 10**15

_ONES = {word: number for number, word in enumerate(ONES)}
_TENS_EN = {word: 10 * number for number, word in enumerate(TENS) if number > 1}
_SCALES = {"hundred": 100, "thousand": 10**3, "grand": 10**3, "million": 10**6, "billion": 10**9}
ENGLISH_NUMBER = (
    rf"(?:\b(?:an?|{'|'.join([*_ONES, *_TENS_EN])})\b(?:[ -]+(?:and\b[ -]+)?"
    rf"(?:{'|'.join([*_ONES, *_TENS_EN, *_SCALES])})\b)*)"
)


def from_han(text: str) -> Decimal | None:
    """The number that characters say, digits among them as well (3万5, 一万二, 十五亿); None for anything else."""
    text = text.translate(_ONE_WAY).removesuffix("整")
    if re.fullmatch(r"[零一二三四五六七八九]{2,}", text):  # read out digit by digit: 二〇二六
        return Decimal("".join(str(_DIGITS[digit]) for digit in text))
    return _grouped(text)


_ONE_WAY = str.maketrans(
    {"萬": "万", "億": "亿", "廿": "二十", "〇": "零", "拾": "十", "佰": "百", "仟": "千", "半": "0.5"}
    | {name: names[0] for names in _DIGIT_NAMES[1:] for name in names[1:]}
)
_NUMBER = r"([一二三四五六七八九]|\d+(?:\.\d+)?)"
_SECTION = re.compile(rf"(?:{_NUMBER}千)?零?(?:{_NUMBER}百)?零?(?:{_NUMBER}?(十))?零?{_NUMBER}?")
_ELLIPSIS = re.compile(r"[千百]([一二三四五六七八九])$")


def _grouped(text: str) -> Decimal | None:
    """What stands before 亿 or 万, so many times, and what follows."""
    for name, size in (("亿", 10**8), ("万", 10**4)):
        head, mark, rest = text.rpartition(name)
        if mark:
            many, few = _grouped(head), _after(rest, size)
            return None if many is None or few is None else many * size + few
    return _section_of(text)


def _after(rest: str, size: int) -> Decimal | None:
    """一万二 is twelve thousand: a lone digit counts in the next smaller unit."""
    if not rest:
        return Decimal(0)
    if rest in _DIGITS or re.fullmatch(r"[1-9]", rest):
        return Decimal(_DIGITS.get(rest) or rest) * (size // 10)
    return _grouped(rest.lstrip("零"))


def _section_of(text: str) -> Decimal | None:
    """Below ten thousand. 三百五 is three hundred and fifty."""
    match = _SECTION.fullmatch(text)
    if not match or not text:
        return Decimal(0) if text == "零" else None
    thousands, hundreds, tens, ten, ones = match.groups()
    found = 1000 * _digit(thousands) + 100 * _digit(hundreds) + (10 * _digit(tens or "一") if ten else 0)
    short = _ELLIPSIS.search(text)
    return found + _digit(ones) * ((100 if "千" in short[0] else 10) if short else 1)


def _digit(text: str | None) -> Decimal:
    return Decimal(_DIGITS.get(text or "", text or 0))


def in_han(number: int, *, capital: bool = False) -> str:
    """The number in Chinese characters; with `capital` in those that cheques are written with."""
    if not 0 <= number < MOST:
        raise ValueError("beyond what is written in words")
    digits, units = _CAPITAL if capital else _PLAIN
    written = _in_groups(number, digits, units) or digits[0]
    return written if capital else re.sub("^一十", "十", written)


def _in_groups(number: int, digits: str, units: str) -> str:
    for size, name in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            head, rest = divmod(number, size)
            gap = digits[0] if rest and rest < size // 10 else ""
            return _in_groups(head, digits, units) + name + gap + _in_groups(rest, digits, units)
    return _section(number, digits, units)


def _section(section: int, digits: str, units: str) -> str:
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = section // 10**place % 10
        if digit:
            written += (digits[0] if gap and written else "") + digits[digit] + (units[place - 1] if place else "")
            gap = False
        else:
            gap = True
    return written


def money_in_capitals(amount: Decimal) -> str:
    """壹万贰仟叁佰肆拾伍元陆角柒分, as cheques and vouchers have it."""
    whole, cents = divmod(int((amount * 100).to_integral_value()), 100)
    tenths, rest = divmod(cents, 10)
    small = (f"{_CAPITAL[0][tenths]}角" if tenths else "零" if rest and whole else "") + (
        f"{_CAPITAL[0][rest]}分" if rest else ""
    )
    yuan = f"{in_han(whole, capital=True)}元" if whole or not cents else ""
    return yuan + (small or "整")


def from_english(text: str) -> Decimal | None:
    """twenty-three thousand and five, a hundred, two million."""
    total, section, seen = Decimal(0), Decimal(0), False
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in ("and",):
            continue
        if word in ("a", "an"):
            section, seen = Decimal(1), True
        elif word in _ONES or word in _TENS_EN:
            section, seen = section + (_ONES.get(word, 0) or _TENS_EN.get(word, 0)), True
        elif word == "hundred" and seen:
            section *= 100
        elif word in _SCALES and seen:
            total, section = total + section * _SCALES[word], Decimal(0)
        else:
            return None
    return total + section if seen else None


def in_english(number: int) -> str:
    """The number in English words, as one would say it."""
    if not 0 <= number < MOST:
        raise ValueError("beyond what is written in words")
    if number < 20:
        return list(_ONES)[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return list(_TENS_EN)[tens - 2] + (f"-{list(_ONES)[ones]}" if ones else "")
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            joint = " and " if rest and rest < 100 else " "
            return f"{in_english(head)} {name}" + (joint + in_english(rest) if rest else "")
    raise AssertionError
