"""Fees, rates, times and limits in a text, brought to one measure in both languages.

三个工作日 and "three working days" are the same figure, 50万元 and "CNY 500,000", 24小时 and "24 hours", 半年 and "six
months". One of something (一天, "one day") is a way of speaking as often as a figure: `only_in` does not count it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

PERCENT, WORKDAYS, HOURS, MONTHS, AT = "percent", "workdays", "hours", "months", "clock"

_HAN = "零〇一二两三四五六七八九十百千万亿半"
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_UP_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten "
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_FROM_TWENTY = "twenty thirty forty fifty sixty seventy eighty ninety"
_HALF = Decimal("0.5")
_WORDS: dict[str, Decimal] = {
    **{word: Decimal(number) for number, word in enumerate(_UP_TO_NINETEEN.split())},
    **{word: Decimal(number * 10) for number, word in enumerate(_FROM_TWENTY.split(), 2)},
    **dict.fromkeys(("half", "half a", "half an"), _HALF),
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}

_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_TENS_WORD = _FROM_TWENTY.replace(" ", "|")
_DIGITS_ONLY = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?(?:万|亿|千|百)*(?:\s?(?:hundred|thousand|million|billion))?"
_NUMBER = (
    rf"(?:{_DIGITS_ONLY}|[{_HAN}]+|"
    rf"\b(?:(?:{_TENS_WORD})[-\s](?:one|two|three|four|five|six|seven|eight|nine)|{_WORD})\b"
    r"(?:\s(?:hundred|thousand|million|billion))?)"
)
_RANGE = rf"({_NUMBER})\s?(?:(?:-|–|—|~|～|至|到|或|\bto\b|\bor\b)\s?({_NUMBER}))?"
_DIGITS_RANGE = rf"({_NUMBER})(?:\s?(?:-|–|—|~|～|至|到|\bto\b)\s?(\d[\d,.]*))?"
_CURRENCIES = {
    "cny": r"元|块钱|人民币|CNY|RMB|yuan|renminbi|¥|￥", "usd": r"美元|USD|US\$|US dollars?|dollars?",
    "eur": r"欧元|EUR|euros?|€", "hkd": r"港元|港币|HKD|HK\$|Hong Kong dollars?", "gbp": r"英镑|GBP|pounds?|£",
}  # fmt: skip
_UNITS: list[tuple[str, Decimal, str]] = [
    (WORKDAYS, Decimal(1), r"个?工作日|个?交易日|(?:working|business|trading|banking)[-\s]days?"),
    (HOURS, Decimal(24 * 7), r"个?(?:星期|周(?!岁|年|[一二三四五六日末]))|weeks?"),
    (HOURS, Decimal(24), r"个?自然日|天|日(?!元|常|期)|(?:calendar\s)?days?"),
    (HOURS, Decimal(1), r"个?小时|hours?"),
    (HOURS, Decimal(1) / 60, r"分钟|minutes?"),
    (MONTHS, Decimal(12), r"周年|年(?!级|度|报|末|初|终|化|利率|费)|years?(?!\s(?:old|of\sage))"),
    (MONTHS, Decimal(1), r"个月|months?"),
    (PERCENT, Decimal(1), r"[%％]|percent|per\scent"),
    (PERCENT, Decimal("0.1"), r"‰"),
]
_ANY_NUMBER = re.compile(_NUMBER, re.IGNORECASE)
_BEFORE = re.compile(
    "|".join(rf"(?P<{code}>{words})\s?{_DIGITS_RANGE}" for code, words in {
        "cny": r"CNY|RMB|¥|￥|人民币", "usd": r"USD|US\$", "eur": r"EUR|€", "hkd": r"HKD|HK\$", "gbp": r"GBP|£",
    }.items()),
    re.IGNORECASE,
)  # fmt: skip
_AFTER = re.compile(
    rf"{_RANGE}[\s-]?(?:"
    + "|".join(
        [rf"(?P<u{n}>{words})" for n, (_unit, _times, words) in enumerate(_UNITS)]
        + [rf"(?P<c{code}>{words})" for code, words in _CURRENCIES.items()]
    )
    + r")(?![A-Za-z])",
    re.IGNORECASE,
)
_OF_HUNDRED = re.compile(rf"百分之({_NUMBER.replace('百', '')})")
_DATES = re.compile(r"\d{4}\s?年(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?|\d{1,2}\s?月\s?\d{1,2}\s?日|\d{4}-\d{2}-\d{2}"
                    r"|每月\s?\d{1,2}\s?[日号]|周[一二三四五六日]|星期[一二三四五六日]")  # fmt: skip
_CLOCK = re.compile(
    r"(?P<part>凌晨|早上|上午|中午|下午|晚上|晚间|夜间)?\s?(?:(?P<h>\d{1,2})[:：](?P<m>\d{2})"
    r"|(?P<zh>\d{1,2}|[一二三四五六七八九十]{1,3})\s?点(?!击|选|开|卡|按)(?P<half>半)?"
    r"|(?P<en>\d{1,2})(?=\s?[ap]\.?m\b))\s?(?P<ap>[ap])?(?:\.?m\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """One promise in numbers; `text` is how it was written, from `start` to `end`, `number` without its unit."""

    unit: str
    value: Decimal
    text: str
    start: int
    end: int
    number: Decimal

    @property
    def key(self) -> tuple[str, Decimal]:
        return (self.unit, self.value)


def figures(text: str) -> list[Figure]:
    """What the text promises in numbers, in its order."""
    bare = _DATES.sub(lambda date: " " * len(date[0]), text)
    found = [*_money_before(bare), *_with_units(bare), *_of_hundred(bare), *_clock(bare)]
    kept: list[Figure] = []
    for figure in sorted(found, key=lambda each: (each.start, -each.end)):
        if not any(
            figure.start < other.end and other.start < figure.end for other in kept if other.text != figure.text
        ):
            kept.append(figure)
    return kept


def only_in(text: str, other: str) -> list[Figure]:
    """The figures of a text that its translation has neither as figures nor as bare numbers."""
    known = {figure.key for figure in figures(other)}
    bare = {number_of(match[0]) for match in _ANY_NUMBER.finditer(other)}
    return [each for each in figures(text) if each.key not in known and each.number not in bare and each.number != 1]


def _money_before(text: str) -> Iterator[Figure]:
    for match in _BEFORE.finditer(text):
        groups = [group for group in match.groups()[1:] if group]
        unit = next(code for code in ("cny", "usd", "eur", "hkd", "gbp") if match[code])
        numbers = [group for group in groups if group != match[unit]]
        for number in numbers:
            if (value := number_of(number)) is not None:
                yield Figure(unit, value, match[0].strip(), match.start(), match.end(), value)


def _with_units(text: str) -> Iterator[Figure]:
    for match in _AFTER.finditer(text):
        unit, times = _unit_of(match)
        for number in filter(None, (match[1], match[2])):
            value = number_of(number)
            if value is None or (unit == MONTHS and times == 12 and value >= 1900):
                continue
            whole = (value * times).normalize()
            yield Figure(unit, whole, match[0].strip(), match.start(), match.end(), value)


def _unit_of(match: "re.Match[str]") -> tuple[str, Decimal]:
    for name, found in match.groupdict().items():
        if found and name.startswith("u"):
            unit, times, _words = _UNITS[int(name[1:])]
            return unit, times
        if found and name.startswith("c"):
            return name[1:], Decimal(1)
    raise AssertionError(match)


def _of_hundred(text: str) -> Iterator[Figure]:
    for match in _OF_HUNDRED.finditer(text):
        if (value := number_of(match[1])) is not None:
            yield Figure(PERCENT, value.normalize(), match[0], match.start(), match.end(), value)


def _clock(text: str) -> Iterator[Figure]:
    """Times of day, as minutes after midnight."""
    for match in _CLOCK.finditer(text):
        hour = match["h"] or match["en"] or match["zh"]
        value = number_of(hour)
        if value is None or value > 24 or not (match["h"] or match["ap"] or match["zh"]):
            continue
        minutes = int(value) * 60 + (int(match["m"]) if match["m"] else 30 if match["half"] else 0)
        late = (match["ap"] or "").lower() == "p" or (match["part"] or "") in ("下午", "晚上", "晚间", "夜间")
        minutes += 12 * 60 if late and value < 12 else 0
        yield Figure(AT, Decimal(minutes), match[0].strip(), match.start(), match.end(), value)


def number_of(text: str) -> Decimal | None:
    """The number that digits, Chinese numerals or English words stand for."""
    text = text.strip().lower().replace(",", "")
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)\s?([万亿千百]*)\s?(hundred|thousand|million|billion)?", text):
        value = Decimal(match[1])
        for letter in match[2]:
            value *= {**_LARGE, **_TENS}[letter]
        return (value * _SCALES.get(match[3] or "", 1)).normalize()
    if text and all(letter in _HAN for letter in text):
        return _chinese(text)
    return _english(text)


def _chinese(text: str) -> Decimal | None:
    if text == "半":
        return Decimal("0.5")
    if "半" in text:
        return None
    total, section, digit = 0, 0, 0
    for letter in text:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _TENS:
            section, digit = section + (digit or 1) * _TENS[letter], 0
        else:
            total, section, digit = (total + section + digit) * _LARGE[letter], 0, 0
    return Decimal(total + section + digit).normalize()


def _english(text: str) -> Decimal | None:
    words = re.split(r"[\s-]+", text) if text not in _WORDS else [text]
    total = Decimal(0)
    for word in words:
        if word in _SCALES:
            total = (total or Decimal(1)) * _SCALES[word]
        elif word in _WORDS:
            total += _WORDS[word]
        else:
            return None
    return total.normalize() if words else None
