"""What a message wants, by the live reader: the verb that the rest of the assistant calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from foyer.assistant import register
from foyer.assistant.intents import clauses, live
from foyer.assistant.intents.likeness import Array
from foyer.assistant.intents.model import Read
from foyer.assistant.intents.reader import Reader, meanings_by
from foyer.base.encoders import chosen
from foyer.base.errors import Refusal

log = structlog.get_logger(__name__)

LEAST = 0.35  # below this an intent is a guess and not worth telling
PART_LEAST = 0.5  # a part of a message must be surer: it says less
MOST_CHARACTERS = 500


@dataclass(frozen=True)
class Seen:
    """An intent of a message: how likely it is right, and `reason`, the phrasing it is likest to."""

    code: str
    confidence: float
    reason: str
    version: int = 0


def seen(text: str, lang: str = "") -> list[Seen]:
    """The intents of a message, the surest first; several where its parts want different things, none where it wants
    nothing that is known. `lang` is not needed: the reader knows both languages, also mixed."""
    reader = live.reader() if register.is_on("intents") else None
    return seen_by(reader, text) if reader is not None else []


def seen_by(reader: Reader, text: str) -> list[Seen]:
    """The same by a reader at hand, as of a version that is not live."""
    text = text.strip()[:MOST_CHARACTERS]
    if not text:
        return []
    parts = clauses.split(text)
    parts = parts if len(parts) > 1 else []
    try:
        read = reader.read([text, *parts])
    except Refusal as refusal:  # an encoder behind an address is away: the conversation goes on without
        log.warning("intents_not_read", error=refusal.code)
        return []
    found = {one.code: one for one in _of(reader, read, 0, LEAST)}
    wanted = [one for row in range(1, 1 + len(parts)) for one in _of(reader, read, row, PART_LEAST)]
    if len({one.code for one in wanted}) > 1:
        for one in wanted:
            if one.code not in found or found[one.code].confidence < one.confidence:
                found[one.code] = one
    return sorted(found.values(), key=lambda one: -one.confidence)


def meanings_of(texts: Sequence[str]) -> dict[str, Array]:
    """By the name of each encoder in use: one vector of length 1 a sentence."""
    return meanings_by(chosen(), texts)


def _of(reader: Reader, read: Read, row: int, least: float) -> list[Seen]:
    """The best intent of one text, if it has one at all and is sure enough."""
    if not read.is_known[row] or read.right[row] < least:
        return []
    best = int(read.scores[row].argmax())
    code, sure = reader.model.names[best], round(float(read.right[row]), 4)
    return [Seen(code, sure, _reason(reader, read, row, best), reader.number)]


def _reason(reader: Reader, read: Read, row: int, intent: int) -> str:
    """The likest phrasing of that intent, else the likest of all."""
    places = [int(place) for place in read.closest[row]]
    own = next((place for place in places if reader.model.intents[place] == intent), places[0])
    return reader.model.texts[own]
