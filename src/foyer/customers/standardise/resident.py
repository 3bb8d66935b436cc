"""The Chinese resident identity number (GB 11643-1999) and what it says of its holder."""

import datetime as dt
import re
from functools import lru_cache

from foyer.customers.standardise.text import compact

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NEW = re.compile(r"^[1-9][0-9]{16}[0-9X]$")
_OLD = re.compile(r"^[1-9][0-9]{14}$")
_FIRST_YEAR, _LAST_YEAR = 1850, 2099


def resident_id(value: str) -> str | None:
    """Eighteen characters with a capital X; a number of fifteen digits is written out as the one that replaced it.

    None when the check digit (ISO 7064, MOD 11-2), the birth date or the area (GB/T 2260, any year) is wrong.
    """
    found = compact(value)
    if _OLD.match(found):
        found = f"{found[:6]}19{found[6:]}"
        found += check_digit(found)
    if not _NEW.match(found) or found[17] != check_digit(found):
        return None
    return found if born_in(found) and is_area(found[:6]) else None


def born_on_of_resident_id(value: str) -> str | None:
    """Digits 7 to 14 are the day of birth."""
    found = resident_id(value)
    born = born_in(found) if found else None
    return born.isoformat() if born else None


def sex_of_resident_id(value: str) -> str | None:
    """The digit before the check digit is odd for men and even for women."""
    found = resident_id(value)
    return ("F", "M")[int(found[16]) % 2] if found else None


def check_digit(number: str) -> str:
    """Of the first seventeen digits: the remainder of their weighted sum by 11 names the eighteenth."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11]


def born_in(number: str) -> dt.date | None:
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 13)
def is_area(code: str) -> bool:
    """Whether a county has ever had this code: a number keeps the code of the day it was given."""
    from stdnum import numdb

    return any("county" in said for _, said in numdb.get("cn/loc").info(code))
