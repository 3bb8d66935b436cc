"""What colleagues said of articles: for the owners, and for who said it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise

from foyer.base.actors import Actor
from foyer.knowledge.models import Remark

KINDS: list[tuple[str, str | Promise]] = list(Remark.Kind.choices)


def remarks(*, state: str = "open", owner: UUID | None = None) -> "QuerySet[Remark]":
    """Doubts, newest first: open ones or settled ones, of everything or of what `owner` answers for."""
    rows = Remark.objects.exclude(kind=Remark.Kind.HELPFUL).filter(settled_at__isnull=state == "open")
    rows = rows.filter(version__article__owners=owner) if owner else rows
    return rows.select_related("version__article").defer("version__direction")


def open_remarks(owner: UUID | None = None) -> int:
    """How many doubts wait, of everything or of what `owner` answers for."""
    return remarks(owner=owner).count()


def said_by(rows: Iterable[Remark]) -> list[UUID]:
    """Who said these, for their names."""
    return [actor.id for row in rows if (actor := Actor.parse(row.by)).id]
