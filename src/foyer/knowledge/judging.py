"""Who says whether a question would be answered now: the room above that answers, through this one place."""

from collections.abc import Callable

from foyer.knowledge.queries.search import search

Judge = Callable[[str, str], str]

SURE = 0.8  # likeness to a phrasing of the article, where nobody above has said how sure is sure enough

_judges: list[Judge] = []


def judged_by(judge: Judge) -> Judge:
    """Register who judges: given a question and its language, the code of the article it would be answered with."""
    _judges[:] = [judge]
    return judge


def answers_with(text: str, lang: str) -> str:
    """The code of the article that this question would be answered with at this moment; empty for none."""
    return _judges[0](text, lang) if _judges else _by_likeness(text, lang)


def _by_likeness(text: str, lang: str) -> str:
    hits = search(text, lang, limit=1)
    return hits[0].article_code if hits and hits[0].nearest >= SURE else ""
