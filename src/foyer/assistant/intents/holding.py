"""What this part holds of a person (`privacy.holders`): masked words that colleagues wait to learn from."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.assistant.models import Correction
from foyer.base.legends import FREE_TEXT
from foyer.privacy.holders import Holder, Subject, register


def _corrections(subject: Subject) -> "QuerySet[Correction]":
    return Correction.objects.filter(conversation__in=sorted(subject.names))


def _shown(subject: Subject) -> list[dict[str, Any]]:
    rows = _corrections(subject).select_related("intent").order_by("at")
    return [{"at": row.at.isoformat(), "words": row.text, "about": row.intent.code, "state": row.state} for row in rows]


register(
    Holder(
        "assistant.corrections", _("What messages were about, as colleagues said"), where="table", legend=FREE_TEXT,
        basis="contract", rule="ai_logs", floor=80, trace=lambda subject: _corrections(subject).count(),
        erase=lambda subject: _corrections(subject).delete()[0], export=_shown, models=("assistant.Correction",),
    )
)  # fmt: skip
