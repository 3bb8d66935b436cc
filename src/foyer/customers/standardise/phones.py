"""Phone numbers in E.164, by Google's libphonenumber tables (`phonenumbers`)."""

import re
from functools import lru_cache
from typing import Any

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat

from foyer.customers.standardise.text import folded

_NOT_A_NUMBER = re.compile(r"[*xX×]{2}|[Ee][+-]?\d")
_LETTERS_BEFORE = re.compile(r"^(?:tel|phone|mobile|cell|手机号?|电话|座机|固话|联系方式)\s*[:：]?\s*", re.IGNORECASE)
_CHINESE_EXTENSION = re.compile(r"\s*(?:转|分机号?|内线)\s*(\d{1,6})$")
_INTERNATIONAL = re.compile(r"^\(?0086\)?|^00(?=852|853|886|[1-9]\d)")
_SEVERAL = re.compile(r"\d{7,}\s*[/,;、，；|]\s*\+?\d{7,}")


def phone(value: str, region: str = "CN") -> str | None:
    """+8613800010001 from any usual way of writing it; None unless the number can exist in its country.

    A number without a country code is of `region`. An extension is left out: it is no part of E.164. Two numbers in
    one value are refused rather than one of them chosen, and so are masked ones (138****0001).
    """
    if region == "CN" and clean_mobile().match(value):
        return f"+86{value}"
    found = folded(value)
    if found is None or _NOT_A_NUMBER.search(found) or _SEVERAL.search(found) or len(found) > 60:
        return None
    return _parsed(_dialled(found), region)


def _dialled(value: str) -> str:
    value = _LETTERS_BEFORE.sub("", value).removesuffix(".0")
    return _CHINESE_EXTENSION.sub(r" ext. \1", _INTERNATIONAL.sub(_plus, value))


def _plus(found: re.Match[str]) -> str:
    return "+86" if "86" in found[0] else "+"


def _parsed(value: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@lru_cache(maxsize=1)
def mobile_pattern() -> str:
    """What a Chinese mobile number looks like when nothing has been added to it: the table's own pattern."""
    metadata: Any = PhoneMetadata.metadata_for_region("CN")
    pattern = re.sub(r"\s+", "", metadata.mobile.national_number_pattern)
    return f"^(?:{pattern})$".replace(r"\d", "[0-9]")


@lru_cache(maxsize=1)
def clean_mobile() -> re.Pattern[str]:
    return re.compile(mobile_pattern().removesuffix("$") + r"\Z")
