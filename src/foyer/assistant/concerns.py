"""What a reading asks of the house: who is served sooner, and when a person must come. One table, one order.

The first concern that applies counts. Each has its weight in the line (`conversations.priority`). The first three
bring a person, who is urgent or worried gets one where no answer is sure (`deciding`), and words of a vulnerable
customer alone hand nobody over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from foyer.assistant.understanding.closely import Reading

SELF_HARM, ESCALATED, UPSET, URGENT, WORRIED, VULNERABLE = (
    "self_harm", "escalated", "upset", "urgent", "worried", "vulnerable",
)  # fmt: skip
OUTSIDE = ("regulator", "media", "legal")
SURELY = 0.8
LIKELY = 0.5


def _self_harm(read: Reading, before: str) -> bool:
    """Plain words alone; a hint only from somebody who is not calm. Better one person too often than one too few."""
    sure = read.risk("self_harm")
    return sure >= SURELY or (sure >= LIKELY and read.mood.emotion in ("worried", "angry"))


def _escalated(read: Reading, before: str) -> bool:
    return any(read.risk(name) >= SURELY for name in OUTSIDE)


def _upset(read: Reading, before: str) -> bool:
    """Strong anger, or plain anger for the second time in a row."""
    mood = read.mood
    is_again = before == "angry" and mood.confidence >= 0.6
    return mood.emotion == "angry" and ((mood.confidence >= 0.7 and mood.intensity >= 0.5) or is_again)


def _urgent(read: Reading, before: str) -> bool:
    return read.mood.urgency >= SURELY


def _worried(read: Reading, before: str) -> bool:
    return read.mood.emotion == "worried" and read.mood.confidence >= 0.7 and read.mood.intensity >= 0.45


def _vulnerable(read: Reading, before: str) -> bool:
    return read.risk("vulnerable") >= SURELY


_RULES: tuple[tuple[str, Callable[[Reading, str], bool]], ...] = (
    (SELF_HARM, _self_harm),
    (ESCALATED, _escalated),
    (UPSET, _upset),
    (URGENT, _urgent),
    (WORRIED, _worried),
    (VULNERABLE, _vulnerable),
)
ORDER = tuple(name for name, _applies in _RULES)


def concern_of(read: Reading, before: str = "") -> str:
    """The first that applies, or nothing. `before` is the emotion of the customer's message before this one."""
    return next((name for name, applies in _RULES if applies(read, before)), "")


def gravest(concerns: Iterable[str]) -> str:
    """Of several the one that stands first in the table."""
    return min((one for one in concerns if one), key=ORDER.index, default="")
