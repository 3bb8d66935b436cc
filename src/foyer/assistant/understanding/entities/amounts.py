# ruff: noqa: E501  a way of writing a line, however long
"""Sums of money: 5万, 三千五百块, 壹拾万元整, ¥1,234.50, 2.5k, five hundred pounds, 3块5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from foyer.assistant.understanding.entities.entity import Entity
from foyer.assistant.understanding.numerals import ENGLISH_NUMBER, HAN_NUMBER, from_english, from_han

HOME = "CNY"
_NAMES = {
    "CNY": "人民币|rmb|cny|cnh|元|块钱|块|圆|yuan|renminbi",
    "USD": "美元|美金|美刀|us dollars?|usd|dollars?|bucks?",
    "HKD": "港币|港元|港纸|hkd|hong kong dollars?",
    "EUR": "欧元|eur|euros?",
    "GBP": "英镑|gbp|pounds?|quid",
    "JPY": "日元|日圆|jpy|yen",
    "SGD": "新币|新加坡元|sgd",
    "AUD": "澳元|aud|australian dollars?",
    "KRW": "韩元|韩币|krw",
}
_SIGNS = {
    "hk$": "HKD", "us$": "USD", "a$": "AUD", "s$": "SGD", "¥": "CNY", "￥": "CNY", "$": "USD", "£": "GBP", "€": "EUR",
}  # fmt: skip
_CODE_OF = [(re.compile(names), code) for code, names in _NAMES.items()]
_NAME = "|".join(sorted((name for names in _NAMES.values() for name in names.split("|")), key=len, reverse=True))
_AFTER = rf"(?P<name>(?:{_NAME})(?![a-z]))"
_SIGN = "|".join(map(re.escape, _SIGNS))
_BEFORE = rf"(?:(?P<sign>{_SIGN})|(?P<before>人民币|美元|港币|欧元|rmb|cny|usd|hkd|eur|gbp|jpy)) ?"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.\d{1,4})?"
_UNIT = r"(?:百万|千万|万亿|万|亿|千|百|(?:k|m|bn|thousand|grand|million|billion)(?![a-z]))"
_UNITS = {
    "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12, "k": 3, "thousand": 3, "grand": 3, "m": 6,
    "million": 6, "bn": 9, "billion": 9,
}  # fmt: skip
_MORE = r"(?P<more>多|来|余|几|左右)?"
_FIGURES = re.compile(
    rf"(?<![\d.a-z*/:-])(?:{_BEFORE})?(?P<number>{_ARABIC}) ?(?P<unit>{_UNIT})?(?P<tail>\d(?!\d|[.%]))?{_MORE} ?{_AFTER}?"
    r"(?P<small>\d(?![\d.]|月|号|日|年|点)[角毛分]?(?P<last>\d分)?)?(?![\d%‰])"
)
_HAN = re.compile(rf"(?:{_BEFORE})?(?P<number>{HAN_NUMBER}+){_MORE}(?P<name>{_NAME})?(?P<tenths>[一二三四五六七八九壹贰叁肆伍陆柒捌玖零]+[角毛])?(?P<cents>零?[一二三四五六七八九壹贰叁肆伍陆柒捌玖]分)?整?")  # fmt: skip
_SMALL = re.compile(
    r"(?<![元块圆一二三四五六七八九十百千万亿零壹贰叁肆伍陆柒捌玖拾佰仟])(?:(?P<tenths>[一二两三四五六七八九壹贰叁肆伍陆柒捌玖])[角毛]"
    r"(?:(?P<cents>[一二三四五六七八九壹贰叁肆伍陆柒捌玖])分)?|(?P<only>[壹贰叁肆伍陆柒捌玖])分)整?"
)
_MIXED = re.compile(rf"(?<![\d.])(?P<number>\d+(?:\.\d+)?(?:万|亿|千|百)(?:{HAN_NUMBER}|\d)+){_MORE}{_AFTER}?")
_ENGLISH = re.compile(rf"(?P<number>{ENGLISH_NUMBER}) (?:of )?{_AFTER}")
_ENGLISH_BARE = re.compile(rf"(?P<number>{ENGLISH_NUMBER})")
_VERB = re.compile(
    r"(?:转|汇|存|取|付|充|还|借|贷|扣|收|退|打|花|刷|买|提现|余额|金额|额度|限额|少了|多了|损失|欠|交|赔|缴|"
    r"\b(?:transfer\w*|send|sent|pay|paid|deposit\w*|withdr\w+|charged?|refund\w*|move|moved|owe|lost|borrow\w*|"
    r"spent|limit|balance|amount|of|for|to))[了过的走给我出入款是为约大共一笔：: ]{0,8}$"
)
_NOT_MONEY = re.compile(r"^ ?(?:年|月|日|号|天|周|个|次|点|分钟|小时|岁|位|张|人|笔|家|期|层|楼|%|‰|st\b|nd\b|rd\b|th\b|"
                        r"(?:days?|weeks?|months?|years?|hours?|minutes?|times|cards?|accounts?|pm|am|o'clock|percent)\b)")  # fmt: skip

_ABOUT = re.compile(r"(?:大约|大概|差不多|将近|about|around|roughly|nearly|almost) ?$")


def amounts(text: str) -> Iterator[Entity]:
    """Every sum in the text's plain form. A bare number is one only behind a word such as 转 or “pay”."""
    for pattern, number_of in ((_MIXED, _mixed), (_FIGURES, _figures), (_HAN, _han)):
        for match in pattern.finditer(text):
            yield from _amount(text, match, number_of(match))
    for match in _SMALL.finditer(text):
        yield from _entity(text, match, _small(match), (0.9, "named_currency"), HOME)
    for match in _ENGLISH.finditer(text):
        yield from _amount(text, match, from_english(match["number"]))
    for match in _ENGLISH_BARE.finditer(text):
        number = from_english(match["number"])
        if number is not None and number >= 100 and not _NOT_MONEY.match(text[match.end() :]):
            yield from _entity(text, match, number, (0.6, "said_in_words"))


