"""What this room holds of a person (`privacy.holders`): the verdicts of a reader, never their name."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.base.legends import FREE_TEXT
from foyer.knowledge.models import Rating
from foyer.privacy.holders import Holder, Subject, register


def _ratings(subject: Subject) -> "QuerySet[Rating]":
    readers = [f"customer:{one}" for one in subject.customers] + [f"visitor:{one}" for one in subject.visitors]
    return Rating.objects.filter(by__in=readers)


def _shown(subject: Subject) -> list[dict[str, Any]]:
    rows = _ratings(subject).select_related("version__article")
    return [
        {"article": row.version.article.code, "helpful": row.is_helpful, "comment": row.comment,
         "at": row.at.isoformat()} for row in rows
    ]  # fmt: skip


register(
    Holder(
        "knowledge.ratings", _("Ratings of articles"), where="table", legend=FREE_TEXT, basis="contract",
        rule="conversations", floor=50, trace=lambda subject: _ratings(subject).count(),
        erase=lambda subject: _ratings(subject).delete()[0], export=_shown, models=("knowledge.Rating",),
    )
)  # fmt: skip
