"""Words for the end of a conversation, for the colleague to keep, change or throw away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from foyer.assistant.helping.summing_up import LOOK_BACK, cut, first_question
from foyer.assistant.understanding import understand
from foyer.conversations import queries as conversations

GLAD = ("thanks", "goodbye")
LONGEST_PART = 80


@dataclass(frozen=True)
class WrapUp:
    """A summary of one or two sentences and the outcome that fits, empty where none can be told."""

    text: str
    disposition: str


def wrap_up(conversation_id: UUID) -> WrapUp:
    """What was asked and what the colleague said of it; solved where the customer's last words were thanks."""
    thread = conversations.thread(conversation_id, viewer="staff", limit=LOOK_BACK)
    said = [message for message in thread if message["kind"] in ("text", "choices") and message["text"].strip()]
    asked, answered = first_question(said), _answered(said)
    if not asked:
        return WrapUp("", "")
    values = {"asked": cut(asked, LONGEST_PART), "answered": cut(answered, LONGEST_PART)}
    text = _("Asked: %(asked)s. Answered: %(answered)s.") if answered else _("Asked: %(asked)s.")
    return WrapUp(text % values, _outcome(said))


def _answered(said: Sequence[dict[str, Any]]) -> str:
    """The longest thing a colleague said: greetings and thanks are short."""
    theirs = [message["text"] for message in said if message["author"]["kind"] == "agent"]
    return max(theirs, key=len, default="")


def _outcome(said: Sequence[dict[str, Any]]) -> str:
    last = said[-1] if said else None
    if last is None or last["author"]["kind"] != "customer":
        return ""
    read = understand(last["text"], language=last["lang"] or "zh", burst=())
    return "solved" if read.courtesy in GLAD and not read.is_rejection else ""
