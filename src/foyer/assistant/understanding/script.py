"""How a message is written: its language and script, and the one plain form in which everything else reads it.

The plain form keeps every character in its place, so that a span found there is a span of the customer's own text:
full-width becomes ASCII, traditional characters become simplified ones, capitals become small.
"""

from __future__ import annotations

import re
from functools import lru_cache

from foyer.base.text.search import HAN

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD), 0x20)
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
_FIRST, _LAST = 0x3400, 0x9FFF
NAMES_OF_THINGS = 2
"""So many Latin words ("APP", "credit card") do not make a Chinese message a mixed one."""


def plain(text: str) -> str:
    """Character for character: half width, simplified, small letters, invisible ones as spaces."""
    simple = text.translate(_WIDE).translate(_INVISIBLE).translate(_simplified())
    small = simple.lower()
    return small if len(small) == len(simple) else "".join(_small(one) for one in simple)


def language_of(text: str) -> str:
    """`zh-Hans`, `zh-Hant`, `en`, `mixed`, or nothing where no letters tell."""
    han, words = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if not han:
        return "en" if words else ""
    if words > NAMES_OF_THINGS and words * 2 > han:
        return "mixed"
    return "zh-Hant" if _is_traditional(text) else "zh-Hans"


def _is_traditional(text: str) -> bool:
    """More characters that only the traditional script has than characters that only the simplified one has."""
    traditional = sum(ord(one) in _simplified() for one in text)
    return traditional > 0 and traditional >= sum(one in _only_simplified() for one in text)


def _small(one: str) -> str:
    return one.lower() if len(one.lower()) == 1 else one


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Each traditional character and the simplified one it became."""
    return {ord(old): new for old, new in _converted("t2s")}


@lru_cache(maxsize=1)
def _only_simplified() -> frozenset[str]:
    """Characters that a traditional text would write otherwise."""
    return frozenset(old for old, _new in _converted("s2t")) - frozenset("后里面只干系台谷范发云了表")


def _converted(way: str) -> list[tuple[str, str]]:
    import opencc

    letters = [chr(code) for code in range(_FIRST, _LAST + 1)]
    converted = opencc.OpenCC(way).convert("\n".join(letters)).split("\n")
    return [(old, new) for old, new in zip(letters, converted, strict=True) if old != new and len(new) == 1]
