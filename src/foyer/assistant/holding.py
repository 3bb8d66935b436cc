"""What this room holds of a person (`privacy.holders`): its decisions in their conversations, and why it took them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.assistant.explaining import explain
from foyer.assistant.models import AssistantSession, Dialogue, MessageReading, Turn
from foyer.base.legends import INTERNAL, SPECIAL
from foyer.privacy.holders import Holder, Subject, register
from foyer.privacy.requests import explaining
from foyer.privacy.retention.keepers import Carried, Keeper
from foyer.privacy.retention.keepers import register as register_keeper


def _turns(subject: Subject) -> "QuerySet[Turn]":
    return Turn.objects.filter(conversation__in=sorted(subject.names))


@transaction.atomic
def _erase(subject: Subject) -> int:
    Dialogue.objects.filter(conversation__in=sorted(subject.names)).delete()
    AssistantSession.objects.filter(conversation__in=sorted(subject.names)).delete()
    return _turns(subject).delete()[0]


def _shown(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"at": row.at.isoformat(), "decision": row.kind, "article": row.article_code, "why": row.reasons,
         "confidence": row.confidence} for row in _turns(subject).order_by("at")
    ]  # fmt: skip


def _explained(subject: Subject) -> list[explaining.Explained]:
    return [
        explaining.Explained(row.at, str(row.get_kind_display()), tuple(explain(row)))
        for row in _turns(subject).exclude(kind=Turn.Kind.NONE).order_by("-at")[: explaining.MOST]
    ]


register(
    Holder(
        "assistant.turns", _("Decisions of the assistant"), where="table", legend=INTERNAL, basis="contract",
        rule="ai_logs", floor=80, trace=lambda subject: _turns(subject).count(), erase=_erase, export=_shown,
        models=(
            "assistant.Turn", "assistant.Dialogue", "assistant.AssistantSession", "assistant.SampledAnswer",
            "assistant.Review",
        ),
    )
)  # fmt: skip
explaining.register(explaining.Explainer("assistant.turns", _("What the assistant decided"), _explained))


def _readings(subject: Subject) -> "QuerySet[MessageReading]":
    return MessageReading.objects.filter(conversation__in=sorted(subject.names))


def _told(subject: Subject) -> list[dict[str, Any]]:
    rows = _readings(subject).order_by("at")
    return [{"at": row.at.isoformat(), "language": row.language, **row.details} for row in rows]


register(
    Holder(
        "assistant.readings", _("How the assistant read their messages"), where="table", legend=SPECIAL,
        basis="contract", rule="ai_logs", floor=80, trace=lambda subject: _readings(subject).count(),
        erase=lambda subject: _readings(subject).delete()[0], export=_told, models=("assistant.MessageReading",),
    )
)  # fmt: skip


def _forget_readings(before: datetime, held: Collection[UUID]) -> Carried:
    due = MessageReading.objects.filter(at__lt=before)
    kept = due.filter(conversation__customer__in=held).count()
    going = due.exclude(conversation__customer__in=held) if held else due
    return Carried(going.delete()[0], kept)


register_keeper(
    Keeper(
        "assistant.readings", "ai_logs", lambda before: MessageReading.objects.filter(at__lt=before).count(),
        _forget_readings,
    )
)  # fmt: skip


def _forget_turns(before: datetime, held: Collection[UUID]) -> Carried:
    due = Turn.objects.filter(at__lt=before)
    kept = due.filter(conversation__customer__in=held).count()
    going = due.exclude(conversation__customer__in=held) if held else due
    return Carried(going.delete()[0], kept)


register_keeper(
    Keeper("assistant.turns", "ai_logs", lambda before: Turn.objects.filter(at__lt=before).count(), _forget_turns)
)
