"""Traditional Chinese in the words of the mainland: 簡訊 is 短信 to those who wrote the phrasings.

Only what is written in traditional characters is touched; simplified texts and other scripts stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from foyer.base.text.search import HAN

_HAN = re.compile(f"[{HAN}]")


def simplified(text: str) -> str:
    """The text as a reader of intents compares it."""
    if not _HAN.search(text) or _by("t2s").convert(text) == text:
        return text
    converted: str = _by("tw2sp").convert(text)
    return converted


@lru_cache(maxsize=2)
def _by(way: str) -> Any:
    from opencc import OpenCC

    return OpenCC(way)
