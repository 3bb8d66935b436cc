"""What this part holds of a person (`privacy.holders`): masked words that colleagues wait to learn from."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.assistant import held
from foyer.assistant.models import Correction
from foyer.base.legends import FREE_TEXT
from foyer.privacy.holders import Holder, Subject, register


def _shown(subject: Subject) -> list[dict[str, Any]]:
    rows = held.of(Correction, subject).select_related("intent").order_by("at")
    return [{"at": row.at.isoformat(), "words": row.text, "about": row.intent.code, "state": row.state} for row in rows]


register(
    Holder(
        "assistant.corrections", _("What messages were about, as colleagues said"), where="table", legend=FREE_TEXT,
        basis="contract", rule="ai_logs", floor=80, trace=lambda subject: held.of(Correction, subject).count(),
        erase=lambda subject: held.of(Correction, subject).delete()[0], export=_shown, models=("assistant.Correction",),
    )
)  # fmt: skip
