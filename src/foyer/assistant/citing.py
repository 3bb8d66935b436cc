"""What of an article is shown for a question, and the citation that points at exactly that.

A short article is shown whole. Of a long one the passages that lie closest to the question are shown, in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from foyer.assistant.writing.passages import ANSWER, CHANNEL, STEPS, Passage
from foyer.base.meaning import encode_or_none
from foyer.base.text import search_tokens
from foyer.knowledge import queries as knowledge

SHORT = {"zh": 600, "en": 1_200}  # characters of an article that is shown whole
MOST_PASSAGES = 3
MOST_STEPS = 12


def chosen(passages: Sequence[Passage], question: str) -> list[Passage]:
    """Those of one article to show: all of a short one, else the closest to the question; its steps if they are few."""
    if passages and passages[0].part == CHANNEL:
        return list(passages)
    said = [passage for passage in passages if passage.part == ANSWER]
    steps = [passage for passage in passages if passage.part == STEPS and passage.end <= MOST_STEPS]
    longest = SHORT[passages[0].lang] if passages else 0
    if not question or sum(len(passage.text) for passage in said) <= longest:
        return [*said, *steps]
    closest = np.argsort(-_closeness(question, [passage.text for passage in said]), kind="stable")[:MOST_PASSAGES]
    return [*(said[place] for place in sorted(closest)), *steps]


def _closeness(question: str, texts: Sequence[str]) -> Any:
    """How close each text is to the question: in meaning; by the words it shares while the encoder is away."""
    vectors = encode_or_none([question, *texts])
    if vectors is not None:
        rows = np.asarray(vectors)
        return rows[1:] @ rows[0]
    asked = set(search_tokens(question).split())
    return np.array([len(asked & set(search_tokens(text).split())) for text in texts], dtype=float)


def citations(passages: Sequence[Passage], question: str = "") -> list[dict[str, Any]]:
    """One for each article and version, with the passages it is cited for.

    It leads to the passage that answers the question best, marked on its page; without a question to the first one.
    """
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for passage in passages:
        about = passage.code, passage.version
        if about not in found:
            found[about] = _citation(passage)
        found[about]["passages"].append(passage.as_json())
    best = _best(found, passages[0].lang, question) if question else {}
    for about, citation in found.items():
        citation["url"] = best.get(about, citation["url"])
    return list(found.values())


def _citation(passage: Passage) -> dict[str, Any]:
    code, version = passage.code, passage.version
    titles = {lang: knowledge.spoken(code, version, lang).title for lang in ("zh", "en")}
    url = f"{knowledge.article_url(code, version)}?lang={passage.lang}"  # a channel's own text is not on its page
    if passage.part != CHANNEL:
        place = knowledge.Place(passage.part, passage.start, passage.end)
        url = knowledge.passage_url(code, version, passage.lang, place)
    return {"code": code, "version": version, "title": titles, "url": url, "passages": []}


def _best(found: Iterable[tuple[str, int]], lang: str, question: str) -> dict[tuple[str, int], str]:
    """Where each article answers the question, as the search sees it."""
    hits = [_hit(*about) for about in found]
    best = knowledge.passages(question, lang, limit=len(hits), hits=hits)
    return {(passage.code, passage.version): passage.url for passage in best}


def _hit(code: str, version: int) -> knowledge.Hit:
    """An article as if it had just been found."""
    return knowledge.Hit(
        article_code=code, version=version, title="", lang="", score=0, meaning=0, words=0, direction=0, nearest=0,
        phrasing="", category="", topic="",
    )  # fmt: skip
