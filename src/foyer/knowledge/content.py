"""The words of an article before they are stored: what an editor types and a file holds, checked in one place."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foyer.base.text import Bilingual

LANGUAGES = ("zh", "en")
FEWEST_QUESTIONS = 5

Lists = Mapping[str, list[str]]


@dataclass(frozen=True)
class Content:
    """One version's words in both languages and the days they are valid."""

    title: Bilingual
    answer: Bilingual
    questions: Lists
    steps: Lists
    valid_from: date
    valid_to: date | None = None

    def words_in(self, language: str) -> list[Any]:
        """Everything a translator of `language` is answerable for."""
        title, answer = getattr(self.title, language), getattr(self.answer, language)
        return [title, answer, list(self.steps.get(language, [])), list(self.questions.get(language, []))]

    @property
    def fingerprint(self) -> str:
        """Equal for equal words and days."""
        days = [self.valid_from.isoformat(), self.valid_to and self.valid_to.isoformat()]
        words = [self.words_in(language) for language in LANGUAGES]
        return hashlib.sha256(json.dumps([words, days], ensure_ascii=False).encode()).hexdigest()


def stale_after(before: Content, after: Content, already: str = "") -> str:
    """Which language a change left behind: the one whose words stayed the same while the other's changed."""
    changed = {language for language in LANGUAGES if before.words_in(language) != after.words_in(language)}
    if len(changed) == 1:
        other = "en" if "zh" in changed else "zh"
        return "" if already in changed else other
    return "" if changed else already


def problems_of(content: Content) -> list[str]:
    """What is missing, a sentence each."""
    return [problem for language in LANGUAGES for problem in _missing(content, language)]


def _missing(content: Content, language: str) -> Iterator[str]:
    name = {"zh": _("Chinese"), "en": _("English")}[language]
    if not getattr(content.title, language).strip():
        yield _("%(language)s: the title is missing") % {"language": name}
    if not getattr(content.answer, language).strip():
        yield _("%(language)s: the answer is missing") % {"language": name}
    asked = len(content.questions.get(language, []))
    if asked < FEWEST_QUESTIONS:
        yield _("%(language)s: %(asked)d questions, at least %(least)d are needed") % {
            "language": name,
            "asked": asked,
            "least": FEWEST_QUESTIONS,
        }
    if not content.steps.get(language):
        yield _("%(language)s: the steps are missing") % {"language": name}
