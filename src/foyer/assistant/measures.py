"""The numbers this room defines."""

from foyer.assistant.models import Draft, Turn
from foyer.base import measures
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

drafts = measures.counter(
    "assistant.drafts",
    name=Bilingual(zh="请语言模型撰写的回答", en="Answers a language model was asked to write"),
    dimensions=("outcome",),
)
grounded = measures.ratio(
    "assistant.grounded",
    name=Bilingual(
        zh="语言模型的句子有据可查的比例", en="Share of a language model's sentences that their citation supports"
    ),
)
first_sentence = measures.duration(
    "assistant.first_sentence",
    name=Bilingual(zh="语言模型首句可读的时间", en="Time until a language model's first checked sentence is shown"),
)
tokens = measures.counter(
    "assistant.tokens",
    name=Bilingual(zh="语言模型用量（词元）", en="Tokens of the language model"),
    dimensions=("side",),
)
writer_failures = measures.counter(
    "assistant.writer_failures",
    name=Bilingual(zh="语言模型故障", en="Failures of the language model"),
    dimensions=("why",),
)
left_alone = measures.counter(
    "assistant.writer_left_alone",
    name=Bilingual(zh="语言模型被暂停调用的次数", en="Times the language model was left alone"),
)

QUESTIONS = (Turn.Kind.ANSWER, Turn.Kind.OFFER, Turn.Kind.ASK_AGAIN, Turn.Kind.HAND_OVER)


def responded(turn: Turn) -> None:
    """Count one turn that was said, and how long the customer waited for it."""
    seen = [turns.of(1, kind=turn.kind, lang=turn.lang), seconds.of((turn.waited_ms or 0) / 1000, kind=turn.kind)]
    if turn.kind in QUESTIONS:
        seen.append(answered.of(turn.kind == Turn.Kind.ANSWER, lang=turn.lang))
    if turn.reason:
        seen.append(hand_overs.of(1, reason=turn.reason))
    measures.keep(*seen)


def drafted(draft: Draft) -> None:
    """Count what became of an answer that a language model was asked for."""
    drafts.add(1, outcome=draft.why or draft.state)
    for verdict in draft.verdicts:
        grounded.observe(not verdict["why"])
    if draft.shown_ms is not None:
        first_sentence.record(draft.shown_ms / 1000)
    tokens.add(draft.tokens_in, side="in")
    tokens.add(draft.tokens_out, side="out")


def writer_failed(why: str, *, rests: bool) -> None:
    writer_failures.add(1, why=why)
    if rests:
        left_alone.add(1)
