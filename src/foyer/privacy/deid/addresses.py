"""Postal addresses in running text: where somebody lives or works, down to the street.

A city or a country alone is no address. A Chinese address needs a road, village or estate with a number, a building or
a room after it; what stands before it is taken in from the first province, city or district of China's own table on,
else from the cue ("住在"). A western one needs a house number and the word for a street, or a postcode behind a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from foyer.customers.standardise.places import gazetteer
from foyer.privacy.deid.numbers import Found

_HAN = "\u4e00-\u9fff"
_CUE = re.compile(
    "(?:住在|住址|家住|家在|居住在|居住于|地址|寄到|寄往|寄去|邮寄到|送到|送往|搬到|搬去|搬家到|位于|坐落于|改成|改为|变更为|更新为|户籍|单位在|公司在|就是|在|到)"
    "(?:是|为|在|[:：\\s])*"
)
_ROAD = "(?:大街|大道|胡同|路|街|巷|弄|道|里)"
_PLACE = (
    "(?:小区|花园|家园|公寓|大厦|广场|新村|新城|国际|名苑|苑|城|园|村|庄|屯|组|社区|天街|云天|香槟|校区|宿舍|大楼|中心)"
)
_UNIT = (
    r"(?:[第]?[0-9A-Za-z零〇一二三四五六七八九十百甲乙丙丁\-—~#]{1,8}\s?"
    "(?:号楼|号院|号|区|期|弄|栋|幢|座|塔|楼|单元|室|层|户|门|排|支弄|组|队|社|房))"
)
# 8-3, 12C, 702
_DOOR = r"(?:\s?(?:[A-Za-z]?\d{1,5}(?:-\d{1,4}){1,2}|\d{1,4}[A-Za-z]|[A-Za-z]?\d{2,5})(?![\d年月日元万%.]))?"
_CHINESE = re.compile(
    rf"[{_HAN}0-9A-Za-z·（）()]{{0,24}}?(?:[{_HAN}0-9A-Za-z]{{1,10}}?(?:{_ROAD}|{_PLACE}))"
    rf"(?:\s?[{_HAN}]{{0,10}}?(?:{_UNIT}|{_PLACE}))*?\s?{_UNIT}(?:\s?(?:{_UNIT}|[{_HAN}]{{1,8}}{_PLACE}))*{_DOOR}"
)
_BROKEN = re.compile(rf"(?<=[{_HAN}0-9])\n(?=[{_HAN}0-9])")
_STREET = (
    "(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Boulevard|Blvd|Crescent|Close|Terrace"
    "|Gardens|Grove|Hill|Row|Walk|Mews|Parkway|Pkwy|Highway|Hwy|Park|Quay|Wharf)"
)
_NUMBER_FIRST = re.compile(
    r"(?:(?:flat|apt|apartment|unit|suite|room|floor|level)\.?\s?\w{1,5},?\s(?:[A-Z][\w'’ ]{2,30},\s)?)?"
    rf"(?<![\d.])\d{{1,5}}[A-Za-z]?(?:-\d{{1,5}})?,?\s(?:[A-Z0-9][\w'’.]*\s){{1,4}}?{_STREET}\b\.?"
    r"(?:,?\s(?:flat|apt|apartment|unit|suite|room|floor|#)\.?\s?\w{1,5})?"
    r"(?:,\s?[A-Z][\w .'’-]{1,30}?(?=,|\.|\s[A-Z]{1,2}\d|\s[A-Z]{2}\s\d|$|\s(?:and|please|now|since|from|is)\b)){0,3}"
    r"(?:,?\s[A-Z]{2}\s\d{5}(?:-\d{4})?|,?\s(?-i:[A-Z]{2,3})\s\d{4}(?!\d)|,?\s[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|,?\s[A-Z]\d[A-Z]\s\d[A-Z]\d)?",
    re.IGNORECASE,
)
_STREET_FIRST = re.compile(
    r"[A-ZÀ-Þ][\wÀ-ÿ'’.-]*(?:straße|strasse|str\.|gasse|weg|allee|platz|ulice|laan|straat)\s\d{1,4}[a-z]?(?:,\s?\d{4,5}\s[A-ZÀ-Þ][\wÀ-ÿ-]+)?"
    r"|(?:calle|avenida|plaza|paseo|via|viale|piazza|corso|rua)\s(?:[\wÀ-ÿ'’-]+\s){1,4}?\d{1,4}(?:,\s?\d{4,5}\s[A-ZÀ-Þ][\wÀ-ÿ-]+)?"
    r"|\d{1,4},?\s(?:rue|avenue|boulevard|place|via|calle|plaza|rua)\s(?:[\wÀ-ÿ'’-]+\s?){1,4}(?:,\s?\d{5}\s[A-ZÀ-Þ][\wÀ-ÿ-]+|,\s?[A-ZÀ-Þ][\wÀ-ÿ-]+\s\d{4,5}(?:-\d{3,4})?)?",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])(?:GIR 0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2}"
    r"|[ABCEGHJ-NPRSTVXY]\d[A-Z]\s\d[A-Z]\d)(?![A-Za-z0-9])"
)
_BOX = re.compile(
    r"\b(?:P\.?\s?O\.?\s?Box|Post Office Box|信箱)\s?\d+(?:,\s?[A-Z][\w-]+(?:\s[A-Z][\w-]+)?(?:\s\d{3,6})?)?",
    re.IGNORECASE,
)


def addresses(text: str) -> Iterator[Found]:
    """(start, end, "address") of every address."""
    if re.search(f"[{_HAN}]", text):
        yield from _chinese(text)
    for pattern in (_NUMBER_FIRST, _STREET_FIRST, _POSTCODE, _BOX):
        yield from ((match.start(), match.end(), "address") for match in pattern.finditer(text))


def _chinese(text: str) -> Iterator[Found]:
    for match in _CHINESE.finditer(text):
        yield match.start() + _begins(match[0]), match.end(), "address"
    if _BROKEN.search(text):
        yield from _over_lines(text)


def _over_lines(text: str) -> Iterator[Found]:
    """An address that goes on in the next line: read as one line, and put back where it stood."""
    breaks = [match.start() for match in _BROKEN.finditer(text)]
    joined = _BROKEN.sub("", text)
    places = [at for at, character in enumerate(text) if character != "\n" or at not in breaks]
    for match in _CHINESE.finditer(joined):
        start, end = places[match.start() + _begins(match[0])], places[match.end() - 1] + 1
        if any(start < at < end for at in breaks):
            yield start, end, "address"


def _begins(found: str) -> int:
    """Where the address begins in what was matched: at the first place of the table, else behind the last cue."""
    cues = [match.end() for match in _CUE.finditer(found) if match.end() < len(found) - 4]
    known = gazetteer()
    for at in range(len(found) - 3):
        places, size = known.starting(found[at:], (1, 2, 3))
        if places and size >= 2:
            return at
    return cues[0] if cues else 0
