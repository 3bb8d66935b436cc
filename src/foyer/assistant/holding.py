"""What this room holds of a person (`privacy.holders`): its decisions in their conversations, and why it took them."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.assistant import held
from foyer.assistant.explaining import explain
from foyer.assistant.models import AssistantSession, Dialogue, MessageReading, Turn
from foyer.base.legends import INTERNAL, SPECIAL
from foyer.privacy.holders import Holder, Subject, register
from foyer.privacy.requests import explaining
from foyer.privacy.retention.keepers import register as register_keeper


@transaction.atomic
def _erase(subject: Subject) -> int:
    held.of(Dialogue, subject).delete()
    held.of(AssistantSession, subject).delete()
    return held.of(Turn, subject).delete()[0]


def _shown(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"at": row.at.isoformat(), "decision": row.kind, "article": row.article_code, "why": row.reasons,
         "confidence": row.confidence} for row in held.of(Turn, subject).order_by("at")
    ]  # fmt: skip


def _explained(subject: Subject) -> list[explaining.Explained]:
    return [
        explaining.Explained(row.at, str(row.get_kind_display()), tuple(explain(row)))
        for row in held.of(Turn, subject).exclude(kind=Turn.Kind.NONE).order_by("-at")[: explaining.MOST]
    ]


register(
    Holder(
        "assistant.turns", _("Decisions of the assistant"), where="table", legend=INTERNAL, basis="contract",
        rule="ai_logs", floor=80, trace=lambda subject: held.of(Turn, subject).count(), erase=_erase, export=_shown,
        models=(
            "assistant.Turn", "assistant.Dialogue", "assistant.AssistantSession", "assistant.SampledAnswer",
            "assistant.Review",
        ),
    )
)  # fmt: skip
explaining.register(explaining.Explainer("assistant.turns", _("What the assistant decided"), _explained))


def _told(subject: Subject) -> list[dict[str, Any]]:
    rows = held.of(MessageReading, subject).order_by("at")
    return [{"at": row.at.isoformat(), "language": row.language, **row.details} for row in rows]


register(
    Holder(
        "assistant.readings", _("How the assistant read their messages"), where="table", legend=SPECIAL,
        basis="contract", rule="ai_logs", floor=80, trace=lambda subject: held.of(MessageReading, subject).count(),
        erase=lambda subject: held.of(MessageReading, subject).delete()[0], export=_told,
        models=("assistant.MessageReading",),
    )
)  # fmt: skip


register_keeper(held.keeper("assistant.readings", MessageReading))
register_keeper(held.keeper("assistant.turns", Turn))
