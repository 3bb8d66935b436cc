"""What was written while the encoder of meanings was away gets its meaning as soon as it is back.

Asked every minute; where nothing waits that is two small queries. A tick does so many and leaves the rest to the next.
"""

from uuid import UUID

from django.db import transaction

from foyer.base.meaning import encode_or_none
from foyer.knowledge.actions.learning import relearn
from foyer.knowledge.actions.missing import place, retest
from foyer.knowledge.models import GapQuestion, Phrasing

AT_ONCE = 400


def catch_up() -> int:
    """Fill in what waits: sentences of articles, and questions that belong to no gap yet. Returns how many were."""
    done = _sentences()
    if done and not Phrasing.objects.filter(embedding=None).exists():
        relearn()
        retest()
    return done + _questions()


@transaction.atomic
def _sentences() -> int:
    rows = list(
        Phrasing.objects.select_for_update(skip_locked=True)
        .filter(embedding=None)
        .only("id", "text")
        .order_by("id")[:AT_ONCE]
    )
    meanings = encode_or_none([row.text for row in rows]) if rows else None
    if meanings is None:
        return 0
    for row, meaning in zip(rows, meanings, strict=True):
        row.embedding = meaning
    Phrasing.objects.bulk_update(rows, ["embedding"], batch_size=200)
    return len(rows)


def _questions() -> int:
    """The oldest first, so that they begin the gap that later ones join."""
    done = 0
    for row in GapQuestion.objects.filter(meaning=None).order_by("at").values_list("pk", flat=True)[:AT_ONCE]:
        if not _one(row):
            break
        done += 1
    return done


@transaction.atomic
def _one(pk: UUID) -> bool:
    question = GapQuestion.objects.select_for_update().get(pk=pk)
    return question.meaning is not None or place(question)
