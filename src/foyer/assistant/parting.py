"""A message that asks two things at once: taken apart, and answered from an article for each."""

from __future__ import annotations

import re
from dataclasses import replace

from foyer.assistant.calibration import MOST_HITS, Calibration
from foyer.assistant.deciding import Answer, Decision, Offer
from foyer.assistant.understanding import Understanding
from foyer.knowledge import queries as knowledge

MOST = 3
_ASKS = (
    r"怎么|如何|怎样|多少|哪[里儿些个]|什么|啥|吗|呢|能不能|可不可以|是否|几[个天点张次]|多久|多长|要不要|会不会|可以|为什么"
    r"|\b(?:how|what|when|where|which|who|why|can|could|do|does|is|are|will|should|may)\b"
)
_CUT = re.compile(
    r"[?？；;。!！\n]+|[，,、]?\s*(?:另外|还有|以及|同时|顺便(?:问一下)?|再问一下|并且)[，,]?"
    r"|[，,]?\s*\b(?:and also|also|and then|plus|as well as)\b[，,]?"
    r"|[，,]?\s*\band\b\s+(?=(?:how|what|when|where|which|who|why|can|could|do|does|is|are|will|should|may)\b)",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[，,]\s*")


def of_several_parts(decision: Decision, said: Understanding, calibration: Calibration) -> Decision:
    """The same decision, or an answer from several articles where each part of the question has a sure one."""
    if not isinstance(decision, Answer | Offer) or "chosen_from_offer" in decision.reasons:
        return decision
    parts = parts_of(said.question)
    if len(parts) < 2:
        return decision
    found = [knowledge.search(part, said.lang, limit=MOST_HITS) for part in parts]
    sure = [hits[0] for hits in found if calibration.may_answer(hits)]
    codes = list(dict.fromkeys(hit.article_code for hit in sure if not hit.topic))
    if len(codes) < 2:
        return decision
    reasons = ("several_parts",)
    if isinstance(decision, Answer):
        return replace(decision, code=codes[0], also=tuple(codes[1:]), reasons=reasons)
    return Answer(codes[0], tuple(codes[1:]), reasons=reasons, scores=decision.scores)


def parts_of(question: str) -> list[str]:
    """Its questions, at most `MOST`; one that cannot be taken apart is its own only part."""
    parts = [part for piece in _CUT.split(question) for part in _by_commas(piece)]
    asking = [part for part in parts if _is_question(part)]
    return asking[:MOST] if len(asking) > 1 else [question]


def _by_commas(piece: str) -> list[str]:
    """A comma parts two questions only where both sides ask."""
    parts = [part.strip() for part in _COMMA.split(piece) if part.strip()]
    return parts if len(parts) > 1 and all(_is_question(part) for part in parts) else [piece.strip()]


def _is_question(text: str) -> bool:
    is_long = len(text.split()) >= 3 if text.isascii() else len(text) >= 4
    return is_long and bool(re.search(_ASKS, text, re.IGNORECASE))
