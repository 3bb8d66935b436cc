"""The decision, as one pure function: what the assistant does next, and why.

In this order: words that point to self-harm; a wish for a person; a topic that needs one; a regulator, the media or a
court named; anger; a choice from the last offer; a courtesy; a no to what was said; then the search, by how sure it is.
Every "not understood" counts as a failure; the second in a row hands over. Who is worried or in a hurry gets a sure
answer or a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from foyer.assistant.calibration import Calibration
from foyer.assistant.concerns import ESCALATED, SELF_HARM, UPSET, URGENT, WORRIED
from foyer.assistant.understanding import Understanding
from foyer.base.text import normalise
from foyer.knowledge.queries import Hit

MOST_OFFERED = 3
MOST_FAILURES = 2
SAME_SENTENCE = 0.98  # a title tapped or copied, but for its punctuation


@dataclass(frozen=True)
class State:
    """Where the dialogue stands: failures in a row, the articles last offered, the one last answered."""

    failures: int = 0
    offered: tuple[str, ...] = ()
    answered: str = ""


@dataclass(frozen=True)
class Decision:
    """What to do; `reasons` are codes (see `explaining`), `scores` the figures behind them."""

    reasons: tuple[str, ...] = field(default=(), kw_only=True)
    scores: dict[str, Any] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Answer(Decision):
    """From one article, or from several where the question has several parts."""

    code: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer(Decision):
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class HandOver(Decision):
    """`reason` is for the people who take over; `code` is an article to cite first, empty for none."""

    reason: str
    topic: str = ""
    code: str = ""


@dataclass(frozen=True)
class AskAgain(Decision):
    pass


@dataclass(frozen=True)
class Courtesy(Decision):
    kind: str


def decide(said: Understanding, hits: Sequence[Hit], state: State, calibration: Calibration) -> Decision:
    """Answer, offer, hand over, ask again or return a courtesy. `hits` are what the search found, best first."""
    calibration = calibration.of(hits)
    sure = calibration.confidence(hits)
    scores: dict[str, Any] = {"confidence": round(sure, 4), "found": [_figures(hit) for hit in hits[:MOST_OFFERED]]}
    if hits and hits[0].by_words:
        scores["by_words"] = True
    person = _person_at_once(said, hits, sure, calibration)
    if person is not None:
        return replace(person, scores=scores)
    chosen = _chosen(said, hits, state)
    if chosen:
        return Answer(chosen, reasons=("chosen_from_offer",), scores=scores)
    if said.courtesy and not (said.is_rejection and state.answered):
        return Courtesy(said.courtesy, reasons=(said.courtesy,), scores=scores)
    if said.is_rejection and (state.offered or state.answered) and sure < calibration.answer_at:
        return _fail(state, "said_no", scores)
    return _unless_pressed(said, _by_search(hits, sure, state, calibration, scores))


def _person_at_once(said: Understanding, hits: Sequence[Hit], sure: float, calibration: Calibration) -> HandOver | None:
    """Whom a machine should not keep: in danger, asking for a person, with a topic that needs one, or upset."""
    if said.concern == SELF_HARM:
        return HandOver(SELF_HARM, "safety", reasons=(SELF_HARM,))
    if said.wants_person:
        return HandOver("asked", reasons=("asked_for_person",))
    topic, why = topic_of(said, hits, sure, calibration)
    if said.concern == ESCALATED and topic in ("", "complaint"):
        return HandOver(ESCALATED, "complaint", reasons=(ESCALATED,))
    if topic:
        return HandOver(topic, topic, _safety_article(topic, hits), reasons=(why,))
    return HandOver(UPSET, reasons=(UPSET,)) if said.concern == UPSET else None


def _unless_pressed(said: Understanding, decision: Decision) -> Decision:
    """Who is worried, or in a hurry, is answered where the answer is sure; else they need no riddle but a person."""
    is_pressed = said.concern in (WORRIED, URGENT) and isinstance(decision, Offer | AskAgain)
    return HandOver(said.concern, reasons=(said.concern,), scores=decision.scores) if is_pressed else decision


def after(state: State, decision: Decision) -> State:
    """Where the dialogue stands once the decision is carried out."""
    match decision:
        case Answer(code=code):
            return State(answered=code)
        case Offer(hits=hits):
            failures = state.failures + ("offered_again" in decision.reasons or "repeated" in decision.reasons)
            return State(failures, tuple(hit.article_code for hit in hits), state.answered)
        case AskAgain():
            return State(state.failures + 1)
        case HandOver():
            return State()
    return state


def topic_of(said: Understanding, hits: Sequence[Hit], sure: float, calibration: Calibration) -> tuple[str, str]:
    """The topic that needs a person, and by which sign; two empty strings when there is none.

    Plain words decide alone, and so does an article of the topic that is surely the answer. Weak words need such an
    article to be at least the likeliest.
    """
    if said.strong_topic:
        return said.strong_topic, "topic_by_words"
    likely = hits[0].topic if hits and sure >= calibration.offer_at else ""
    if likely and sure >= calibration.answer_at:
        return likely, "topic_by_article"
    return (likely, "topic_by_words_and_article") if likely in said.weak_topics else ("", "")


def _chosen(said: Understanding, hits: Sequence[Hit], state: State) -> str:
    """The article picked from the last offer: by number, by its code, or by repeating its title."""
    if said.question in state.offered:
        return said.question
    if said.number is not None and said.number < len(state.offered):
        return state.offered[said.number]
    is_title = bool(hits) and (hits[0].nearest >= SAME_SENTENCE or normalise(hits[0].title) == said.question)
    return hits[0].article_code if is_title and hits[0].article_code in state.offered else ""


def _by_search(
    hits: Sequence[Hit], sure: float, state: State, calibration: Calibration, scores: dict[str, Any]
) -> Decision:
    if sure < calibration.offer_at:
        return _fail(state, "nothing_close", scores)
    is_repeated = hits[0].article_code == state.answered
    if sure >= calibration.answer_at and not is_repeated:
        return Answer(hits[0].article_code, reasons=("sure",), scores=scores)
    if (is_repeated or state.offered) and state.failures + 1 >= MOST_FAILURES:
        return HandOver("failed_twice", reasons=("failed_twice",), scores=scores)
    rest = [hit for hit in hits if hit.article_code != state.answered]
    why = ["repeated"] if is_repeated else ["unsure"]
    if state.offered and not is_repeated:
        why.append("offered_again")
    return Offer(tuple(rest[:MOST_OFFERED]), reasons=tuple(why), scores=scores)


def _fail(state: State, reason: str, scores: dict[str, Any]) -> Decision:
    if state.failures + 1 >= MOST_FAILURES:
        return HandOver("failed_twice", reasons=(reason, "failed_twice"), scores=scores)
    return AskAgain(reasons=(reason,), scores=scores)


def _safety_article(topic: str, hits: Sequence[Hit]) -> str:
    """What to say at once, before the person comes: the closest article of the topic."""
    return next((hit.article_code for hit in hits if hit.topic == topic), "")


def _figures(hit: Hit) -> dict[str, Any]:
    figures = {"score": hit.score, "meaning": hit.meaning, "words": hit.words, "nearest": hit.nearest}
    return {"code": hit.article_code, **{name: round(float(value), 4) for name, value in figures.items()}}
