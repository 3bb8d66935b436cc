"""How a name sounds and how it is written in Latin letters."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from foyer.customers.standardise.names import Parts, is_organisation, name, parts
from foyer.customers.standardise.surnames import READINGS
from foyer.customers.standardise.text import HAN, settling, text

_LETTERS = str.maketrans(
    {
        **dict(zip("øØđĐðÐłŁıŋŊ’‘ʼ–‐‑·", "oOdDdDlLinN'''--- ", strict=True)),
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "þ": "th",
        "Þ": "Th",
    }
)


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(value: str) -> str | None:
    """The text in simplified characters (OpenCC, dictionary t2s), kept beside the original and never in its place."""
    found = text(value)
    return str(_converter().convert(found)) if found and not found.isascii() else found


@lru_cache(maxsize=1 << 15)
def syllables(value: str) -> tuple[str, ...]:
    """Toneless syllables of Chinese characters by themselves (ü as v, as typed): 长城 → chang, cheng."""
    from pypinyin import lazy_pinyin

    return tuple(found for one in lazy_pinyin(value) if (found := re.sub(r"[^a-z]", "", ascii_letters(one).lower())))


@lru_cache(maxsize=1 << 14)
def _family_syllables(family: str) -> tuple[str, ...]:
    said = READINGS.get(family)
    return tuple(said.split()) if said else syllables(family)


def pinyin(value: str) -> str | None:
    """Toneless syllables of a name, family names in their own reading: 单雄信 → shan xiong xin; Jo Li → jo li."""
    family, given = _sounding(value)
    return " ".join((*family, *given)) or None


def pinyin_initials(value: str) -> str | None:
    """The first letter of each syllable or word: 欧阳娜娜 → oynn, as people type to search."""
    family, given = _sounding(value)
    return "".join(one[0] for one in (*family, *given)) or None


def homophone_key(value: str) -> str | None:
    """What names of the same sound share in any order and either script: 张伟, 章威, ZHANG Wei → wei zhang."""
    family, given = _sounding(value)
    if HAN.search(value):
        return " ".join(sorted(filter(None, ("".join(family), "".join(given))))) or None
    return " ".join(sorted((*family, *given))) or None


@settling
def latin_name(value: str) -> str | None:
    """The name in plain Latin letters, family name first for Chinese: 吕小布 → Lyu Xiaobu (GB/T 28039: ü is YU).

    A western name loses its accents; one in a script that has no such form gives None.
    """
    read = name(value)
    if read is None:
        return None
    if HAN.search(read):
        return _romanised(read)
    found = " ".join(ascii_letters(read).split())
    return found if re.search(r"[A-Za-z]", found) and found.isascii() else None


def _romanised(read: str) -> str | None:
    if re.search("[\u3040-\u30ff\uac00-\ud7af]", read):
        return None
    if is_organisation(read):
        return " ".join(one.capitalize() for one in syllables(read)) or None
    family, given = _sounding(read)
    words = ("".join(family), "".join(given))
    return " ".join(_passport(word) for word in words if word) or None


def _passport(word: str) -> str:
    return re.sub(r"(?<=[nl])v", "yu", word).capitalize()


def _sounding(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The syllables of family and given name, or the words of a western name."""
    read = parts(value)
    if read == Parts(None, None):
        whole = name(value) or ""
        return (), syllables(whole) if HAN.search(whole) else _words(whole)
    if not HAN.search(value):
        return _words(read.given or ""), _words(read.family or "")
    return _family_syllables(read.family or ""), syllables(read.given or "")


def _words(value: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z]+", ascii_letters(value).lower().replace("'", "")))


def ascii_letters(value: str) -> str:
    """Latin letters without accents; characters of other scripts stay."""
    if value.isascii():
        return value
    apart = unicodedata.normalize("NFKD", value.translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))
