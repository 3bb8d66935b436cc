"""How a customer seems to be, as a colleague is shown it: one word, and why. For those who serve the customer.

Places kept with the reading are put back into the customer's own words only here, when somebody who may read the
conversation looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from foyer.assistant import concerns, helping
from foyer.assistant.models import MessageReading
from foyer.base.text import active_language
from foyer.conversations import queries as conversations

LOOK_BACK = 8
MOST_WORDS = 4
LEAST_SURE = 0.55
_TONES = {
    concerns.SELF_HARM: "bad", concerns.ESCALATED: "bad", concerns.UPSET: "bad", concerns.URGENT: "warn",
    concerns.WORRIED: "warn", concerns.VULNERABLE: "warn",
}  # fmt: skip


@dataclass(frozen=True)
class Feeling:
    """`name` is for the chip, `tone` its colour, `why` the sentences behind it."""

    name: str
    tone: str
    why: tuple[str, ...]


def feeling(conversation_id: UUID) -> Feeling | None:
    """How the customer seems by their newest messages; None where nothing is worth a colleague's eye.

    Of the last few messages the gravest concern counts; without one, the newest message that shows a feeling surely.
    The caller has checked who may read the conversation.
    """
    rows = list(MessageReading.objects.filter(conversation=conversation_id).order_by("-at")[:LOOK_BACK])
    row = _gravest(rows) or _felt(rows)
    if row is None:
        return None
    words = conversations.words_of([row.message_id]).get(row.message_id, "")
    return Feeling(_name(row), _TONES.get(row.concern, _tone(row)), tuple(_why(row, words)))


def _gravest(rows: list[MessageReading]) -> MessageReading | None:
    """Thanks settle what was before them, except words of self-harm."""
    settled = next((place for place, row in enumerate(rows) if row.emotion == "grateful"), len(rows))
    grave = [row for place, row in enumerate(rows) if place < settled or row.concern == concerns.SELF_HARM]
    return min((row for row in grave if row.concern), key=lambda row: concerns.ORDER.index(row.concern), default=None)


def _felt(rows: list[MessageReading]) -> MessageReading | None:
    """Anger or worry of the last messages; thanks only while they are the last word."""
    sure = [row for row in rows if row.emotion != "calm" and row.mood["confidence"] >= LEAST_SURE]
    return next((row for row in sure if row.emotion != "grateful" or row is rows[0]), None)


def _tone(row: MessageReading) -> str:
    return {"angry": "warn", "worried": "warn", "grateful": "ok"}.get(row.emotion, "")


def _name(row: MessageReading) -> str:
    return {
        concerns.SELF_HARM: _("In danger"),
        concerns.ESCALATED: _("Wants to go further"),
        concerns.UPSET: _("Very upset"),
        concerns.URGENT: _("Cannot wait"),
        concerns.WORRIED: _("Very worried"),
        concerns.VULNERABLE: _("Needs special care"),
    }.get(row.concern) or {
        "angry": _("Annoyed"),
        "worried": _("Worried"),
        "grateful": _("Grateful"),
    }[row.emotion]


def _why(row: MessageReading, words: str) -> Iterator[str]:
    for risk in row.details.get("risks", []):
        about = {"risk": _risks()[risk["risk"]], "share": round(100 * risk["confidence"])}
        said = _quoted(_words([risk["at"]], words))
        yield _("%(risk)s, %(share)d%% sure") % about + said
    if row.emotion != "calm":
        shares = {"share": round(100 * row.mood["confidence"]), "strength": round(100 * row.mood["intensity"])}
        told = {
            "angry": _("Angry, %(share)d%% sure, strength %(strength)d of 100"),
            "worried": _("Worried, %(share)d%% sure, strength %(strength)d of 100"),
            "grateful": _("Grateful, %(share)d%% sure, strength %(strength)d of 100"),
        }[row.emotion] % shares
        places = [place[1:] for place in row.mood["reasons"]]
        yield told + (_quoted(_words(places, words)) or _(", by the meaning of the whole message"))
    if row.mood.get("urgency", 0) >= concerns.LIKELY:
        yield _("Urgent, %d%% sure") % round(100 * row.mood["urgency"])


def _words(places: Iterable[list[int]], words: str) -> list[str]:
    found = [words[start:end].strip() for start, end in places]
    return list(dict.fromkeys(one for one in found if one))[:MOST_WORDS]


def _quoted(words: list[str]) -> str:
    if not words:
        return ""
    marks = "「{}」" if active_language() == "zh" else "“{}”"
    return _(": %s") % " ".join(marks.format(one) for one in words)


def _risks() -> dict[str, str]:
    return {
        "self_harm": _("Words that point to self-harm"),
        "fraud": _("Words that point to fraud"),
        "regulator": _("A regulator is named"),
        "media": _("The media are named"),
        "legal": _("Legal steps are named"),
        "vulnerable": _("A circumstance that needs special care"),
    }


@helping.part
def in_the_summary(conversation_id: UUID) -> Iterable[helping.Line]:
    """One line at hand-over."""
    found = feeling(conversation_id)
    if found is not None:
        told = _("{feeling}: {why}").format(feeling=found.name, why=_("; ").join(found.why))
        yield helping.Line(_("How they seem"), told[:240])
