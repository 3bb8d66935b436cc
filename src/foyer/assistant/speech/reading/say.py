"""Written text as it is said: one table of shapes for each language, the first that fits takes its place.

What looks like an account, a card, a phone or a code is said digit by digit; an amount, a rate, a date and a time by
their meaning; every other number as a number. Marks of layout are left out, a link is called a link.
"""

import re
from collections.abc import Callable

from foyer.assistant.speech.reading import chinese as zh
from foyer.assistant.speech.reading import english as en

N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
HIDDEN = r"(?<![*•·xX….])(?P<first>(?<!\d)\d{2,6})?[ ]?(?:[*•·xX…]{2,8}|…|\.{3,6})[ *•·xX…]{0,16}"
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_CURRENCIES = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "HK$": "HKD", "¥": "CNY", "￥": "CNY", "RMB": "CNY"}
_ZH_MONEY = {"USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "JPY": "日元"}
_EN_MONEY = {
    "USD": ("dollar", "dollars", "cents"), "EUR": ("euro", "euros", "cents"), "GBP": ("pound", "pounds", "pence"),
    "HKD": ("Hong Kong dollar", "Hong Kong dollars", "cents"), "CNY": ("yuan", "yuan", ""), "JPY": ("yen", "yen", ""),
}  # fmt: skip
SIGN = r"US\$|HK\$|[$€£¥￥]|RMB|CNY|USD|EUR|GBP|HKD|JPY"

Shape = tuple[str, Callable[[re.Match[str]], str]]


def say(text: str, language: str) -> str:
    """The text as a voice should say it."""
    plain = _plain(text, language)
    for pattern, said in _COMPILED["zh" if language in ("zh", "yue") else "en"]:
        plain = pattern.sub(said, plain)
    return re.sub(r"[ \t]{2,}", " ", plain).strip()


def _plain(text: str, language: str) -> str:
    """Without what is for the eye: marks of layout, addresses of pages."""
    text = re.sub(r"https?://\S+", "链接" if language == "zh" else "the link", text)
    text = re.sub(r"(?m)^\s*(?:[-*•]|#+)\s+", "", text)
    return (
        re.sub(r"[*_`|\[\]<>]{1,3}(?=\S)|(?<=\S)[_`|\[\]<>]{1,3}", "", text)
        if not re.search(r"\d\s*\*|\*\s*\d", text)
        else text
    )


def _currency(found: re.Match[str]) -> str:
    return _CURRENCIES.get(found["sign"], found["sign"])


def _zh_money(found: re.Match[str]) -> str:
    code = _currency(found)
    return zh.money(found["n"]) if code == "CNY" else zh.decimal(found["n"]) + _ZH_MONEY.get(code, "元")


def _en_money(found: re.Match[str]) -> str:
    return en.money(found["n"], *_EN_MONEY[_currency(found)])


def _zh_date(found: re.Match[str]) -> str:
    day = f"{zh.integer(int(found['d']))}日" if found["d"] else ""
    return f"{zh.digits(found['y'])}年{zh.integer(int(found['m']))}月{day}"


def _en_date(found: re.Match[str]) -> str:
    month = MONTHS[int(found["m"]) - 1]
    return f"{month} the {en.ordinal(int(found['d']))}, {en.year(int(found['y']))}"


def _zh_time(found: re.Match[str]) -> str:
    hour, minute = int(found["h"]), int(found["min"])
    if not minute:
        return f"{zh.counted(str(hour))}点"
    return f"{zh.counted(str(hour))}点{'零' if minute < 10 else ''}{zh.integer(minute)}分"


def _en_time(found: re.Match[str]) -> str:
    hour, minute = int(found["h"]), int(found["min"])
    if not minute:
        return f"{en.integer(hour)} o'clock"
    return f"{en.integer(hour)} {'oh ' if minute < 10 else ''}{en.integer(minute)}"


def _in_groups(written: str, groups: tuple[int, ...]) -> list[str]:
    found, at = [], 0
    for size in groups:
        found.append(written[at : at + size])
        at += size
    return [part for part in found if part]


def _zh_phone(found: re.Match[str]) -> str:
    return "，".join(zh.digits(part, one="幺") for part in _in_groups(found[0], (3, 4, 4)))


def _en_phone(found: re.Match[str]) -> str:
    return ", ".join(en.digits(part) for part in _in_groups(found[0], (3, 4, 4)))


def _zh_card(found: re.Match[str]) -> str:
    first = f"{zh.digits(found['first'], one='幺')}，" if found["first"] else ""
    return f"{first}尾号{zh.digits(found['n'], one='幺')}"


def _en_card(found: re.Match[str]) -> str:
    first = f"{en.digits(found['first'])}, " if found["first"] else ""
    return f"{first}ending in {en.digits(found['n'])}"


DATE = r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>1[0-2]|0?[1-9])[-/.](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"
TIME = r"(?<![\d:])(?P<h>2[0-3]|[01]?\d):(?P<min>[0-5]\d)(?::[0-5]\d)?(?![\d:])"

ZH: list[Shape] = [
    (DATE, _zh_date),
    (r"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>1[0-2]|0?[1-9])\s*月(?:\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号])?", _zh_date),
    (TIME, _zh_time),
    (rf"(?P<sign>{SIGN})\s?(?P<n>{N})(?![万亿])", _zh_money),
    (rf"(?P<sign>{SIGN})\s?(?P<n>{N})(?P<big>[万亿])",
     lambda found: zh.decimal(found["n"]) + found["big"] + _ZH_MONEY.get(_currency(found), "元")),
    (rf"(?P<n>{N})\s?(?:元|块)(?!/)", lambda found: zh.money(found["n"])),
    (rf"(?P<n>{N})\s?[%％]", lambda found: f"百分之{zh.decimal(found['n'])}"),
    (rf"(?P<n>{N})\s?‰", lambda found: f"千分之{zh.decimal(found['n'])}"),
    (rf"(?P<n>{N})\s?(?:bp|BP|bps)\b", lambda found: f"{zh.counted(found['n'])}个基点"),
    (r"(?<!\d)1[3-9]\d{9}(?!\d)", _zh_phone),
    (rf"(?:尾号(?:为|是)?\s?)?{HIDDEN}(?P<n>\d{{3,4}})(?!\d)", _zh_card),
    (r"尾号(?P<be>为|是)?\s?(?P<n>\d{3,4})(?!\d)",
     lambda found: f"尾号{found['be'] or ''}{zh.digits(found['n'], one='幺')}"),
    (r"(?<!\d)(?:0\d{2,3}|[48]00)[- ]\d{3,4}[- ]?\d{3,4}(?!\d)", lambda found: zh.digits(found[0], one="幺")),
    (r"(?<![\d,.])9[56]\d{3,4}(?![\s]?[\d,.元块万亿个笔张人户%])", lambda found: zh.digits(found[0], one="幺")),
    (r"(?:(?<=拨打)|(?<=致电)|(?<=电话))\d{3,6}(?!\d)|(?<![\d,.])1\d{2,4}(?=热线|电话|客服)",
     lambda found: zh.digits(found[0], one="幺")),
    (r"(?<![\d,.])(?:\d{4} ){2,}\d{1,7}(?!\d)|(?<![\d,.])\d{8,}(?![\d,.])",
     lambda found: zh.digits(found[0], one="幺")),
    (r"(?<=验证码)(?P<be>[是为：:\s]*)(?P<n>\d{4,8})", lambda found: found["be"] + zh.digits(found["n"], one="幺")),
    (rf"(?P<a>{N})\s?[-~～–—至]\s?(?P<b>{N})(?=\s?[个天日年月周期次张笔万元小分秒%])",
     lambda found: f"{zh.counted(found['a'])}到{zh.counted(found['b'])}"),
    (rf"(?<![A-Za-z\d.])(?P<n>{N})(?=\s?[个张笔次位天种项份家周年条步])", lambda found: zh.counted(found["n"])),
    (rf"(?<![A-Za-z\d])-(?P<n>{N})", lambda found: f"负{zh.decimal(found['n'])}"),
    (r"(?m)^(?P<n>\d{1,2})[.、]\s", lambda found: f"第{zh.integer(int(found['n']))}，"),
    (rf"(?P<n>{N})", lambda found: zh.decimal(found["n"])),
]  # fmt: skip

EN: list[Shape] = [
    (DATE, _en_date),
    (TIME, _en_time),
    (rf"(?P<sign>{SIGN})\s?(?P<n>{N})(?! ?(?:million|billion))", _en_money),
    (rf"(?P<sign>{SIGN})\s?(?P<n>{N}) ?(?P<big>million|billion)",
     lambda found: f"{en.decimal(found['n'])} {found['big']} {_EN_MONEY[_currency(found)][1]}"),
    (rf"(?P<n>{N})\s?(?P<sign>CNY|RMB|USD|EUR|GBP|HKD|JPY)\b", _en_money),
    (rf"(?P<n>{N})\s?%", lambda found: f"{en.decimal(found['n'])} percent"),
    (rf"(?P<n>{N})\s?(?:bp|bps)\b", lambda found: f"{en.decimal(found['n'])} basis points"),
    (r"(?<!\d)1[3-9]\d{9}(?!\d)", _en_phone),
    (rf"(?:ending (?:in )?)?{HIDDEN}(?P<n>\d{{3,4}})(?!\d)", _en_card),
    (r"(?P<be>ending (?:in )?)(?P<n>\d{3,4})(?!\d)", lambda found: f"ending in {en.digits(found['n'])}"),
    (r"(?<!\d)(?:\+\d{1,3}[- ])?(?:0\d{2,3}|[2-9]\d{2})-\d{3,4}[- ]?\d{3,4}(?!\d)", lambda found: en.digits(found[0])),
    (r"(?<![\d,.])9[56]\d{3}(?![\d,.])|(?i:(?<=call ))\d{3,6}(?![\d,.])", lambda found: en.digits(found[0])),
    (r"(?<![\d,.])(?:\d{4} ){2,}\d{1,7}(?!\d)|(?<![\d,.])\d{8,}(?![\d,.])", lambda found: en.digits(found[0])),
    (r"(?i:(?<=code is ))\d{4,8}", lambda found: en.digits(found[0])),
    (rf"(?P<a>{N})\s?[-–—]\s?(?P<b>{N})(?=\s?(?:working|business|days?|hours?|minutes?|weeks?|months?|years?|%))",
     lambda found: f"{en.decimal(found['a'])} to {en.decimal(found['b'])}"),
    (r"(?m)^(?P<n>\d{1,2})\.\s", lambda found: f"{en.ordinal(int(found['n'])).capitalize()}, "),
    (r"\b(?P<n>\d{1,2})(?:st|nd|rd|th)\b", lambda found: en.ordinal(int(found["n"]))),
    (rf"(?<![A-Za-z\d])-(?P<n>{N})", lambda found: f"minus {en.decimal(found['n'])}"),
    (rf"(?P<n>{N})", lambda found: en.decimal(found["n"])),
]  # fmt: skip

_COMPILED = {
    language: [(re.compile(pattern), said) for pattern, said in shapes] for language, shapes in (("zh", ZH), ("en", EN))
}
