"""What this part holds of a person (`privacy.holders`): what a language model was asked for them, and what it wrote."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.assistant.models import Draft
from foyer.base.legends import FREE_TEXT
from foyer.privacy.holders import Holder, Subject, register
from foyer.privacy.retention.keepers import Carried, Keeper
from foyer.privacy.retention.keepers import register as register_keeper


def _drafts(subject: Subject) -> QuerySet[Draft]:
    return Draft.objects.filter(conversation__in=sorted(subject.names))


def _shown(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"at": row.at.isoformat(), "became": row.state, "written_by": row.written_by, "shown": row.shown}
        for row in _drafts(subject).order_by("at")
    ]


register(
    Holder(
        "assistant.drafts", _("Answers by a language model"), where="table", legend=FREE_TEXT, basis="contract",
        rule="ai_logs", floor=80, trace=lambda subject: _drafts(subject).count(),
        erase=lambda subject: _drafts(subject).delete()[0], export=_shown, models=("assistant.Draft",),
    )
)  # fmt: skip


def _forget(before: datetime, held: Collection[UUID]) -> Carried:
    due = Draft.objects.filter(at__lt=before)
    kept = due.filter(conversation__customer__in=held).count()
    going = due.exclude(conversation__customer__in=held) if held else due
    return Carried(going.delete()[0], kept)


register_keeper(
    Keeper("assistant.drafts", "ai_logs", lambda before: Draft.objects.filter(at__lt=before).count(), _forget)
)
