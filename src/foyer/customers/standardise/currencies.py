"""Currencies by code, sign and name; a dollar or yen sign by itself is read only where it can mean one thing here."""

import re
from functools import lru_cache

from foyer.customers.standardise.tables import written_as
from foyer.customers.standardise.text import given

_SPOKEN = written_as(
    {
        "CNY": "rmb cnh 人民币 人民币元 元 ¥ ￥ rmb¥ cn¥ yuan renminbi 156",
        "USD": "us$ usd$ 美金 美元 840 dollar",
        "HKD": "hk$ 港币 港元 港幣 344",
        "TWD": "nt$ 台币 新台币 新臺幣 901",
        "MOP": "mop$ 澳门币 葡币 446",
        "EUR": "€ 欧元 歐元 euro euros 978",
        "GBP": "£ 英镑 pound pounds 826",
        "JPY": "jp¥ 日元 日圆 日圓 yen 392",
        "KRW": "₩ 韩元 韩币 410",
        "SGD": "s$ sg$ 新加坡元 新币 702",
        "AUD": "a$ au$ 澳元 澳大利亚元 036",
        "CAD": "c$ ca$ 加元 加拿大元 124",
        "CHF": "瑞郎 瑞士法郎 sfr 756",
        "THB": "฿ 泰铢 764",
        "RUB": "₽ 卢布 643",
        "INR": "₹ 卢比 356",
        "CZK": "kč kc 捷克克朗 koruna 203",
        "NZD": "新西兰元 nz$ 554",
    }
)
MARKS = re.compile(
    r"^(?:人民币|人民幣|美元|港币|[A-Z]{2,3}(?=[\s\d(¥￥$€£+\-−.])|[a-zA-Z]{0,3}\$)?\s*[¥￥$€£₩₹₽฿]?\s*"
    r"|\s*(?:人民币|美元|港币|港元|欧元|日元|英镑|圆整|元整|整|元|[A-Z]{3}|Kč|[¥￥$€£₩₹₽฿])$"
)
"""Signs and names of a currency before and after a number."""


def currency(value: str) -> str | None:
    """ISO 4217: 人民币, RMB, ￥ and 156 are CNY. A bare $ is refused: too many countries mean theirs."""
    if value in _known():
        return value
    found = given(value)
    if found is None:
        return None
    code = found.upper()
    return code if code in _known() else _SPOKEN.get(found.lower()) or _named().get(found.lower())


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


@lru_cache(maxsize=1)
def _named() -> dict[str, str]:
    """The names that CLDR gives to currencies in the two languages."""
    from babel import Locale

    locales = (Locale("en"), Locale("zh"))
    return {name.lower(): code for locale in locales for code, name in locale.currencies.items() if code in _known()}
