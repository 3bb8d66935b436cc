"""What is said to somebody who is handed over because of how they are: warm, plain, and without a promise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from foyer.assistant import concerns

HOTLINES = Path(__file__).parent / "fixtures" / "hotlines.yaml"


def comforting(reason: str, lang: str) -> str:
    """The words for a hand-over out of concern, in the active language; nothing for another reason."""
    if reason == concerns.SELF_HARM:
        return _crisis(lang)
    return _words().get(reason, "")


def _crisis(lang: str) -> str:
    """A person first of all; then help that is there at any hour, since the person may take a minute to come."""
    lines = "\n".join(f"· {line['number']} {line[lang]}" for line in _hotlines()["lines"])
    return _(
        "What you write worries me, and you are not alone with it. I am bringing a colleague to you right now. Please "
        "stay here with us.\n\nIf you are in danger at this moment, call %(emergency)s or go to the nearest emergency "
        "room. Somebody also listens here:\n%(lines)s\n\nWhatever it is about money, we will look at it with you, one "
        "step at a time."
    ) % {"emergency": _hotlines()["emergency"], "lines": lines}


def _words() -> dict[str, str]:
    return {
        concerns.ESCALATED: _(
            "I hear that this is serious to you. A colleague takes it up now, writes it down as a complaint and tells "
            "you how it goes on. I cannot say from here how it will be decided."
        ),
        concerns.UPSET: _(
            "I am sorry that you have had this trouble with us. You should not have to explain it to a machine: a "
            "colleague takes over now and sees all that you have written."
        ),
        concerns.WORRIED: _(
            "I understand that this worries you. I am bringing a colleague who looks at it with you. They see what you "
            "have written here."
        ),
        concerns.URGENT: _(
            "I understand that this cannot wait. I am bringing a colleague with priority. They see what you have "
            "written here."
        ),
    }


@lru_cache(maxsize=1)
def _hotlines() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(HOTLINES.read_text(encoding="utf-8"))
    return found
