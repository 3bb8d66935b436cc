"""The forms in which values are compared: more forgiving than the standard's, and never shown to anyone.

The standard keeps a value only when it can be read; to compare, a wrong date or a number with one digit off still tells
a lot. Every function takes one text and gives one text, several parts of it apart by `SEPARATOR`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from operator import mul
from pathlib import Path
from typing import Any

import yaml

SEPARATOR = "\x1f"
_WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("names.yaml").read_text(encoding="utf-8"))
_FAMILIES = frozenset(_WORDS["families"].split())
_DOUBLE = frozenset(name for name in _FAMILIES if len(name) == 2)
_READINGS: dict[str, str] = _WORDS["family_readings"]
_NICKNAMES = {short: full for full, shorts in _WORDS["nicknames"].items() for short in shorts.split()}
_TITLES = re.compile(r"(先生|女士|小姐|太太|\b(?:mr|mrs|ms|miss|dr|prof|sir)\b\.?)")
_CJK = re.compile(r"[㐀-鿿豈-﫿]")
_DIGITS = re.compile(r"\d+")
_NO_LATIN = re.compile(r"[^a-z]+")
_PLACE = re.compile(
    r"^(?:中国|中华人民共和国)?(?P<province>[^省市]{2,7}?(?:省|自治区|特别行政区))?"
    r"(?P<city>[^市县区]{2,9}?(?:市|自治州|地区|盟))?(?P<district>[^区县市旗路街道]{1,9}?(?:区|县|市|旗))?(?P<rest>.*)$"
)
_BETWEEN = re.compile(r"[\s·・.,，]+")
_UNITS = re.compile(r"[号栋幢座楼室单元弄巷层之\-－—\s,，.。#()（）]+")


class _Letters(dict[int, str]):
    """For `str.translate`: what stands for a letter, worked out when it is first met."""

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self.of = of

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        found = self[code] = self.of(letter) if _CJK.match(letter) else letter
        return found


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _sound(letter: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(letter)[0])


_PLAIN = _Letters(lambda letter: str(_converter().convert(letter)))
_SOUNDS = _Letters(_sound)


def simple(text: str) -> str | None:
    """Half width, simplified characters, lower case, single spaces, no titles."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return " ".join(_TITLES.sub(" ", text.lower()).split()) or None


def latin(text: str) -> str | None:
    """Letters a to z only: Chinese by its sound without tones, other scripts without their accents."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_SOUNDS).lower())
    text = text.lower()
    return (text if text.isascii() and text.isalpha() else _NO_LATIN.sub("", text)) or None


def full_given(name: str) -> str:
    """Bill is William; what is no known short form stays."""
    return _NICKNAMES.get(name, name)


def name_parts(text: str) -> str | None:
    """Family name, given name, and both in Latin letters."""
    plain = simple(text)
    if plain is None:
        return None
    family, given = _chinese(plain) if _CJK.search(plain) else _western(plain)
    return _with_sounds(family, given)


def two_names(text: str) -> str | None:
    """As `name_parts`, from a family and a given name kept apart."""
    family, _, given = text.partition(SEPARATOR)
    return _with_sounds(simple(family) or "", simple(given) or "")


def _with_sounds(family: str, given: str) -> str:
    sound = _READINGS.get(family) or latin(family) or ""
    given_sound = full_given(latin(given.split(maxsplit=1)[0] if given.isascii() and given else given) or "")
    if given.isascii() and len(given.split()) > 1 and _is_pinyin_like(family):
        given_sound = latin(given) or ""
    return SEPARATOR.join((family, given.replace(" ", "") if not given.isascii() else given, sound, given_sound))


def _is_pinyin_like(family: str) -> bool:
    return family in _latin_families()


def _chinese(text: str) -> tuple[str, str]:
    """王小明, 王 小明, 欧阳娜娜; and 小明王, when only its last character is a family name."""
    parts = [text] if text.isalnum() else [part for part in _BETWEEN.split(text) if part]
    if len(parts) == 2:
        return (parts[1], parts[0]) if _looks_swapped(*parts) else (parts[0], parts[1])
    whole = "".join(parts)
    if whole[:2] in _DOUBLE and len(whole) > 2:
        return whole[:2], whole[2:]
    if len(whole) > 1 and whole[0] not in _FAMILIES:
        if whole[-2:] in _DOUBLE:
            return whole[-2:], whole[:-2]
        if whole[-1] in _FAMILIES:
            return whole[-1], whole[:-1]
    return whole[:1], whole[1:]


def _looks_swapped(first: str, second: str) -> bool:
    return first not in _FAMILIES and second in _FAMILIES


def _western(text: str) -> tuple[str, str]:
    """John Smith; Smith, John; one word alone is a family name."""
    if "," in text:
        family, _, given = text.partition(",")
        return family.strip(), given.strip()
    words = text.split()
    if len(words) > 1 and words[0] in _latin_families() and words[-1] not in _latin_families():
        return words[0], " ".join(words[1:])
    return words[-1], " ".join(words[:-1])


@lru_cache(maxsize=1)
def _latin_families() -> frozenset[str]:
    """Made at the first name, not at start: the sounds of characters take a third of a second to load."""
    return frozenset(_READINGS.get(name) or latin(name) or "" for name in _FAMILIES)


def day(text: str) -> str | None:
    """Eight digits, year first, even of a day that does not exist; what has other digits stays as its digits."""
    date_alone = re.split(r"[T ]", text, maxsplit=1)[0] if ":" in text else text
    numbers = _DIGITS.findall(unicodedata.normalize("NFKC", date_alone))
    if len(numbers) >= 3:
        first, second, third = numbers[:3]
        if len(third) == 4:
            first, second, third = (third, first, second) if int(second) > 12 else (third, second, first)
        return f"{first:0>4}{second:0>2}{third:0>2}"
    return "".join(numbers) or None


def number(text: str) -> str | None:
    """Letters and digits of a document number, in capitals."""
    if text.isascii() and text.isalnum():  # as nearly all are written
        return text.upper()
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).upper() if letter.isalnum()) or None


def resident_id(text: str) -> str | None:
    """As `number`; the fifteen digits of before 1999 become eighteen."""
    plain = number(text)
    if plain and len(plain) == 15 and plain.isascii() and plain.isdigit():
        plain = f"{plain[:6]}19{plain[6:]}"
        plain += _check_letter(plain)
    return plain


def is_resident_id(text: str) -> str | None:
    """ "yes" for eighteen characters whose last one fits the others (GB 11643)."""
    fits = len(text) == 18 and text.isascii() and text[:17].isdigit() and text[17] == _check_letter(text)
    return "yes" if fits else None


def is_credit_code(text: str) -> str | None:
    """ "yes" for a unified social credit code whose last character fits the others (GB 32100)."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(text) != 18 or any(letter not in letters for letter in text):
        return None
    total = sum(letters.index(letter) * pow(3, place, 31) for place, letter in enumerate(text[:17]))
    return "yes" if letters[(31 - total % 31) % 31] == text[17] else None


