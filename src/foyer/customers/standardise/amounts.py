"""Numbers as people and systems write them: thousands marks of two continents, 万 and 亿, brackets, DR and CR."""

import re
from decimal import Decimal, InvalidOperation

from foyer.customers.standardise.currencies import MARKS
from foyer.customers.standardise.text import given

_UNITS = {"万": 4, "萬": 4, "万元": 4, "亿": 8, "億": 8, "亿元": 8, "k": 3, "千": 3, "百万": 6, "million": 6, "m": 6}
_UNIT = re.compile(r"(?<=\d)\s*(百万|万元|亿元|万|萬|亿|億|千|million|[km])$", re.IGNORECASE)
_SIDE = re.compile(r"^(dr|cr|借|贷)\b\.?\s*|\s*(dr|cr|借方?|贷方?)\.?$", re.IGNORECASE)
_DEBIT = ("dr", "借", "借方")
_BODY = re.compile(r"^[0-9]+(?:[.,'’ \u00a0][0-9]+)*(?:[.,])?$|^[.,][0-9]+$")
_SCIENTIFIC = re.compile(r"^[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,2}$")
_PLAIN = re.compile(r"^-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,12})?\Z")


def decimal(value: str, mark: str | None = None) -> str | None:
    """A number with a full stop as its decimal sign: 1,234.50, 1.234,50, (12.00), 12-, 12万, 12.00 DR, ￥12.

    `mark` says which character is the decimal sign; without it a single comma before three digits parts thousands.
    Debits are negative. None beyond eighteen digits before the point; what follows the twelfth after it is rounded.
    """
    if mark in (None, ".") and _PLAIN.match(value) and value not in ("-0",) and not _is_minus_zero(value):
        return value
    found = given(value)
    if found is None or len(found) > 60:
        return None
    found, negative, exponent = _signed(found)
    body = _body(found, mark)
    return _written(body, negative, exponent) if body else None


def _is_minus_zero(value: str) -> bool:
    return value[0] == "-" and not value.strip("-0.")


def _signed(found: str) -> tuple[str, bool, int]:
    """The bare number, whether it is below nothing, and the power of ten that its unit means."""
    side = _SIDE.search(found)
    found = _SIDE.sub("", found).strip()
    found = MARKS.sub("", found).strip()
    bracketed = found.startswith("(") and found.endswith(")")
    found = MARKS.sub("", found[1:-1]).strip() if bracketed else found
    minus = found[:1] in ("-", "−") or found[-1:] in ("-", "−")
    found = MARKS.sub("", found.strip("+-− ")).strip()
    unit = _UNIT.search(found)
    said = (side[1] or side[2] or "").lower() if side else ""
    return _UNIT.sub("", found), (minus != bracketed) != (said in _DEBIT), _UNITS[unit[1].lower()] if unit else 0


def _body(found: str, mark: str | None) -> str | None:
    if _SCIENTIFIC.match(found):
        return found
    if not _BODY.match(found):
        return None
    found = re.sub(r"['’ \u00a0]", "", found)
    mark = mark or _mark_of(found)
    other = "," if mark == "." else "."
    if found.count(mark) > 1 or not _grouped(found.split(mark)[0], other) or other in found.partition(mark)[2]:
        return None
    return found.replace(other, "").replace(mark, ".").rstrip(".")


def _mark_of(found: str) -> str:
    """The decimal sign: the last of two kinds. Of one kind, a comma before three digits or a repeated stop is none."""
    if "," in found and "." in found:
        return max(",.", key=found.rfind)
    if found.count(".") > 1:
        return ","
    return "." if re.match(r"^[0-9]{1,3}(,[0-9]{3})+$", found) or "," not in found else ","


def _grouped(whole: str, other: str) -> bool:
    """Groups of three, or of four as 万 parts them; or no groups."""
    first, *groups = whole.split(other)
    return not groups or (bool(first) and {len(group) for group in groups} in ({3}, {4}))


def _written(body: str, negative: bool, exponent: int) -> str | None:
    try:
        number = Decimal(body).scaleb(exponent)
    except InvalidOperation:
        return None
    if number.adjusted() >= 18:
        return None
    if -int(number.as_tuple().exponent) > 12:
        number = round(number, 12)
    written = f"{number:f}"
    return f"-{written}" if negative and number else written


def rate(value: str) -> str | None:
    """A yearly rate in per cent: 4.35%, 4.35 and 43.5‰ are one; a bare fraction is taken as written."""
    found = given(value)
    if found is None:
        return None
    if found.endswith("‰"):
        tenth = decimal(found[:-1])
        return f"{Decimal(tenth).scaleb(-1):f}" if tenth else None
    return decimal(found.removesuffix("%").removesuffix("p.a.").strip().removesuffix("%"))


def integer(value: str, mark: str | None = None) -> str | None:
    """A whole number; 3.0 is one, 3.5 is not."""
    found = decimal(value, mark=mark)
    if found is None or Decimal(found) % 1:
        return None
    return f"{Decimal(found):.0f}".replace("-0", "0") if not Decimal(found) else f"{Decimal(found):.0f}"
