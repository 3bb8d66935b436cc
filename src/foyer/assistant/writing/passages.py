"""The passages an answer may rest on: pieces of published articles, each with its exact place in a version.

A passage of the answer is a few whole sentences, `answer[start:end]` in its own language; the steps are one passage of
their own. Where an article is written in one language only, its passages are in that language whatever was asked in.
Where it has a shorter text for the conversation's channel, that text is all there is (part "channel").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from foyer.assistant.writing.sentences import Span, sentences
from foyer.knowledge import queries as knowledge
from foyer.knowledge.queries import ArticlePage

ANSWER, STEPS, CHANNEL = "answer", "steps", "channel"
LONGEST = 160  # characters of Chinese; English words are longer
MOST = 12


@dataclass(frozen=True)
class Passage:
    """What a citation points at. `number` is its place among those of one answer, from 1.

    `part` is where it stands: in the answer, in the steps, or in the text that the article has for the channel.
    """

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


def passages_of(codes: Iterable[str], lang: str, channel: str = "") -> list[Passage]:
    """The passages of these articles, in their order. Raises `NoSuchArticle` when one was retired meanwhile."""
    pieces = [piece for code in codes for piece in _pieces(knowledge.spoken(code, lang=lang, channel=channel))]
    return [Passage(number, *piece) for number, piece in enumerate(pieces[:MOST], start=1)]


def _pieces(page: ArticlePage) -> Iterator[tuple[Any, ...]]:
    about = (page.code, page.version, page.title, page.written_in)
    for span in grouped(page.answer, page.written_in):
        yield (*about, CHANNEL if page.is_short else ANSWER, span.start, span.end, span.text)
    if page.steps and not page.is_short:
        text = "\n".join(f"{number}. {step}" for number, step in enumerate(page.steps, start=1))
        yield (*about, STEPS, 0, len(page.steps), text)


@lru_cache(maxsize=1024)  # an article is cut once, however often it answers
def grouped(text: str, lang: str) -> tuple[Span, ...]:
    """Neighbouring sentences together, as long as they stay short."""
    longest = LONGEST if lang == "zh" else 2 * LONGEST
    groups: list[Span] = []
    for span in sentences(text):
        if groups and span.end - groups[-1].start <= longest and "\n\n" not in text[groups[-1].end : span.start]:
            start = groups.pop().start
            groups.append(Span(start, span.end, text[start : span.end]))
        else:
            groups.append(span)
    return tuple(groups)
