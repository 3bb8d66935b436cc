"""One turn of a service: what the customer said moves the order, and the next question is put."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from foyer.assistant.composing import Reply
from foyer.assistant.concerns import UPSET
from foyer.assistant.deciding import Answer, Courtesy, Decision, HandOver
from foyer.assistant.dialogue import saying
from foyer.assistant.dialogue.advancing import Said, advance, prompt_again
from foyer.assistant.dialogue.answering import answered
from foyer.assistant.dialogue.handing import File
from foyer.assistant.dialogue.starting import asked_for, suggested_by
from foyer.assistant.dialogue.words import CANCEL, KEEP, NO, RESUME, is_
from foyer.assistant.heard import Heard
from foyer.assistant.understanding import Understanding
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.text import Bilingual, normalise
from foyer.conversations import queries as conversations
from foyer.servicing import actions, queries
from foyer.servicing.queries import Order, Process

MOST_MISSES = 3


@dataclass(frozen=True)
class Serve(Decision):
    """A service took the turn; `code` is its process."""

    code: str = ""


@dataclass(frozen=True)
class Turned:
    """What a turn of a service comes to: a decision to keep, the words, a file to hand over."""

    decision: Decision
    reply: Reply
    file: File | None = None


def serve(talk: Any, heard: Heard, order: Order | None) -> Turned | None:
    """Take the turn for the service that runs (`order`) or that the words ask for; None leaves it to knowledge and
    people."""
    if heard.said.wants_person or talk.owner != "assistant" or talk.owner_epoch != heard.epoch:
        return None
    try:
        if order is None:
            return _begin(talk, heard.message.text, heard)
        return _go_on(order, talk, conversations.in_full(heard.message_id), heard)
    except Refusal as no:
        return Turned(
            Serve(code=order.process if order else "", reasons=("service_refused",)), _refused(no, heard.said.lang)
        )


def amid(
    talk: Any, decision: Decision, reply: Reply, said: Understanding, *, is_idle: bool = False
) -> tuple[Decision, Reply]:
    """After an answer in between, the open question again; after what nobody understood, that question alone.

    Where nothing runs (`is_idle` where that is known), an answer that speaks of a service carries its button.
    """
    if isinstance(decision, (Serve, HandOver)):
        return decision, reply
    order = None if is_idle else queries.live_in(talk.pk)
    if order is None:
        return decision, _with_button(decision, reply, said)
    if isinstance(decision, (Answer, Courtesy)):
        back = prompt_again(order, said.lang)
        (answer, label), (question, _label) = _parted(reply.text), _parted(back.text)
        text = f"{answer}\n\n{saying.BACK.in_(said.lang)}\n{_in_one_line(question)}\n\n{label}"
        return decision, replace(reply, text=text, choices=back.choices)
    return _missed(order, talk, said)


def _begin(talk: Any, words: str, heard: Heard) -> Turned | None:
    said = heard.said
    by = _who(talk)
    if is_(RESUME, normalise(words)):
        return _resume(talk, said, by)
    process = asked_for(words, () if said.concern == UPSET else heard.wants)  # nobody shouts for a form to fill in
    if process is None or (said.strong_topic and said.strong_topic != process.code):  # fraud and loss are a person's
        return None
    return _turned(process, _open(process, talk, words, said.lang, by))


def _open(process: Process, talk: Any, words: str, lang: str, by: Actor) -> Said:
    elsewhere = queries.live_elsewhere(talk)
    if elsewhere is not None and elsewhere.process == process.code:
        actions.move(elsewhere.pk, conversation=talk, by=by)
        return advance(elsewhere.pk, lang, by=by, heard=words, before=saying.MOVED)
    order = actions.begin(process.code, conversation=talk, language=lang, by=by)
    return advance(order.pk, lang, by=by, heard=words, begins=True)


def _resume(talk: Any, said: Understanding, by: Actor) -> Turned:
    elsewhere = queries.live_elsewhere(talk)
    if elsewhere is None:
        is_known = talk.customer_id is not None and conversations.assurance_of(talk) >= 2
        text = saying.NOTHING_TO_RESUME if is_known else saying.SIGN_IN_FIRST
        return Turned(Serve(reasons=("resume",)), saying.said(text.in_(said.lang), said.lang))
    actions.move(elsewhere.pk, conversation=talk, by=by)
    return _turned(queries.process_of(elsewhere.process), advance(elsewhere.pk, said.lang, by=by, before=saying.MOVED))


def _go_on(order: Order, talk: Any, words: str, heard: Heard) -> Turned | None:
    said = heard.said
    by, plain, process = _who(talk), normalise(words), queries.process_of(order.process)
    if order.state == queries.State.ACTING:
        return _turned(process, Said(saying.said(saying.WAITING.in_(said.lang), said.lang)))
    if is_(CANCEL, plain) or _says_stop(order, process, plain):
        return _turned(process, _stop(order, process, plain, said.lang, by))
    if is_(RESUME, plain):
        return _turned(process, advance(order.pk, said.lang, by=by))
    for earlier in heard.message.burst:
        answered(order, earlier, said.lang, by=by, only_values=True)
    found = answered(order, words, said.lang, by=by)
    if found is not None:
        return _turned(process, found)
    other = asked_for(words, heard.wants)
    if other is not None and other.code != process.code and not said.strong_topic:
        return _turned(process, _ask_which(process, said.lang))
    return None


def _says_stop(order: Order, process: Process, plain: str) -> bool:
    """Whether these are a service's own words for leaving all as it is; a no, where there is nothing to change."""
    if not process.stop:
        return False
    is_no = is_(NO, plain) and order.state == queries.State.CONFIRMING and len(process.fields) == 1
    return is_no or is_(KEEP, plain) or plain in (normalise(process.stop.zh), normalise(process.stop.en))


