"""The mark of the machine on everything it says, for people and for programs.

China's measures for labelling generated content (in force since 2025-09-01) and GB 45438-2025 ask for a visible label
and for metadata with the attribute, the provider and a content number; article 50 of the EU AI Act asks that people
are told they speak with a machine and that its output is marked in a machine-readable way.
"""

from typing import Any
from uuid import UUID

from foyer.base.text import Bilingual

PROVIDER = "Foyer"
MODEL = "foyer-assistant-1"
LABEL = Bilingual(zh="AI 生成", en="AI-generated")


def metadata(
    content_id: UUID | str, *, calibration: str, written_by: dict[str, str] | None = None, translated_from: str = ""
) -> dict[str, Any]:
    """The machine-readable label that a message's payload carries under "machine".

    `written_by` is the language model that put it into words (`writing.register`), where one did.
    """
    label: dict[str, Any] = {
        "generated": True,
        "label": LABEL.as_json(),
        "provider": PROVIDER,
        "model": MODEL,
        "calibration": calibration,
        "content_id": f"answer-{content_id}",
    }
    more = {"written_by": written_by, "translated_from": translated_from}
    return label | {name: value for name, value in more.items() if value}
