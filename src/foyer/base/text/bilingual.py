"""One text in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import translation

Language = Literal["zh", "en"]


def active_language() -> Language:
    """The language this thread speaks now, as data names it."""
    return language_of(translation.get_language() or "zh")


def language_of(code: str) -> Language:
    """`zh` for every Chinese code (zh-hans, zh-CN, zh_Hant), `en` for all others."""
    return "zh" if code.lower().startswith("zh") else "en"


def in_a_row(sentences: Iterable[object]) -> str:
    """Whole sentences one after another, as the reader's language sets them: Chinese leaves no gap between."""
    return ("" if active_language() == "zh" else " ").join(str(sentence) for sentence in sentences)


@dataclass(frozen=True)
class Bilingual:
    """The same text in both languages. A missing half is shown in the other language rather than as a blank."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.in_(active_language())

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def in_(self, language: str) -> str:
        """The text in `language` ("zh", "en" or any code Django or a browser gives)."""
        return (self.zh or self.en) if language_of(language) == "zh" else (self.en or self.zh)

    def as_json(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}

    @classmethod
    def from_json(cls, value: Any) -> Bilingual:
        """What `as_json` wrote. Raises ValueError for anything that is not two texts."""
        if isinstance(value, Bilingual):
            return value
        if not isinstance(value, dict) or not value.keys() <= {"zh", "en"}:
            raise ValueError("a bilingual text is {'zh': …, 'en': …}")
        if not all(isinstance(text, str) for text in value.values()):
            raise ValueError("both halves of a bilingual text are strings")
        return cls(**value)
