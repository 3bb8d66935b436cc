"""Travel documents, permits and company codes; each is checked as far as its issuer made it checkable."""

import re
from collections.abc import Callable

from foyer.customers.standardise.resident import born_in, resident_id
from foyer.customers.standardise.text import compact

_PASSPORT = re.compile(r"^(?=.*[0-9])[A-Z0-9]{6,12}$")
_PERMIT = re.compile(r"^(?:[HM][0-9]{8}(?:[0-9]{2})?|[0-9]{8}|[0-9]{10}(?:[A-Z])?)$")
_RESIDENCE_PERMIT = re.compile(r"^8[123]0000[0-9]{11}[0-9X]$")
_FOREIGN_OLD = re.compile(r"^[A-Z]{3}[0-9]{12}$")
_FOREIGN_NEW = re.compile(r"^9[0-9]{16}[0-9X]$")
_USCC = re.compile(r"^[0-9A-HJ-NP-RT-UWXY]{2}[0-9]{6}[0-9A-HJ-NP-RT-UWXY]{10}$")
_USCC_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_TAX = re.compile(r"^[0-9A-Z]{15,20}$")
_OTHER = re.compile(r"^(?=.*[0-9A-Z])[0-9A-Z\u3400-\u9fff()第号字]{3,40}$")


def passport(value: str) -> str | None:
    """Six to twelve letters and digits. A Chinese one is E, EA…, G, D, S, P or K with seven or eight digits."""
    found = compact(value)
    return found if _PASSPORT.match(found) and not (found.isdigit() and len(found) > 10) else None


def hkmo_permit(value: str) -> str | None:
    """Travel permit of a resident of Hong Kong (H), Macao (M) or Taiwan (8 or 10 digits), or their residence permit.

    The two digits that count re-issues stay: they tell one card from the next, and the first nine name the person.
    """
    found = compact(value)
    if _RESIDENCE_PERMIT.match(found):
        return resident_permit(found)
    return found if _PERMIT.match(found) else None


def resident_permit(found: str) -> str | None:
    """The residence permit numbers (81, 82, 83) are built as resident identity numbers are."""
    return found if born_in(found) and _checks(found) else None


def foreign_id(value: str) -> str | None:
    """Foreign permanent resident: three letters and twelve digits, or since 2023 eighteen beginning with 9."""
    found = compact(value)
    if _FOREIGN_OLD.match(found):
        return found
    return found if _FOREIGN_NEW.match(found) and _checks(found) and born_in(found) else None


def _checks(found: str) -> bool:
    from foyer.customers.standardise.resident import check_digit

    return found[17] == check_digit(found)


def uscc(value: str) -> str | None:
    """Unified social credit code (GB 32100-2015): eighteen characters, the last by MOD 31-3 over the others."""
    found = compact(value)
    return found if _USCC.match(found) and found[17] == uscc_check(found) else None


def uscc_check(number: str) -> str:
    """The character that makes the weighted sum a multiple of 31; weights are powers of three."""
    total = sum(_USCC_SYMBOLS.index(symbol) * pow(3, place, 31) for place, symbol in enumerate(number[:17]))
    return _USCC_SYMBOLS[-total % 31]


def tax_id(value: str) -> str | None:
    """Tax number: a unified code where it is one, else fifteen to twenty letters and digits."""
    found = compact(value)
    return uscc(found) if len(found) == 18 and found[0] in "159" else (found if _TAX.match(found) else None)


def social_security(value: str) -> str | None:
    """Social-security number: in China the resident ID number; elsewhere five to fifteen letters and digits."""
    found = compact(value)
    if len(found) == 18:
        return resident_id(found)
    return found if re.match(r"^(?=.*[0-9])[0-9A-Z]{5,15}$", found) else None


def other_document(value: str) -> str | None:
    found = compact(value)
    return found if _OTHER.match(found) else None


BY_KIND: dict[str, Callable[[str], str | None]] = {
    "resident_id": resident_id,
    "passport": passport,
    "hkmo_permit": hkmo_permit,
    "foreign_id": foreign_id,
    "uscc": uscc,
    "tax_id": tax_id,
    "social_security": social_security,
    "other": other_document,
}


def identifier(value: str, kind: str | None = None) -> str | None:
    """The number of a document as its kind writes it; without a kind, as the most exacting kind that accepts it."""
    if kind is not None:
        return BY_KIND.get(kind, other_document)(value)
    found = (read(value) for read in (resident_id, uscc, foreign_id, hkmo_permit, passport, other_document))
    return next((one for one in found if one is not None), None)