def _amount(text: str, match: re.Match[str], number: Decimal | None) -> Iterator[Entity]:
    groups = match.groupdict()
    currency = _currency(groups)
    if number is None or (not currency and _NOT_MONEY.match(text[match.end() :])):
        return
    if currency:
        yield from _entity(text, match, number, (0.97, "named_currency"), currency)
    elif _VERB.search(text[max(0, match.start() - 16) : match.start()]):
        yield from _entity(text, match, number, (0.8, "after_a_verb_of_money"))
    elif groups.get("unit") or re.search("[万亿千百]", match["number"]):
        yield from _entity(text, match, number, (0.7, "large_unit"))


def _entity(
    text: str, match: re.Match[str], number: Decimal, sure: tuple[float, str], currency: str = ""
) -> Iterator[Entity]:
    """`sure` is how much so, and why. Without a currency the bank's own is assumed, and that is said."""
    if not 0 < number < 10**15:
        return
    is_about = bool(match.groupdict().get("more") or _ABOUT.search(text[: match.start()]))
    value: dict[str, object] = {"amount": f"{number.normalize():f}", "currency": currency or HOME}
    value |= {"about": True} if is_about else {}
    value |= {"currency_assumed": True} if not currency else {}
    yield Entity("amount", match.start(), match.start() + len(match[0].rstrip()), value, *sure)


def _currency(groups: dict[str, str | None]) -> str:
    if groups.get("sign"):
        return _SIGNS[groups["sign"] or ""]
    name = groups.get("before") or groups.get("name") or ("元" if groups.get("tenths") or groups.get("cents") else "")
    return next((code for names, code in _CODE_OF if name and names.fullmatch(name)), "")


def _figures(match: re.Match[str]) -> Decimal | None:
    number = Decimal(match["number"].replace(",", "")).scaleb(_UNITS.get(match["unit"] or "", 0))
    if match["tail"]:
        if not match["unit"] or match["unit"] in ("k", "m"):
            return None
        number += Decimal(match["tail"]).scaleb(_UNITS[match["unit"]] - 1)
    if match["small"]:
        if not match["name"]:
            return None
        is_cents = match["small"][1:2] == "分"
        number += Decimal(match["small"][0]).scaleb(-2 if is_cents else -1)
        number += Decimal(match["last"][0]).scaleb(-2) if match["last"] else 0
    return number


def _small(match: re.Match[str]) -> Decimal:
    """Less than one yuan: 五角, 三角五分, 壹分."""
    tenths = from_han(match["tenths"] or "零") or Decimal(0)
    cents = from_han(match["cents"] or match["only"] or "零") or Decimal(0)
    return tenths / 10 + cents / 100


def _mixed(match: re.Match[str]) -> Decimal | None:
    return from_han(match["number"])


def _han(match: re.Match[str]) -> Decimal | None:
    number = from_han(match["number"])
    if number is None:
        return None
    if match["tenths"]:
        number += (from_han(match["tenths"].strip("角毛").lstrip("零") or "零") or 0) / Decimal(10)
    if match["cents"]:
        number += (from_han(match["cents"].strip("分").lstrip("零")) or 0) / Decimal(100)
    return number
