"""What was said as it is written: 三千五百块 becomes 3500元, three point eight five percent 3.85%.

A recogniser writes words; understanding looks for figures. Only what is certainly a number changes: one with places
(三千五), one behind a point, a run of digits (幺三八零零…), or a single one before a unit of money, a percent or a
date. 一下, 万一, 千万别 and 十分感谢 stay words.
"""

import re
from collections.abc import Callable

from foyer.assistant.number_words import ONES, TENS
from foyer.assistant.speech.reading import chinese as zh

_VALUES = {**{digit: value for value, digit in enumerate(zh.DIGITS)}, "两": 2, "幺": 1, "〇": 0}
_DIGIT = "零一二三四五六七八九两幺〇"
_PLACE = {"十": 10, "百": 100, "千": 1_000}
_NUMBER = rf"(?:[{_DIGIT}十百千万亿]+(?:点[{_DIGIT}]+)?|\d+(?:\.\d+)?[万亿]?)"
_UNITS = "元块个张笔天号日月年期次位人分钟小时岁倍折毛角"
KEPT = re.compile(
    r"(?<![一二两三四五六七八九几数\d])千万(?![元块亿\d一二三四五六七八九])|万一|(?<![一二三四五])十分(?!钟|之)|百分百|一百分|三番五次|五花八门|七上八下|乱七八糟|一五一十|万千|千百"
)


def figures(text: str, language: str) -> str:
    """The text with its numbers in figures."""
    return _chinese(text) if language in ("zh", "yue") else _english(text)


def value(written: str) -> float | None:
    """The number a run of Chinese characters means; None where it is none. 三千五 is 3500, 两百五 250, 三万五 35000."""
    whole, _, part = written.partition("点")
    found = _whole(whole)
    if found is None or not part:
        return found
    return float(f"{found}.{_run(part)}")


def _whole(written: str) -> int | None:
    total, group, digit, last = 0, 0, None, 1
    for sign in written:
        if sign in _VALUES:
            if digit is not None and digit != 0:
                return None  # two digits beside each other are a run, not a number
            digit = _VALUES[sign]
            last = 10 if sign in "零〇" else last
        elif sign in _PLACE:
            group, last = group + (1 if digit is None and not group else digit or 0) * _PLACE[sign], _PLACE[sign]
            digit = None
        elif sign in "万亿":
            size = 10**4 if sign == "万" else 10**8
            group += digit or 0
            total, group = (total + group) * size if sign == "亿" else total + group * size, 0
            digit, last = None, size
        else:
            return None
    return total + group + (digit or 0) * (last // 10 if last > 10 or (last == 10 and not total and not group) else 1)


def _run(written: str) -> str:
    return "".join(str(_VALUES[sign]) for sign in written)


def _figure(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.6f}".rstrip("0")


def _number(written: str) -> str:
    """A number in figures, or what was there where it is none."""
    if written[0].isdecimal():
        return written
    if len(written) > 1 and all(sign in _DIGIT for sign in written):
        return _run(written)
    found = value(written)
    return written if found is None else _figure(found)


def _chinese(text: str) -> str:
    kept: list[str] = []
    text = KEPT.sub(lambda found: _put_away(found[0], kept), text)
    for pattern, written in _ZH:
        text = pattern.sub(written, text)
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], text)


def _put_away(words: str, kept: list[str]) -> str:
    kept.append(words)
    return f"\0{len(kept) - 1}\0"


def _money(found: re.Match[str]) -> str:
    """三块五 is 3.5元, 三块五毛二 3.52元, 一百元零五分 100.05元."""
    whole = float(
        _number(found["n"]).translate({ord("万"): "0000", ord("亿"): "00000000"}) if "." not in found["n"] else 0
    )
    tenth = _VALUES.get(found["j"] or found["t"] or "", 0)
    cent = _VALUES.get(found["g"] or found["f"] or "", 0)
    if not (tenth or cent):
        return f"{_number(found['n'])}元"
    return f"{_figure(round(whole + tenth / 10 + cent / 100, 2))}元"


