"""The summary at hand-over, in the colleague's language; the customer's words stay as they are shown, masked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from foyer.assistant.explaining import explain
from foyer.assistant.models import Turn
from foyer.base.text import active_language, in_a_row
from foyer.conversations import queries as conversations
from foyer.knowledge import queries as knowledge
from foyer.knowledge.errors import NoSuchArticle

LONGEST = 120
LOOK_BACK = 200
MOST_TRIED = 5
_TRIED = (Turn.Kind.ANSWER, Turn.Kind.OFFER, Turn.Kind.ASK_AGAIN)


@dataclass(frozen=True)
class Line:
    """One line of a summary: what it is about, in a word, and what there is to say."""

    name: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Summary:
    """`lines` in the order they are read; empty where the assistant had no part in the conversation."""

    lines: tuple[Line, ...]


Part = Callable[[UUID], Iterable[Line]]
_parts: list[Part] = []


def part(told: Part) -> Part:
    """Register who adds lines: how the customer feels, which process stands where."""
    _parts.append(told)
    return told


def summary(conversation_id: UUID) -> Summary:
    """What was asked, tried and found out before a person came in. The caller has checked who may read it."""
    turns = list(Turn.objects.filter(conversation=conversation_id, outcome=Turn.Outcome.SAID).order_by("at"))
    if not turns:
        return Summary(())
    thread = conversations.thread(conversation_id, viewer="staff", limit=LOOK_BACK)
    lines = [*_asked(thread), *_tried(turns), *_why(turns)]
    for told in _parts:
        lines += told(conversation_id)
    return Summary(tuple(lines))


def first_question(thread: Sequence[dict[str, Any]]) -> str:
    """What the customer came for: their first words that say something."""
    said = [message["text"].strip() for message in thread if message["author"]["kind"] == "customer"]
    return cut(next((text for text in said if len(text) >= 4), said[0] if said else ""))


def cut(text: str, longest: int = LONGEST) -> str:
    """One line of bounded length."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def title_of(code: str, version: int | None, lang: str) -> str:
    try:
        return knowledge.article(code, version, lang).title
    except NoSuchArticle:
        return code


def _asked(thread: Sequence[dict[str, Any]]) -> list[Line]:
    first = first_question(thread)
    said = [message["text"] for message in thread if message["author"]["kind"] == "customer"]
    last = cut(said[-1]) if said else ""
    lines = [Line(_("Asked"), first)] if first else []
    return lines + ([Line(_("Said last"), last)] if last and last != first else [])


def _tried(turns: Sequence[Turn]) -> list[Line]:
    """Each attempt once, the newest last."""
    lines: dict[str, Line] = {}
    for turn in turns:
        if turn.kind not in _TRIED:
            continue
        line = _attempt(turn)
        lines.pop(line.text, None)
        lines[line.text] = line
    return list(lines.values())[-MOST_TRIED:]


def _attempt(turn: Turn) -> Line:
    lang = active_language()
    if turn.kind == Turn.Kind.ANSWER and turn.article_code:
        url = knowledge.article_url(turn.article_code, turn.article_version or 1)
        return Line(_("Answered"), title_of(turn.article_code, turn.article_version, lang), url)
    if turn.kind == Turn.Kind.OFFER:
        return Line(_("Offered"), " · ".join(title_of(code, None, lang) for code in turn.offered))
    return Line(_("Asked again"), _("The assistant did not understand."))


def _why(turns: Sequence[Turn]) -> list[Line]:
    last = next((turn for turn in reversed(turns) if turn.kind == Turn.Kind.HAND_OVER), None)
    reasons = [str(reason) for reason in explain(last)] if last else []
    return [Line(_("Handed over because"), in_a_row(reasons))] if reasons else []