def _stop(order: Order, process: Process, plain: str, lang: str, by: Actor) -> Said:
    """End it unchanged. A bare “cancel” amid a cancellation might mean its yes: then it is asked which."""
    if process.stop and order.state == queries.State.CONFIRMING and not _says_stop(order, process, plain):
        before = Bilingual(
            saying.YES_OR_STOP.zh.format(stop=process.stop.zh), saying.YES_OR_STOP.en.format(stop=process.stop.en)
        )
        return Said(prompt_again(order, lang, before=before))
    actions.cancel(order.pk, by=by)
    return Said(saying.said((process.stopped or saying.CANCELLED).in_(lang), lang))


def _ask_which(process: Process, lang: str) -> Said:
    text = saying.RUNNING.in_(lang).format(title=process.title.in_(lang))
    return Said(saying.said(text, lang, [saying.GO_ON, saying.CANCEL]))


def _missed(order: Order, talk: Any, said: Understanding) -> tuple[Decision, Reply]:
    if order.misses + 1 >= MOST_MISSES:
        reply = saying.said(saying.GIVE_UP.in_(said.lang), said.lang)
        return HandOver("failed_twice", reasons=("service_stuck",)), reply
    actions.arrange(order.pk, by=_who(talk), missed=True)
    again = prompt_again(order, said.lang, before=saying.NOT_UNDERSTOOD)
    return Serve(code=order.process, reasons=("service_not_understood",)), again


def _with_button(decision: Decision, reply: Reply, said: Understanding) -> Reply:
    process = suggested_by(said.question) if isinstance(decision, Answer) else None
    if process is None:
        return reply
    label = process.button.in_(said.lang)
    return replace(reply, choices=[*reply.choices, {"text": label, "value": label}])


def _turned(process: Process, what: Said) -> Turned:
    if what.hand_over:
        return Turned(HandOver(what.hand_over, reasons=("service",)), what.reply)
    return Turned(Serve(code=process.code, reasons=("service",)), what.reply, what.file)


def _refused(no: Refusal, lang: str) -> Reply:
    from foyer.servicing.errors import both

    return saying.said(both(no).in_(lang), lang, [saying.PERSON])


def _who(talk: Any) -> Actor:
    return Actor("customer", talk.customer_id) if talk.customer_id else Actor("visitor", talk.visitor_id)


def _parted(text: str) -> tuple[str, str]:
    """What was said, and the line below it: its source and the label of a machine."""
    words, _gap, label = text.rpartition("\n\n")
    return (words, label) if words else (label, "")


def _in_one_line(question: str) -> str:
    """Its numbered choices behind it: numbered lines above are the steps of the answer."""
    first, *rest = question.split("\n")
    choices = [line.partition(". ")[2] for line in rest if line[:1].isdigit()]
    return f"{first} ({' / '.join(choices)})" if choices else question
