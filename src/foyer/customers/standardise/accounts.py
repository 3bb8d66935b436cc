"""Numbers of accounts and cards."""

import re

from foyer.customers.standardise.text import compact, folded

_IBAN = re.compile(r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$")
_CARD = re.compile(r"^[0-9]{12,19}$")
_NUMBER = re.compile(r"^(?=.*[0-9])[0-9A-Z]{2,34}$")


def iban(value: str) -> str | None:
    """ISO 13616: length and pattern of its country, check digits by MOD 97."""
    from stdnum import iban as rules
    from stdnum.exceptions import ValidationError

    found = compact(value)
    if not _IBAN.match(found):
        return None
    try:
        return str(rules.validate(found))
    except (ValidationError, ValueError):
        return None


def card_number(value: str) -> str | None:
    """A payment card (ISO/IEC 7812): twelve to nineteen digits that pass Luhn. A masked one is refused."""
    found = compact(value)
    return found if _CARD.match(found) and int(found) and luhn(found) else None


def luhn(digits: str) -> bool:
    """Every second digit from the right counts twice, its own digits summed; the whole is a multiple of ten."""
    odd = sum(map(int, digits[-1::-2]))
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (odd + doubled) % 10 == 0


def account_number(value: str) -> str | None:
    """Digits and capitals without spaces; what looks like an IBAN must be one. Masked ones and 6.2E+18 are refused."""
    found = folded(value)
    if found is None or "*" in found or re.match(r"^\d\.\d+E\+?\d+$", found, re.IGNORECASE):
        return None
    number = compact(found.removesuffix(".0"))
    if _IBAN.match(number) and _is_iban_country(number[:2]):
        return iban(number)
    return number if _NUMBER.match(number) else None


def _is_iban_country(code: str) -> bool:
    from stdnum import numdb

    return bool(numdb.get("iban").info(code)[0][1])