_D = f"[{_DIGIT}]"
_ZH = [
    (re.compile(pattern), written)
    for pattern, written in (
        (rf"百分之({_NUMBER})", lambda found: f"{_number(found[1])}%"),
        (rf"千分之({_NUMBER})", lambda found: f"{_number(found[1])}‰"),
        (rf"({_D}{{2,4}})年(?=[{_DIGIT}十\d]{{1,3}}月|度|底|初|的|到|至|$)", lambda found: f"{_run(found[1])}年"),
        (rf"([{_DIGIT}十]{{1,3}}|\d{{1,2}})月([{_DIGIT}十]{{1,3}}|\d{{1,2}})[号日]",
         lambda found: f"{_number(found[1])}月{_number(found[2])}日"),
        (rf"([{_DIGIT}十]{{1,3}})点([一二三四五]?十{_D}?|零{_D})分?",
         lambda found: f"{_number(found[1])}:{int(_number(found[2])):02d}"),
        (rf"(?<![\d万亿.{_DIGIT}十百千])(?P<n>{_NUMBER})[块元]钱?"
         rf"(?:(?P<j>{_D})[角毛](?P<g>{_D})?|(?P<t>{_D})(?![{_DIGIT}十百千万亿个元块]))?零?(?:(?P<f>{_D})分)?", _money),
        (rf"(?<![{_DIGIT}])({_D}*[十百千万亿]{_D}*[{_DIGIT}十百千万亿]*(?:点{_D}+)?)", lambda found: _placed(found[1])),
        (rf"(?<![{_DIGIT}])({_D}+)点({_D}+)(?![钟分])", lambda found: f"{_number(found[1])}.{_run(found[2])}"),
        (rf"({_D}{{3,}})", lambda found: _run(found[1])),
        (rf"({_D})(?=[个]?(?:月|点钟|折|号线)|%)(?<!一个)", lambda found: found[1]),
    )
]  # fmt: skip


def _placed(written: str) -> str:
    """A number with places. 十 alone, and what begins with 百, 千 or 万, may be a word: 百姓, 千方百计, 万能."""
    is_word = written in ("十", "百", "千", "万", "亿") or written[0] in "百千万亿"
    return written if is_word else _number(written)


_EN_SMALL = {word: number for number, word in enumerate(ONES)} | {
    word: number * 10 for number, word in enumerate(TENS) if number > 1
}
_EN_LARGE = {"thousand": 1_000, "million": 10**6, "billion": 10**9}
_EN_WORD = "|".join(sorted([*_EN_SMALL, *_EN_LARGE, "hundred", "oh"], key=len, reverse=True))
_EN_NUMBER = re.compile(
    rf"\b(?:{_EN_WORD})(?:(?:[\s-]+and)?[\s-]+(?:{_EN_WORD}))*(?:[\s-]+point(?:[\s-]+(?:{_EN_WORD}))+)?\b",
    re.IGNORECASE,
)
_EN_AFTER: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"(\d+(?:\.\d+)?) ?(?:percent|per cent)\b", re.IGNORECASE), r"\1%"),
    (re.compile(r"(\d+) dollars? and (\d{1,2}) cents?\b", re.IGNORECASE), lambda f: f"${f[1]}.{int(f[2]):02d}"),
    (re.compile(r"(\d+(?:\.\d+)?) ?(?:us )?dollars?\b", re.IGNORECASE), r"$\1"),
    (re.compile(r"(\d+(?:\.\d+)?) ?pounds\b", re.IGNORECASE), r"£\1"),
]


def _english(text: str) -> str:
    text = _EN_NUMBER.sub(lambda found: _english_number(found[0]), text)
    for pattern, written in _EN_AFTER:
        text = pattern.sub(written, text)
    return text


def _english_number(words: str) -> str:
    """three thousand five hundred as 3500, one two three four as 1234; one alone may be no number: it stays."""
    parts = [part for part in re.split(r"[\s-]+", words.lower()) if part != "and"]
    whole, point = (
        (parts[: parts.index("point")], parts[parts.index("point") + 1 :]) if "point" in parts else (parts, [])
    )
    if len(parts) == 1 and (_EN_SMALL.get(parts[0], 0) < 10 or parts[0] in _EN_LARGE or parts[0] == "hundred"):
        return words
    if len(whole) > 1 and all(
        _EN_SMALL.get(part, 0) < 10 and part not in _EN_LARGE and part != "hundred" for part in whole
    ):
        return "".join(str(_EN_SMALL.get(part, 0)) for part in whole)
    tail = "." + "".join(str(_EN_SMALL.get(part, 0)) for part in point) if point else ""
    return f"{_english_value(whole)}{tail}"


def _english_value(parts: list[str]) -> int:
    total, group = 0, 0
    for part in parts:
        if part in _EN_LARGE:
            total, group = total + max(group, 1) * _EN_LARGE[part], 0
        elif part == "hundred":
            group = max(group, 1) * 100
        else:
            small = _EN_SMALL.get(part, 0)
            group = group * 100 + small if small >= 10 and 10 <= group < 100 else group + small  # twenty twenty-six
    return total + group
