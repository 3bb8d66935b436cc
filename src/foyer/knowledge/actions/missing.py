"""What customers found no good answer to: collected without anything of them, grouped by meaning, tested again.

A question comes in by `miss`, its words scrubbed of everything personal (`privacy.deid`). It joins the gap whose
questions are its closest kin (`kinship.py`) or begins one. Whenever an article begins to speak, the questions of open
gaps are asked again; a gap whose questions are answered closes, and opens again when they are missed anew.
"""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils.crypto import salted_hmac

from foyer.base import clock
from foyer.base.meaning import AID, one_or_none
from foyer.base.text import normalise
from foyer.knowledge.judging import answers_with
from foyer.knowledge.kinship import CLOSE, Kin, kin_of, kinship
from foyer.knowledge.models import Article, Gap, GapQuestion
from foyer.knowledge.models.gap import LONGEST_QUESTION
from foyer.knowledge.queries.search import search
from foyer.knowledge.validity import bank_day
from foyer.privacy.deid import scrub

_TAKEN_OUT = re.compile(r"\[[^\]]*\]")  # what stands where something personal was
SHORTEST = 4  # characters that may be a question
COMPARED = 20  # newest questions of a gap that a new one is compared with
MOST_GAPS = 500
MOST_SEARCHES = 300
ENOUGH = 0.8  # share of its questions that must be answered for a gap to close


@transaction.atomic
def miss(
    text: str, *, lang: str, why: str, source: str, article_code: str = "", at: datetime | None = None
) -> GapQuestion | None:
    """Keep a question that had no good answer. `source` says where it stood, so that it counts once; only its keyed
    hash is kept. None for what is too short to be a question once everything personal is out.
    """
    words = scrub(text).text.strip()[:LONGEST_QUESTION]
    if len(normalise(_TAKEN_OUT.sub("", words))) < SHORTEST:
        return None
    key = salted_hmac("knowledge.gap", source, algorithm="sha256").hexdigest()
    if kept := GapQuestion.objects.filter(source=key).first():
        return kept
    about = {"text": words, "lang": lang, "why": why, "article_code": article_code}
    question = GapQuestion(**about, source=key, at=at or clock.now())
    question.save(force_insert=True)
    place(question)
    return question


def place(question: GapQuestion) -> bool:
    """Give a question its meaning and its gap. While the encoder is away it waits for both (`catching_up`)."""
    meaning = one_or_none(question.text)
    if meaning is None:
        return False
    question.meaning = meaning
    question.gap = _closest_gap(kin_of(question.text, meaning)) or _new_gap(question)
    question.save(update_fields=["meaning", "gap"])
    _take_up(question.gap)
    return True


def miss_search(text: str, *, lang: str) -> GapQuestion | None:
    """Keep what somebody searched for in the help centre and did not find: once a day for the same words, and no more
    than some hundreds a day, so that nobody can fill the list.
    """
    day = bank_day()
    today = GapQuestion.objects.filter(why=GapQuestion.Why.NOTHING_FOUND, at__gt=clock.now() - timedelta(days=1))
    if today.count() >= MOST_SEARCHES:
        return None
    source = f"search:{day.isoformat()}:{normalise(text)}"
    return miss(text, lang=lang, why=GapQuestion.Why.NOTHING_FOUND, source=source)


def _closest_gap(kin: Kin) -> Gap | None:
    """The gap whose questions are its kin; settled ones count, so that what was dismissed does not come anew."""
    best: tuple[float, Gap | None] = (CLOSE, None)
    for gap, others in _groups():
        close = kinship(kin, others)
        if close >= best[0]:
            best = close, gap
    return best[1]


def _groups() -> list[tuple[Gap, list[Kin]]]:
    gaps = list(Gap.objects.defer("centre").order_by("-opened_at")[:MOST_GAPS])
    rows = GapQuestion.objects.filter(gap__in=gaps).order_by("-at").values_list("gap_id", "text", "meaning")
    kin: dict[UUID, list[Kin]] = {}
    for gap, text, meaning in rows:
        if len(kin.setdefault(gap, [])) < COMPARED:
            kin[gap].append(kin_of(text, meaning))
    return [(gap, kin.get(gap.pk, [])) for gap in gaps]


def _new_gap(question: GapQuestion) -> Gap:
    hits = search(question.text, question.lang, limit=1, audience="staff")
    category = hits[0].category if hits else ""
    return Gap.objects.create(
        title=question.text, lang=question.lang, category=category, centre=question.meaning, opened_at=question.at
    )


def _take_up(gap: Any) -> None:
    """A closed gap that is missed again is open again; the question nearest to the middle of all gives the title."""
    if gap.state == Gap.State.CLOSED:
        gap.state, gap.settled_at, gap.settled_by = Gap.State.OPEN, None, ""
    name_by_middle(gap)


def name_by_middle(gap: Gap) -> None:
    """Give a gap its middle, and the title of the question that lies closest to it."""
    rows = list(gap.questions.order_by("at").values_list("text", "lang", "meaning"))
    vectors = np.array([meaning for _text, _lang, meaning in rows], dtype=np.float32)
    centre = vectors.mean(axis=0)
    middle = int(np.argmax(vectors @ centre))
    gap.title, gap.lang, gap.centre = rows[middle][0], rows[middle][1], centre.tolist()
    gap.save()


def retest(*, by: str = "system") -> int:
    """Ask the questions of all open gaps again and close those that are answered. Says how many closed.

    By words alone nothing is judged: while the encoder is away they wait until it is back (`catching_up`).
    """
    if AID.is_away:
        return 0
    gaps = Gap.objects.filter(state__in=[Gap.State.OPEN, Gap.State.DRAFTED]).order_by("opened_at")
    return sum(retest_one(gap, by=by) for gap in gaps[:MOST_GAPS])


@transaction.atomic
def retest_one(gap: Gap, *, by: str = "system") -> bool:
    """Ask one gap's questions again. Closed when enough of them would be answered, by an article they did not have."""
    gap = Gap.objects.select_for_update().get(pk=gap.pk)
    if not gap.is_open:
        return False
    questions, now = list(gap.questions.all()), clock.now()
    codes = {question.pk: _answer_now(question) for question in questions}
    for question in questions:
        question.answered_at = (question.answered_at or now) if codes[question.pk] else None
    GapQuestion.objects.bulk_update(questions, ["answered_at"])
    answered = [code for code in codes.values() if code]
    if not questions or len(answered) < ENOUGH * len(questions):
        return False
    gap.state, gap.settled_at, gap.settled_by = Gap.State.CLOSED, now, by
    gap.article = gap.article or Article.objects.filter(code=max(set(answered), key=answered.count)).first()
    gap.save()
    return True


def _answer_now(question: GapQuestion) -> str:
    """The article that would answer it now; the one that did not help counts only in a newer version."""
    code = answers_with(question.text, question.lang)
    if not code or code != question.article_code:
        return code
    newer = Article.objects.filter(code=code, current_version__published_at__gt=question.at).exists()
    return code if newer else ""
