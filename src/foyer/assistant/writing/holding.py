"""What this part holds of a person (`privacy.holders`): what a language model was asked for them, and what it wrote."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.assistant import held
from foyer.assistant.models import Draft
from foyer.base.legends import FREE_TEXT
from foyer.privacy.holders import Holder, Subject, register
from foyer.privacy.retention.keepers import register as register_keeper


def _shown(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"at": row.at.isoformat(), "became": row.state, "written_by": row.written_by, "shown": row.shown}
        for row in held.of(Draft, subject).order_by("at")
    ]


register(
    Holder(
        "assistant.drafts", _("Answers by a language model"), where="table", legend=FREE_TEXT, basis="contract",
        rule="ai_logs", floor=80, trace=lambda subject: held.of(Draft, subject).count(),
        erase=lambda subject: held.of(Draft, subject).delete()[0], export=_shown, models=("assistant.Draft",),
    )
)  # fmt: skip


register_keeper(held.keeper("assistant.drafts", Draft))
