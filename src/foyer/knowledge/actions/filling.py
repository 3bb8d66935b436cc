"""The to-write list: who writes what, and the draft that a gap begins with."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.knowledge.actions.drafting import draft
from foyer.knowledge.actions.missing import name_by_middle
from foyer.knowledge.acts import GAP_ASSIGNED, GAP_SETTLED
from foyer.knowledge.content import LANGUAGES, Content
from foyer.knowledge.errors import GapSettled, NoSuchGap
from foyer.knowledge.models import Article, ArticleVersion, Category, Gap
from foyer.knowledge.shelf.vocabulary import pinyin
from foyer.knowledge.validity import bank_day

MOST_QUESTIONS = 12
LONGEST_CODE = 40


@transaction.atomic
def assign_gap(gap_id: Any, *, to: Any, by: Actor) -> Gap:
    """Give a gap to an editor, or to nobody; once more to the same changes nothing."""
    gap = _claimed(gap_id)
    if gap.assignee_id == (to.pk if to else None):
        return gap
    gap.assignee = to
    gap.save(update_fields=["assignee"])
    audit.record(GAP_ASSIGNED, by=by, on=f"gap:{gap.pk}", details={"to": str(to.pk) if to else ""})
    return gap


@transaction.atomic
def write_article(gap_id: Any, *, by: Actor) -> ArticleVersion:
    """Begin the article that a gap asks for: its questions are filled in, in the language they were asked in.

    Asked again, the draft that was begun is given.
    """
    gap = _claimed(gap_id)
    begun = gap.article.versions.order_by("-number").first() if gap.article else None
    if begun is not None and begun.is_open:
        return begun
    content = _content(gap)
    version = draft(
        code=_free_code(gap), category=gap.category or Category.ACCOUNTS, content=content, by=by, unfinished=True
    )
    gap.article, gap.state = version.article, Gap.State.DRAFTED
    gap.save(update_fields=["article", "state"])
    return version


@transaction.atomic
def dismiss_gap(gap_id: Any, *, reason: str, by: Actor) -> Gap:
    """Take a gap off the list: what it asks is not the bank's to answer. It does not come back by itself."""
    gap = _claimed(gap_id)
    gap.state, gap.reason = Gap.State.DISMISSED, reason.strip()[:200]
    gap.settled_at, gap.settled_by = clock.now(), str(by)
    gap.save()
    audit.record(GAP_SETTLED, by=by, on=f"gap:{gap.pk}", reason=audit.said(reason), details={"state": gap.state})
    return gap


@transaction.atomic
def join_gaps(gap_id: Any, into_id: Any, *, by: Actor) -> Gap:
    """Two gaps are one question: the first one's questions go over to the other."""
    gap, into = _claimed(gap_id), _claimed(into_id)
    if gap.pk == into.pk:
        return into
    gap.questions.update(gap=into)
    audit.record(GAP_SETTLED, by=by, on=f"gap:{gap.pk}", details={"state": "joined", "into": str(into.pk)})
    gap.delete()
    name_by_middle(into)
    return into


def _claimed(gap_id: Any) -> Gap:
    gap = Gap.objects.select_for_update(of=("self",)).select_related("article").filter(pk=gap_id).first()
    if gap is None:
        raise NoSuchGap
    if not gap.is_open:
        raise GapSettled
    return gap


def _content(gap: Gap) -> Content:
    asked = {lang: _distinct(gap, lang) for lang in LANGUAGES}
    title = {lang: gap.title if gap.lang == lang else "" for lang in LANGUAGES}
    steps: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    return Content(Bilingual(**title), Bilingual("", ""), asked, steps, bank_day())


def _distinct(gap: Gap, lang: str) -> list[str]:
    texts = gap.questions.filter(lang=lang).order_by("-at").values_list("text", flat=True)
    return list(dict.fromkeys(texts))[:MOST_QUESTIONS]


def _free_code(gap: Gap) -> str:
    """A code from the question: its English words, or how the Chinese ones sound."""
    base = slugify(pinyin(gap.title) if gap.lang == "zh" else gap.title)[:LONGEST_CODE].strip("-") or "question"
    taken = set(Article.objects.filter(code__startswith=base).values_list("code", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)
