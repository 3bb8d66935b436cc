"""What colleagues say of an article they used, for its owners to mend."""

from typing import Any

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.events import publish as tell
from foyer.knowledge.acts import REMARK_SETTLED, REMARKED
from foyer.knowledge.errors import NoSuchArticle, NoSuchRemark, NoteMissing
from foyer.knowledge.events import ArticleDoubted
from foyer.knowledge.models import ArticleVersion, Remark
from foyer.knowledge.models.remark import LONGEST_NOTE


@transaction.atomic
def remark(code: str, version: int, *, kind: str, by: Actor, lang: str = "zh", note: str = "") -> Remark:
    """Say that a version helped, is wrong or is out of date; a later word of the same colleague replaces the first.

    A doubt says what is wrong. It goes to the owners and stays on their list until one of them settles it.
    """
    note = audit.said(note.strip()[:LONGEST_NOTE])
    if kind not in Remark.Kind.values or (kind != Remark.Kind.HELPFUL and not note):
        raise NoteMissing
    found = ArticleVersion.objects.filter(article__code=code, number=version, published_at__isnull=False)
    read = found.select_related("article").first()
    if read is None:
        raise NoSuchArticle
    said = {"kind": kind, "note": note, "lang": lang, "at": clock.now()}
    fresh = {"settled_at": None, "settled_by": "", "outcome": ""}
    row, _is_new = Remark.objects.update_or_create(version=read, by=str(by), defaults={**said, **fresh})
    if kind != Remark.Kind.HELPFUL:
        audit.record(REMARKED, by=by, on=f"article:{code}", details={"version": version, "kind": kind})
        tell(ArticleDoubted(read.article_id, code, version, kind, str(by)))
    return row


@transaction.atomic
def settle_remark(remark_id: Any, *, outcome: str, by: Actor) -> Remark:
    """An owner has looked: mended, or right as it is, in a sentence that the colleague can read."""
    row = Remark.objects.select_for_update(of=("self",)).select_related("version__article").filter(pk=remark_id).first()
    if row is None or row.kind == Remark.Kind.HELPFUL:
        raise NoSuchRemark
    if row.settled_at is not None:
        return row
    if not outcome.strip():
        raise NoteMissing
    row.settled_at, row.settled_by = clock.now(), str(by)
    row.outcome = audit.said(outcome.strip()[:LONGEST_NOTE])
    row.save()
    audit.record(REMARK_SETTLED, by=by, on=f"article:{row.version.article.code}", details={"kind": row.kind})
    return row
