"""Playing a labelled set against the assistant as it is: the same path as a customer's message, and nothing kept.

A dialogue is held in a real conversation inside a transaction that is undone: no fact, no measure, no message stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from foyer.assistant import actions
from foyer.assistant.calibration import MOST_HITS, shipped
from foyer.assistant.deciding import Answer, State, decide
from foyer.assistant.evaluation.sets import LabelledSet, Question, Script
from foyer.assistant.models import Turn
from foyer.assistant.understanding import understand
from foyer.base.actors import Actor
from foyer.base.text import detect_language
from foyer.conversations import actions as conversations
from foyer.conversations import queries as talks
from foyer.knowledge import queries as knowledge


@dataclass(frozen=True)
class Outcome:
    """One case: its name within the set, whether it came out right, what was expected and what came, one line each."""

    kind: str
    case: str
    is_right: bool
    expected: str
    found: str
    confidence: float | None = None


def play(wanted: LabelledSet, *, seen: Any = None) -> list[Outcome]:
    """Every case of a set. `seen` names the likeliest intent of a text and its confidence: (text) -> (code, share)."""
    outcomes = [_asked(number, one) for number, one in enumerate(wanted.answers, start=1)]
    if wanted.intents:
        outcomes += [_named(number, one.text, one.intent, seen) for number, one in enumerate(wanted.intents, start=1)]
    return outcomes + [_held(one) for one in wanted.dialogues]


def _asked(number: int, one: Question) -> Outcome:
    said = understand(one.text, language=detect_language(one.text), burst=())
    calibration = shipped()
    hits = knowledge.search(said.question, said.lang, limit=MOST_HITS)
    decision = decide(said, hits, State(), calibration)
    answered = decision.code if isinstance(decision, Answer) else ""
    found = answered or type(decision).__name__.lower()
    is_right = answered == one.article if one.article else not answered
    return Outcome(
        "answers", f"{number}: {one.text}", is_right, one.article or "refuse", found, calibration.confidence(hits)
    )


def _named(number: int, text: str, intent: str, seen: Any) -> Outcome:
    code, share = seen(text) if seen else ("", None)
    return Outcome("intents", f"{number}: {text}", code == intent, intent, code or "none", share)


def _held(script: Script) -> Outcome:
    """Right when every turn is as expected; the first that is not is told."""
    with transaction.atomic():
        language = detect_language(script.turns[0].say)
        visitor, _token = conversations.start_visit(channel="portal", language=language)
        by = Actor.visitor(visitor)
        talk = conversations.open_conversation(visitor, channel="portal", language=language, by=by)
        told = "as expected"
        for number, step in enumerate(script.turns, start=1):
            message = conversations.send(talk.pk, text=step.say, client_id=f"evaluate-{number}", by=by)
            turn = actions.respond(talk.pk, message.pk, message.conversation.owner_epoch)
            fault = _fault(turn, talk.pk, step.expect)
            if fault:
                told = f"turn {number}: {fault}"
                break
        transaction.set_rollback(True)
    return Outcome("dialogues", script.name, told == "as expected", "as expected", told)


def _fault(turn: Turn | None, talk: Any, expect: dict[str, str]) -> str:
    if turn is None:
        return "nothing was said"
    came = {"kind": turn.kind, "article": turn.article_code, "reason": turn.reason}
    for name, wanted in expect.items():
        if name == "says":
            last = talks.thread(talk, viewer="customer", before=2**31 - 1, limit=3)
            if not any(wanted in message["text"] for message in last if message["author"]["kind"] == "assistant"):
                return f"did not say {wanted!r}"
        elif came[name] != wanted:
            return f"{name} {came[name] or 'none'} instead of {wanted}"
    return ""
