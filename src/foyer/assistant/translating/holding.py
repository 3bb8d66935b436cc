"""What this part holds of a person (`privacy.holders`): what was translated of their conversations."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.assistant.models import Translation
from foyer.base.legends import FREE_TEXT
from foyer.privacy.holders import Holder, Subject, register
from foyer.privacy.retention.keepers import Carried, Keeper
from foyer.privacy.retention.keepers import register as register_keeper


def _theirs(subject: Subject) -> QuerySet[Translation]:
    return Translation.objects.filter(conversation__in=sorted(subject.names))


def _shown(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"at": row.at.isoformat(), "into": row.target, "written_by": row.written_by, "text": row.output}
        for row in _theirs(subject).order_by("at")
    ]


register(
    Holder(
        "assistant.translations", _("Translations by a language model"), where="table", legend=FREE_TEXT,
        basis="contract", rule="ai_logs", floor=80, trace=lambda subject: _theirs(subject).count(),
        erase=lambda subject: _theirs(subject).delete()[0], export=_shown, models=("assistant.Translation",),
    )
)  # fmt: skip


def _forget(before: datetime, held: Collection[UUID]) -> Carried:
    due = Translation.objects.filter(at__lt=before)
    kept = due.filter(conversation__customer__in=held).count()
    going = due.exclude(conversation__customer__in=held) if held else due
    return Carried(going.delete()[0], kept)


def _count(before: datetime) -> int:
    return Translation.objects.filter(at__lt=before).count()


register_keeper(Keeper("assistant.translations", "ai_logs", _count, _forget))
