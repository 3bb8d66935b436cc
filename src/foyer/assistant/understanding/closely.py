"""Reading one message closely: language, entities, mood, urgency and risks, each with its confidence and its reason.

What may lead to a person is masked before anything here is kept or given to a model: `masked` is the text for a model
outside this process (names and addresses too), `hidden` the one for the encoder within it (numbers and addresses).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from foyer.assistant.understanding.entities import Entity, entities
from foyer.assistant.understanding.mood import NEUTRAL, Mood, Moods, mood, shipped
from foyer.assistant.understanding.risks import Risk, risks
from foyer.assistant.understanding.script import language_of
from foyer.base import meaning
from foyer.base.text import normalise
from foyer.privacy.deid import Span, scrub
from foyer.privacy.deid.finding import numbers_and_places

Encode = Callable[[str], Sequence[float] | None]


@dataclass(frozen=True)
class Reading:
    """What one message shows. `text` is the customer's own; it is never kept with the reading (`as_json`)."""

    text: str
    language: str
    entities: tuple[Entity, ...] = ()
    mood: Mood = NEUTRAL
    risks: tuple[Risk, ...] = ()
    made_on: str = ""

    @cached_property
    def normalised(self) -> str:
        """The masked text in one spelling: what is the same is written the same."""
        return normalise(self.masked)

    @cached_property
    def masked(self) -> str:
        """Without what leads to anybody, for whatever leaves this process. Names cost milliseconds, so only then."""
        return scrub(self.text).text

    def risk(self, name: str) -> float:
        """How surely the words name the risk; 0 where they don't."""
        return next((risk.confidence for risk in self.risks if risk.name == name), 0.0)

    def as_json(self) -> dict[str, Any]:
        """Everything that is kept: codes, figures, masked values and places. No words."""
        return {
            "language": self.language,
            "entities": [entity.as_json() for entity in self.entities],
            "mood": {
                "emotion": self.mood.emotion, "confidence": self.mood.confidence, "intensity": self.mood.intensity,
                "sentiment": self.mood.sentiment, "urgency": self.mood.urgency,
                "reasons": [[cue.group, cue.start, cue.end] for cue in self.mood.reasons],
            },
            "risks": [
                {"risk": risk.name, "confidence": risk.confidence, "tier": risk.tier, "at": [risk.start, risk.end]}
                for risk in self.risks
            ],
        }  # fmt: skip


def read(
    text: str,
    *,
    today: date,
    places: Mapping[str, str] | None = None,
    encode: Encode = meaning.one_or_none,
    model: Moods | None = None,
    feels: bool = True,
) -> Reading:
    """`today` is the bank's day; `places` the names of its branches; `encode` the meaning of a text as a vector.

    Without `feels` the mood is left unread (the use `moods` of the AI register is off).
    """
    if not text.strip():
        return Reading(text, "")
    spans = numbers_and_places(text)
    model = model or shipped()
    return Reading(
        text,
        language_of(text),
        entities(text, today=today, spans=spans, places=places),
        mood(text, encode(hidden(text, spans)), model) if feels else NEUTRAL,
        risks(text, model.risks),
        model.made_on,
    )


def hidden(text: str, spans: Sequence[Span]) -> str:
    """The text with a dot for each number or address that leads to somebody."""
    pieces, last = [], 0
    for span in sorted(spans, key=lambda span: span.start):
        pieces += [text[last : span.start], "·"]
        last = max(last, span.end)
    return "".join([*pieces, text[last:]])
