"""The inject of drills that takes the encoder of meanings away: for the drill's own thread only, nobody else meets it.

What is played is real: the breaker opens after its failures, the bank's own questions are searched by words alone, an
article that is written meanwhile waits for its meanings, and the sweep fills them in once the encoder is back.
"""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM
from foyer.base.aids.aid import FAILURES, Rehearsal
from foyer.base.meaning import AID, one_or_none
from foyer.base.text import Bilingual
from foyer.knowledge.actions import catch_up, discard, draft
from foyer.knowledge.content import Content
from foyer.knowledge.models import Article, ArticleVersion, Phrasing
from foyer.knowledge.queries import search
from foyer.knowledge.queries.pages import live_versions
from foyer.security.drills import acts
from foyer.security.drills.stage import Stage, player

MOST_QUESTIONS, RANKS = 60, 3


def _throw_away(stage: Stage) -> None:
    """The article that was written for it goes."""
    for version in ArticleVersion.objects.filter(article__code=_code(stage)):
        discard(version, by=SYSTEM)


@player("encoder_outage", undo=_throw_away)
def encoder_outage(stage: Stage) -> dict[str, Any]:
    """The encoder fails; search goes on, an article waits; it is back, and the article has caught up."""
    asked = _questions(stage.number("questions", 20, MOST_QUESTIONS))
    with AID.rehearsed() as rehearsal, stage.labelled():
        refused_ms = _fail(stage)
        found = sum(_is_found(stage, code, text, lang) for code, text, lang in asked)
        if found:
            stage.saw("contained")
        version = _written(stage)
        waiting = version.phrasings.filter(embedding=None).count()
        _come_back(rehearsal)
        catch_up()
        left = version.phrasings.filter(embedding=None).count()
        figures = {
            "asked": len(asked), "found_by_words": found, "opened_after": FAILURES, "fast_refusal_ms": refused_ms,
            "waiting": waiting, "caught_up": waiting - left,
        }  # fmt: skip
        is_well = bool(waiting) and not left and not AID.is_away
        if is_well:
            stage.saw("recovered")
        details = {"did": "encoder_outage", **figures}
        outcome: audit.Outcome = "done" if is_well else "failed"
        audit.record(acts.REHEARSED, by=SYSTEM, on=f"aid:{stage.drill.number}", outcome=outcome, details=details)
    return figures


def _fail(stage: Stage) -> float:
    """Ask until the breaker opens; how long it then takes to refuse, in milliseconds."""
    for _number in range(FAILURES):
        stage.go_on()
        one_or_none("你好")
    if AID.is_away:
        stage.saw("noticed")
    begun = time.perf_counter()
    one_or_none("你好")
    return round(1000 * (time.perf_counter() - begun), 2)


def _is_found(stage: Stage, code: str, text: str, lang: str) -> bool:
    """Whether the article that holds a question is among the first found by words alone."""
    stage.go_on()
    hits = search(text, lang, limit=RANKS)
    return any(hit.by_words and hit.article_code == code for hit in hits)


def _come_back(rehearsal: Rehearsal) -> None:
    """It works again, and the rest is over: the next use tries it."""
    rehearsal.is_failing, rehearsal.breaker.until = False, clock.now()


def _questions(count: int) -> list[tuple[str, str, str]]:
    """One question of each of some articles: code, words, language."""
    rows = Phrasing.objects.filter(version__in=live_versions(), kind=Phrasing.Kind.QUESTION)
    rows = rows.order_by("version__article__code", "id").distinct("version__article__code")
    return list(rows.values_list("version__article__code", "text", "lang")[:count])


def _written(stage: Stage) -> ArticleVersion:
    """A draft that is never submitted: no customer sees it."""
    code = _code(stage)
    words = Bilingual(zh=f"演练 {code}", en=f"Drill {code}")
    answer = Bilingual(zh="演练期间写下的文字。", en="Words written during a drill.")
    content = Content(words, answer, {}, {}, date(2026, 1, 1))
    Article.objects.filter(code=code).delete()  # of an earlier play of this inject
    return draft(code=code, category="mobile", content=content, by=SYSTEM, unfinished=True)


def _code(stage: Stage) -> str:
    return f"{stage.drill.number.lower()}-{stage.inject.code}"
