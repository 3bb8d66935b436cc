"""The numbers this room defines."""

from datetime import datetime

from foyer.assistant.models import Turn
from foyer.base import clock, measures
from foyer.base.text import Bilingual

turns = measures.counter(
    "assistant.turns",
    name=Bilingual(zh="助手的决定", en="Decisions of the assistant"),
    dimensions=("kind", "lang"),
)
hand_overs = measures.counter(
    "assistant.handed_over",
    name=Bilingual(zh="助手转人工", en="Handed over by the assistant"),
    dimensions=("reason",),
)
answered = measures.ratio(
    "assistant.answered",
    name=Bilingual(zh="助手直接回答的比例", en="Share of questions the assistant answered at once"),
    dimensions=("lang",),
)
seconds = measures.duration(
    "assistant.response",
    name=Bilingual(zh="助手响应时间", en="Time until the assistant responds"),
    dimensions=("kind",),
)

QUESTIONS = (Turn.Kind.ANSWER, Turn.Kind.OFFER, Turn.Kind.ASK_AGAIN, Turn.Kind.HAND_OVER)


def responded(turn: Turn, *, since: datetime) -> None:
    """Count one turn that was said, and how long the customer waited for it."""
    turns.add(1, kind=turn.kind, lang=turn.lang)
    seconds.record((clock.now() - since).total_seconds(), kind=turn.kind)
    if turn.kind in QUESTIONS:
        answered.observe(turn.kind == Turn.Kind.ANSWER, lang=turn.lang)
    if turn.reason:
        hand_overs.add(1, reason=turn.reason)
