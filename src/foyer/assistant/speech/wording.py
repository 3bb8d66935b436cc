"""From what a model wrote to what the customer sees: simplified characters, the bank's terms, figures."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from foyer.assistant.speech.hearing.by_sound import corrected
from foyer.assistant.speech.reading.figures import figures
from foyer.assistant.speech.vocabulary import known_terms
from foyer.base.text import detect_language

MOST_LETTERS = 1_000


@dataclass(frozen=True)
class Worded:
    """The words for the page, and the language they are in."""

    text: str
    language: str


def worded(told: dict[str, Any], *, language: str, is_final: bool) -> Worded:
    """Put what was heard into words. Text on its way stays as the model wrote it, but for its characters."""
    text = str(told["text"])[:MOST_LETTERS]
    spoken = told.get("language") or language
    is_chinese = spoken in ("zh", "yue") or (spoken not in ("en",) and detect_language(text) == "zh")
    if is_chinese:
        text = _simplified().convert(text)
        text = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text)
    if is_final:
        text = figures(corrected(text, known_terms()), "zh") if is_chinese else figures(text, "en")
    return Worded(text.strip(), "zh" if is_chinese else "en")


@lru_cache(maxsize=1)
def _simplified() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
