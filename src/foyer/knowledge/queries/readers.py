"""Who has read what, and what I must still read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Sum

from foyer.knowledge.actions.reading import missing_readers, must_be_read_by
from foyer.knowledge.models import ArticleVersion, Reading
from foyer.knowledge.queries.pages import live_versions


@dataclass(frozen=True)
class Readers:
    """One version: colleagues who opened and confirmed it, who is missing, and how often customers read it."""

    confirmed: list[Reading]
    opened: list[Reading]
    missing: list[Any]
    due_at: datetime | None
    counts: dict[str, int]

    @property
    def at_the_desk(self) -> int:
        return self.counts.get("desk", 0)

    @property
    def by_customers(self) -> int:
        return sum(times for door, times in self.counts.items() if door != "desk")


@dataclass(frozen=True)
class ToRead:
    """An article somebody must confirm, and until when."""

    version: ArticleVersion
    due_at: datetime | None


def readers(version: ArticleVersion) -> Readers:
    rows = list(version.readings.select_related("reader").order_by("opened_at"))
    counts = dict(version.read_counts.values_list("door").annotate(times=Sum("count")).order_by("door"))
    missing = missing_readers(version) if version.article.must_read_roles else []
    return Readers(
        [row for row in rows if row.confirmed_at], [row for row in rows if not row.confirmed_at], missing,
        must_be_read_by(version), counts,
    )  # fmt: skip


def to_read(user: Any) -> list[ToRead]:
    """What speaks now, must be read by a role of theirs, and has not been confirmed by them."""
    roles = list(user.groups.values_list("name", flat=True))
    if not roles:
        return []
    confirmed = Reading.objects.filter(version=OuterRef("pk"), reader=user, confirmed_at__isnull=False)
    rows = live_versions(audience="staff").filter(~Exists(confirmed), article__must_read_roles__overlap=roles)
    rows = rows.select_related("article").defer("direction").order_by("published_at")
    return [ToRead(row, must_be_read_by(row)) for row in rows[:50]]


def must_confirm(user: Any, code: str, number: int) -> bool:
    """Whether this reader owes a confirmation of this version."""
    return any(each.version.article.code == code and each.version.number == number for each in to_read(user))
