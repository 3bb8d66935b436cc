"""The passages an answer may rest on: pieces of published articles, each with its exact place in a version.

A passage of the answer is a few whole sentences, `answer[start:end]` in its own language; the steps are one passage of
their own. Where an article is written in one language only, its passages are in that language whatever was asked in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from foyer.assistant.writing.sentences import Span, sentences
from foyer.base.text import detect_language
from foyer.knowledge import queries as knowledge
from foyer.knowledge.queries import ArticlePage

LONGEST = 160  # characters of Chinese; English words are longer
MOST = 12


@dataclass(frozen=True)
class Passage:
    """What a citation points at. `number` is its place among those of one answer, from 1."""

    number: int
    code: str
    version: int
    title: str
    lang: str
    part: str
    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, Any]:
        """As a citation carries it."""
        return {"part": self.part, "lang": self.lang, "start": self.start, "end": self.end, "text": self.text}


def passages_of(codes: Iterable[str], lang: str) -> list[Passage]:
    """The passages of these articles, in their order. Raises `NoSuchArticle` when one was retired meanwhile."""
    pieces = [piece for code in codes for piece in _pieces(knowledge.article(code, lang=lang))]
    return [Passage(number, *piece) for number, piece in enumerate(pieces[:MOST], start=1)]


def language_of(page: ArticlePage) -> str:
    """The language that the page's words are really in: what is missing in one is shown in the other."""
    return detect_language(f"{page.title} {page.answer}", page.lang)  # type: ignore[arg-type]


def _pieces(page: ArticlePage) -> Iterator[tuple[Any, ...]]:
    lang = language_of(page)
    about = (page.code, page.version, page.title, lang)
    for span in grouped(page.answer, lang):
        yield (*about, "answer", span.start, span.end, span.text)
    if page.steps:
        text = "\n".join(f"{number}. {step}" for number, step in enumerate(page.steps, start=1))
        yield (*about, "steps", 0, len(page.steps), text)


def grouped(text: str, lang: str) -> list[Span]:
    """Neighbouring sentences together, as long as they stay short."""
    longest = LONGEST if lang == "zh" else 2 * LONGEST
    groups: list[Span] = []
    for span in sentences(text):
        if groups and span.end - groups[-1].start <= longest and "\n\n" not in text[groups[-1].end : span.start]:
            start = groups.pop().start
            groups.append(Span(start, span.end, text[start : span.end]))
        else:
            groups.append(span)
    return groups
