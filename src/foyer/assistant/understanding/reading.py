"""Reading one message, and with it the burst it ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from foyer.assistant.understanding import phrases
from foyer.base.text import detect_language, normalise


@dataclass(frozen=True)
class Understanding:
    """What the words show. `question` is the text worth searching; `number` the place of a choice named by number."""

    question: str
    lang: str
    wants_person: bool = False
    strong_topic: str = ""
    weak_topics: frozenset[str] = field(default_factory=frozenset)
    courtesy: str = ""
    is_rejection: bool = False
    number: int | None = None
    concern: str = ""
    """What a close reading of the words asks of the house (`assistant.concerns`); put in by whoever noticed it."""


def understand(text: str, *, language: str, burst: Sequence[str] = ()) -> Understanding:
    """Read the newest message; `burst` holds those sent just before it and not yet answered.

    A wish for a person and a topic that needs one count wherever in the burst they were said.
    `language` is the conversation's, kept where the words themselves do not tell ("1", "ok", "👍").
    """
    newest = normalise(text)
    whole = normalise(" ".join([*burst, text]))
    return Understanding(
        question=_without_opening(newest),
        lang=_language(newest, language),
        wants_person=any(_wants_person(normalise(part)) for part in [*burst, text]),
        strong_topic=next((topic for topic, lines in phrases.STRONG.items() if _found(lines, whole)), ""),
        weak_topics=frozenset(topic for topic, lines in phrases.WEAK.items() if _found(lines, whole)),
        courtesy=_courtesy(newest),
        is_rejection=_found(phrases.REJECTION, newest),
        number=next((place for place, line in enumerate(phrases.NUMBERS) if _found([line], newest)), None),
    )


def _without_opening(text: str) -> str:
    """“Hello, may I ask …” says nothing about the question; there may be two such openings in a row."""
    bare = re.sub(phrases.OPENING, "", re.sub(phrases.OPENING, "", text))
    return bare or text


def _wants_person(text: str) -> bool:
    return _found(phrases.PERSON, text) and not _found(phrases.NOT_PERSON, text)


def _courtesy(text: str) -> str:
    kinds = {"greeting": phrases.GREETING, "thanks": phrases.THANKS, "goodbye": phrases.GOODBYE}
    return next((kind for kind, lines in kinds.items() if _found(lines, text)), "")


def _language(text: str, language: str) -> str:
    """One or two Latin words ("OK", "app") do not make a Chinese conversation English."""
    is_too_short = not re.search(r"[^\x00-\x7f]", text) and len(text.split()) < 2 and language == "zh"
    return language if is_too_short else detect_language(text, language)  # type: ignore[arg-type]


def _found(lines: Sequence[str], text: str) -> bool:
    return any(_compiled(line).search(text) for line in lines)


@lru_cache(maxsize=256)
def _compiled(line: str) -> re.Pattern[str]:
    return re.compile(line)
