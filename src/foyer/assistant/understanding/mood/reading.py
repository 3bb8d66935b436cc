"""The mood of one message: what its writer feels and how strongly, how much they hurry, and by which words.

Read on customers' words, to serve them better; nothing here is ever asked about an employee's (`actions.reading`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foyer.assistant.understanding.mood.cues import Cue, cues
from foyer.assistant.understanding.mood.features import features
from foyer.assistant.understanding.mood.model import EMOTIONS, Moods, shipped

SHOWS = {
    "angry": ("fury", "blame", "irony", "frowns", "not_praise", "shouted", "insistent", "drawn_out", "exclaimed"),
    "worried": ("worry", "tears", "happening", "insisting", "exclaimed"),
    "grateful": ("thanks", "praise", "smiles", "not_fury", "not_blame", "exclaimed"),
    "calm": ("asking", "rest", "not_worry", "not_fury"),
}
"""Which cues are told as reasons for which emotion."""
STRONG = {"fury": 0.2, "irony": 0.1, "blame": 0.1, "worry": 0.12, "happening": 0.12, "tears": 0.12, "frowns": 0.12,
          "praise": 0.1, "thanks": 0.1, "smiles": 0.08, "shouted": 0.15, "exclaimed": 0.08, "insistent": 0.1,
          "drawn_out": 0.1, "insisting": 0.05}  # fmt: skip
BASE = 0.35


@dataclass(frozen=True)
class Mood:
    """`confidence` is of the emotion; `sentiment` from -1 to 1; `intensity` and `urgency` from 0 to 1.

    `reasons` are cues with their places; none where the meaning alone decided.
    """

    emotion: str
    confidence: float
    intensity: float
    sentiment: float
    urgency: float
    reasons: tuple[Cue, ...] = ()


NEUTRAL = Mood("calm", 0.0, 0.0, 0.0, 0.0)


def mood(text: str, meaning: Sequence[float] | None, model: Moods | None = None) -> Mood:
    """`meaning` is the encoder's vector of the text. Without one, while the encoder is away, the cues decide alone; a
    text without any is taken as calm."""
    if not text.strip():
        return NEUTRAL
    model = model or shipped()
    found = cues(text)
    if meaning is None and not found:
        return NEUTRAL
    values = features(text, found, [0.0] * model.meaning_length if meaning is None else meaning)
    shares = dict(zip(EMOTIONS, model.emotions.shares(values), strict=True))
    emotion = max(shares, key=lambda name: shares[name])
    return Mood(
        emotion,
        round(float(shares[emotion]), 3),
        _intensity(emotion, shares[emotion], found),
        round(float(shares["grateful"] - shares["angry"] - shares["worried"]), 3),
        round(float(model.urgency.shares(values)[1]), 3),
        tuple(cue for cue in found if cue.group in SHOWS[emotion]),
    )


def _intensity(emotion: str, share: float, found: Sequence[Cue]) -> float:
    """How strongly it is said: a base, more for each strong cue of the emotion, by how sure the emotion is."""
    if emotion == "calm":
        return 0.0
    cued = [cue.group for cue in found if cue.group in SHOWS[emotion]]
    strength = BASE + sum(STRONG.get(group, 0) * min(cued.count(group), 2) for group in set(cued))
    return round(min(1.0, strength) * float(share), 3)
