"""Addresses in their parts. Chinese ones run from the province to the room, western ones the other way."""

import re
from functools import lru_cache
from typing import NamedTuple

from foyer.customers.standardise.places import MUNICIPALITIES, Gazetteer, Place, gazetteer
from foyer.customers.standardise.text import HAN, folded, given, settling
from foyer.customers.standardise.western_addresses import western_parts

_COUNTRY = re.compile(r"^(?:中华人民共和国|中国)(?!路|街)")
_POSTCODE = re.compile(r"(?:邮政编码|邮编|邮码)?\s*[:：]?\s*(?<![0-9])([0-8][0-9]{5})(?![0-9号室栋幢弄])")
_POSTCODE_AROUND = re.compile(rf"^{_POSTCODE.pattern}\s*[,，]?|[(（,，\s]*{_POSTCODE.pattern}[)）]?$")
_UNBROKEN = re.compile("[\u4e00-\u9fff0-9A-Za-z]+\\Z")
_TIGHT = re.compile(rf"\s+(?={HAN.pattern})|(?<={HAN.pattern})\s+")
_HOUSE = re.compile(r"(?<=[0-9A-Za-z])#(?=楼|栋|幢|$|[0-9])")
_MARKS = " ,，、;；/|-"


class Address(NamedTuple):
    province: str | None = None
    city: str | None = None
    district: str | None = None
    street: str | None = None
    postcode: str | None = None


@settling
def address(value: str) -> str | None:
    """An address in one line: half width, no spaces within Chinese, 3#楼 as 3号楼. Nothing is added or guessed."""
    found = given(value)
    if found is None or not re.search(r"\w", found):
        return None
    if _UNBROKEN.match(found) and HAN.search(found):
        return found
    if not HAN.search(found):
        return re.sub(r"\s*,\s*", ", ", found).strip(" ,") or None
    return street_text(found)


def street_text(value: str) -> str | None:
    return _HOUSE.sub("号", _TIGHT.sub("", value)).strip(_MARKS) or None


@lru_cache(maxsize=1 << 14)
def address_parts(value: str) -> Address:
    """Province, city, district, street and postcode as far as they are written or follow from what is.

    A district name that several cities have (朝阳区 alone) says nothing about the city. Names may be short (广东深圳)
    or missing above (深圳市南山区); a municipality is its own city; a rural 镇 or 村 belongs to the street.
    """
    found = given(value)
    if found is None or not re.search(r"\w", found):
        return Address()
    if not HAN.search(found):
        return Address(*western_parts(found))
    postcode = _POSTCODE_AROUND.search(found)
    rest = (found[: postcode.start()] + found[postcode.end() :]) if postcode else found
    code = next(filter(None, postcode.groups()), None) if postcode else None
    place, district, street = _located(_COUNTRY.sub("", street_text(rest) or ""))
    province, city = gazetteer().parents(place) if place else (None, None)
    return Address(province, city or None, district, street or None, code)


def _located(text: str) -> tuple[Place | None, str | None, str]:
    """The narrowest place that is certain, the district's name, and what follows."""
    known = gazetteer()
    found, text = _step(known, text, (1,), "")
    found, text = _narrowed(known, text, found)
    if found and found.level == 3:
        return found, _district_of(found), text
    return _with_district(known, text, found)


def _narrowed(known: Gazetteer, text: str, province: Place | None) -> tuple[Place | None, str]:
    """A city in the province, or any city when no province was written."""
    if province and province.code[:2] in MUNICIPALITIES:
        return province, re.sub(rf"^(?:{province.name}|{province.short}市)?(?:市辖区)?", "", text)
    city, rest = _step(known, text, (2,), province.code[:2] if province else "")
    return (city, rest.removeprefix("市辖区")) if city else (province, text)


def _with_district(known: Gazetteer, text: str, above: Place | None) -> tuple[Place | None, str | None, str]:
    within = (above.code[:2] if above.level == 1 else above.code[:4]) if above else ""
    fit, size = known.starting(text, (3,), within)
    if above is None and fit and fit[0].name != text[:size]:
        return None, None, text
    if len(fit) == 1:
        return fit[0], _district_of(fit[0]), text[size:].strip(_MARKS)
    return above, text[:size] or None, text[size:].strip(_MARKS)


def _district_of(place: Place) -> str | None:
    """A county directly below its province is its own city and has no district."""
    return place.name if f"{place.code[:4]}00" in gazetteer().by_code or place.code[:2] in MUNICIPALITIES else None


def _step(known: Gazetteer, text: str, levels: tuple[int, ...], within: str) -> tuple[Place | None, str]:
    fit, size = known.starting(text, levels, within)
    return (fit[0], text[size:].strip(_MARKS)) if len(fit) == 1 else (None, text)


@settling
def street(value: str) -> str | None:
    """Street, house and room by themselves, as in an address."""
    return address(value)


def postcode(value: str) -> str | None:
    """A postcode in capitals, single spaces: six digits in China; a spreadsheet's .0 is dropped."""
    found = (folded(value) or "").upper().removesuffix(".0")
    return found if re.match(r"^(?=.*[0-9])[A-Z0-9][A-Z0-9 \-]{1,9}[A-Z0-9]$", found) else None