def _check_letter(text: str) -> str:
    return "10X98765432"[(sum(map(mul, text.encode(), _WEIGHTS)) - _ZEROS) % 11]


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ZEROS = ord("0") * sum(_WEIGHTS)


def sex(text: str) -> str | None:
    """M or F."""
    return _SEXES.get(text.strip().lower())


_SEXES = dict.fromkeys(("男", "男性", "m", "male", "man", "1", "先生", "mr"), "M") | dict.fromkeys(
    ("女", "女性", "f", "female", "woman", "2", "0", "女士", "mrs", "ms"), "F"
)


def phones(text: str) -> str | None:
    """Each number as digits without the country code of China or a leading zero."""
    return _each(text, _phone)


def emails(text: str) -> str | None:
    return _each(text, lambda one: one if "@" in one else None)


def _each(text: str, reading: Callable[[str], str | None]) -> str | None:
    if text.isascii() and text.isdigit():
        return reading(text)
    found = (reading(one.strip()) for one in _LIST.split(unicodedata.normalize("NFKC", text).lower()))
    return SEPARATOR.join(dict.fromkeys(one for one in found if one)) or None


_LIST = re.compile(r"[;,/|、\x1f]")


def _phone(text: str) -> str | None:
    digits = "".join(_DIGITS.findall(text)).removeprefix("00")
    return (digits[2:] if len(digits) == 13 and digits.startswith("861") else digits).lstrip("0") or None


def place_parts(text: str) -> str | None:
    """Province, city, district and the rest of an address in one line."""
    plain = (simple(text) or "").replace(" ", "") if _CJK.search(text) else simple(text) or ""
    found = _PLACE.match(plain) if _CJK.search(plain) else None
    if found is None:
        return SEPARATOR.join(("", "", "", plain))
    return SEPARATOR.join(found[part] or "" for part in ("province", "city", "district", "rest"))


def street_parts(text: str) -> str | None:
    """The name of a street or estate, and its numbers in their order."""
    plain = simple(text) or ""
    chinese = _UNITS.sub("", _DIGITS.sub("", plain))
    name = chinese if _CJK.search(plain) else " ".join(_DIGITS.sub(" ", plain).replace(",", " ").split())
    return name + SEPARATOR + "-".join(_DIGITS.findall(plain))


def company(text: str) -> str | None:
    """The name of an organisation without its legal form."""
    plain = simple(text) or ""
    for form in _WORDS["legal_forms"]:
        plain = plain.replace(form, " ")
    return "".join(plain.split()) if _CJK.search(plain) else " ".join(re.sub(r"[^\w\s]", " ", plain).split()) or None
