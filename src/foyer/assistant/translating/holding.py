"""What this part holds of a person (`privacy.holders`): what was translated of their conversations."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.assistant import held
from foyer.assistant.models import Translation
from foyer.base.legends import FREE_TEXT
from foyer.privacy.holders import Holder, Subject, register
from foyer.privacy.retention.keepers import register as register_keeper


def _shown(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"at": row.at.isoformat(), "into": row.target, "written_by": row.written_by, "text": row.output}
        for row in held.of(Translation, subject).order_by("at")
    ]


register(
    Holder(
        "assistant.translations", _("Translations by a language model"), where="table", legend=FREE_TEXT,
        basis="contract", rule="ai_logs", floor=80, trace=lambda subject: held.of(Translation, subject).count(),
        erase=lambda subject: held.of(Translation, subject).delete()[0], export=_shown,
        models=("assistant.Translation",),
    )
)  # fmt: skip


register_keeper(held.keeper("assistant.translations", Translation))
