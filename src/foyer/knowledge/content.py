"""The words of an article before they are stored: what an editor types and a file holds, checked in one place.

An article is written in both languages, or in one alone: what is there must be whole, what is not there is only warned
of (`only_language`), and readers of the other language are shown what there is, marked as such.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from foyer.base.text import Bilingual
from foyer.knowledge.models import Audience, Channel

LANGUAGES = ("zh", "en")
FEWEST_QUESTIONS = 5
MOST_TITLE, MOST_ANSWER, MOST_LINE, MOST_LINES = 200, 20_000, 500, 100
LONGEST_VARIANT = 2_000

Lists = Mapping[str, list[str]]
Variants = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Content:
    """One version's words in both languages and the days they are valid."""

    title: Bilingual
    answer: Bilingual
    questions: Lists
    steps: Lists
    valid_from: date
    valid_to: date | None = None
    variants: Variants = field(default_factory=dict)
    audience: str = str(Audience.PUBLIC)

    def words_in(self, language: str) -> list[Any]:
        """Everything a translator of `language` is answerable for."""
        title, answer = getattr(self.title, language), getattr(self.answer, language)
        lists = [list(self.steps.get(language, [])), list(self.questions.get(language, []))]
        own = {channel: texts[language] for channel, texts in sorted(self.variants.items()) if texts.get(language)}
        return [title, answer, *lists, *([own] if own else [])]

    @property
    def fingerprint(self) -> str:
        """Equal for equal words, days and readers."""
        days = [self.valid_from.isoformat(), self.valid_to and self.valid_to.isoformat()]
        days += [self.audience] if self.audience != Audience.PUBLIC else []
        words = [self.words_in(language) for language in LANGUAGES]
        return hashlib.sha256(json.dumps([words, days], ensure_ascii=False).encode()).hexdigest()


def is_written(content: Content, language: str) -> bool:
    """Whether anything at all is said in a language."""
    own = [texts.get(language, "") for texts in content.variants.values()]
    lists = [*content.steps.get(language, []), *content.questions.get(language, [])]
    said = [getattr(content.title, language), getattr(content.answer, language), *lists, *own]
    return any(text.strip() for text in said)


def only_language(content: Content) -> str:
    """The language an article is written in alone; empty where it is written in both, or in none yet."""
    written = [language for language in LANGUAGES if is_written(content, language)]
    return written[0] if len(written) == 1 else ""


def stale_after(before: Content, after: Content, already: str = "") -> str:
    """Which language a change left behind: the one whose words stayed the same while the other's changed.

    A language that is not there lags behind nothing; one that is written for the first time leaves none behind.
    """
    if only_language(after):
        return ""
    changed = {language for language in LANGUAGES if before.words_in(language) != after.words_in(language)}
    if len(changed) != 1:
        return "" if changed else already
    [language] = changed
    if language == already:
        return ""
    is_new = any(_missing(before, language))
    return already if is_new else other_than(language)


def other_than(language: str) -> str:
    """The other of the two."""
    return "en" if language == "zh" else "zh"


def changed_languages(before: Content, after: Content) -> list[str]:
    """The languages whose words are not what they were."""
    return [language for language in LANGUAGES if before.words_in(language) != after.words_in(language)]


def problems_of(content: Content) -> list[str]:
    """What keeps it from being submitted, a sentence each. A language in which nothing is written keeps nothing."""
    written = [language for language in LANGUAGES if is_written(content, language)] or LANGUAGES
    missing = [problem for language in written for problem in _missing(content, language)]
    return [*missing, *faults_of(content)]


def faults_of(content: Content) -> list[str]:
    """What not even a draft may be, a sentence each."""
    return list(_faults(content))


def _faults(content: Content) -> Iterator[str]:
    if not content.title:
        yield _("A draft needs a title in one language at least.")
    if content.valid_to and content.valid_to < content.valid_from:
        yield _("The last valid day lies before the first.")
    for language in LANGUAGES:
        yield from _too_long(content, language)
    for channel, texts in content.variants.items():
        if channel not in Channel.values:
            yield _("“%(channel)s” is not a channel with texts of its own.") % {"channel": channel}
        if any(len(text) > LONGEST_VARIANT for text in texts.values()):
            yield _("The text for a channel may have at most %(most)d characters.") % {"most": LONGEST_VARIANT}


def _too_long(content: Content, language: str) -> Iterator[str]:
    title, answer = getattr(content.title, language), getattr(content.answer, language)
    lines = [*content.steps.get(language, []), *content.questions.get(language, [])]
    if len(title) > MOST_TITLE:
        yield _("%(language)s: the title is longer than %(most)d characters") % _limit(language, MOST_TITLE)
    if len(answer) > MOST_ANSWER:
        yield _("%(language)s: the answer is longer than %(most)d characters") % _limit(language, MOST_ANSWER)
    if any(len(line) > MOST_LINE for line in lines):
        yield _("%(language)s: a question or step is longer than %(most)d characters") % _limit(language, MOST_LINE)
    if len(lines) > MOST_LINES:
        yield _("%(language)s: more than %(most)d questions and steps") % _limit(language, MOST_LINES)


def _limit(language: str, most: int) -> dict[str, object]:
    return {"language": language_name(language), "most": most}


def language_name(language: str) -> str:
    return _("Chinese") if language == "zh" else _("English")


def _missing(content: Content, language: str) -> Iterator[str]:
    name = language_name(language)
    if not getattr(content.title, language).strip():
        yield _("%(language)s: the title is missing") % {"language": name}
    if not getattr(content.answer, language).strip():
        yield _("%(language)s: the answer is missing") % {"language": name}
    asked = len([text for text in content.questions.get(language, []) if text.strip()])
    if asked < FEWEST_QUESTIONS:
        yield _("%(language)s: %(asked)d questions, at least %(least)d are needed") % {
            "language": name,
            "asked": asked,
            "least": FEWEST_QUESTIONS,
        }
    if not content.steps.get(language):
        yield _("%(language)s: the steps are missing") % {"language": name}
