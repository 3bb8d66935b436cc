"""Responding to what a customer wrote: read, decide, say, and keep why. Done once for each message."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.assistant import drafting, measures, standing
from foyer.assistant.calibration import MOST_HITS, Calibration, shipped
from foyer.assistant.composing import Reply, compose
from foyer.assistant.concerns import SELF_HARM, UPSET
from foyer.assistant.deciding import Answer, AskAgain, Courtesy, Decision, HandOver, Offer, State, after, decide
from foyer.assistant.dialogue import File, Serve, amid, hand_file_over, serve
from foyer.assistant.evaluation import sessions
from foyer.assistant.heard import Heard
from foyer.assistant.intents import Seen, seen
from foyer.assistant.labelling import metadata
from foyer.assistant.missed import tell_what_was_missed
from foyer.assistant.models import Dialogue, Turn
from foyer.assistant.noticing import notice
from foyer.assistant.parting import of_several_parts
from foyer.assistant.thread import Asked, asked
from foyer.assistant.understanding import Understanding, understand
from foyer.base import clock
from foyer.base.actors import ASSISTANT
from foyer.base.postgres.prepared import Rows
from foyer.conversations import actions as conversations
from foyer.conversations.errors import ConversationClosed, NotYourTurn
from foyer.knowledge import queries as knowledge
from foyer.knowledge.errors import NoSuchArticle
from foyer.servicing import queries as servicing

_DIALOGUES, _TURNS = Rows(Dialogue), Rows(Turn)


@transaction.atomic
def respond(conversation_id: UUID, message_id: UUID, epoch: int) -> Turn | None:
    """Answer the customer's message, offer, or hand over. Repeating it changes nothing; returns the turn.

    Steps: 1. hold the dialogue and see where it stands; nothing, if this message was responded to, or a newer one waits
    (that one is answered, with this one in view); 2. read the words, search the knowledge, decide; 3. say it under the
    epoch the message found: if the conversation has changed hands since, nothing is said and that is recorded; 4. hand
    over if decided; 5. keep the turn and the state.
    """
    stands = standing.hold(conversation_id, message_id)
    if stands.turn is not None:
        return Turn.objects.get(pk=stands.turn)
    message = asked(conversation_id, message_id)
    if message is None or message.is_superseded:
        notice(conversation_id, message_id, before=stands.before)
        return _keep(conversation_id, message_id, Turn.Outcome.SUPERSEDED)
    said = understand(message.text, language=message.language, burst=message.burst)
    words = message.text if message.is_customers else None
    noticed = notice(conversation_id, message_id, message.burst, words, stands.before, question=said.question)
    said = replace(said, concern=noticed.concern if noticed else "")
    wants = seen(message.text, said.lang)
    heard = Heard(conversation_id, message_id, epoch, message, said, wants)
    is_in_danger = said.concern == SELF_HARM  # then nothing else goes on
    order = servicing.live_in(conversation_id) if stands.is_served else None
    turned = None if is_in_danger else serve(stands.talk, heard, order)
    if turned is not None:
        return carry_out(stands.dialogue, heard, turned.decision, "", turned.reply, file=turned.file)
    calibration = sessions.calibrated(stands.talk, stands.session, shipped())
    with knowledge.still(stands.stamp):
        decision, subject = _decide(said, message, _state_of(stands.dialogue), calibration)
        decision, reply = _put_into_words(decision, said, stands.talk.channel)
    if isinstance(decision, Answer) and drafting.begin(heard, decision, subject):
        return None  # it is said as it is written
    return carry_out(stands.dialogue, heard, decision, subject, reply, is_idle=order is None)


def carry_out(
    dialogue: Dialogue, heard: Heard, decision: Decision, subject: str, reply: Reply, *, file: File | None = None,
    is_idle: bool = False,
) -> Turn:  # fmt: skip
    """Steps 3 to 5 of an answer: say it, hand over, keep the turn and the state. A running service goes on after it."""
    decision, reply = amid(dialogue.conversation, decision, reply, heard.said, is_idle=is_idle)
    conversation_id, message_id, said, wants = heard.conversation_id, heard.message_id, heard.said, heard.wants
    is_one_step = file is None and not isinstance(decision, HandOver)
    try:
        with nullcontext() if is_one_step else transaction.atomic():
            about = "" if isinstance(decision, HandOver) else subject
            _say(heard, reply, about)
            hand_file_over(conversation_id, message_id, heard.epoch, file)
            if isinstance(decision, HandOver):
                topic = _topic_of(decision, subject, dialogue.conversation.topic) or None
                conversations.request_person(conversation_id, reason=decision.reason, topic=topic, by=ASSISTANT)
    except (NotYourTurn, ConversationClosed):
        return _keep(conversation_id, message_id, Turn.Outcome.NOT_MY_TURN, decision, said, wants=wants)
    before = _state_of(dialogue)
    _remember(dialogue, after(before, decision))
    turn = _keep(
        conversation_id, message_id, Turn.Outcome.SAID, decision, said, wants=wants, reply=reply, since=heard.message.at
    )  # fmt: skip
    tell_what_was_missed(turn, decision, before)
    measures.responded(turn)
    return turn


def keep_superseded(conversation_id: UUID, message_id: UUID) -> Turn:
    """Record that a newer message is answered instead of this one."""
    return _keep(conversation_id, message_id, Turn.Outcome.SUPERSEDED)


def _decide(said: Understanding, message: Asked, state: State, calibration: Calibration) -> tuple[Decision, str]:
    """Search for the newest message; where that is not enough, for the whole burst it ends.

    Beside the decision: the subject of the bank that the question is about, empty where even that is unclear.
    """
    hits = knowledge.search(said.question, said.lang, limit=MOST_HITS)
    if message.burst and not calibration.may_answer(hits):
        together = knowledge.search(" ".join([*message.burst, said.question]), said.lang, limit=MOST_HITS)
        hits = max(hits, together, key=calibration.confidence)
    decision = of_several_parts(decide(said, hits, state, calibration), said, calibration)
    return decision, hits[0].category if calibration.may_offer(hits) else ""


def _put_into_words(decision: Decision, said: Understanding, channel: str) -> tuple[Decision, Reply]:
    try:
        return decision, compose(decision, said.lang, said.question, channel=channel)
    except NoSuchArticle:  # retired between the search and now
        again = AskAgain(reasons=("article_gone",), scores=decision.scores)
        return again, compose(again, said.lang)


def _say(heard: Heard, reply: Reply, subject: str) -> None:
    """Say it, and remember the subject, so that a person asked for later is the right one."""
    by_whom: dict[str, Any] = {"written_by": reply.written_by, "translated_from": reply.translated_from}
    payload: dict[str, Any] = {"machine": metadata(heard.message_id, calibration=shipped().made_on, **by_whom)}
    if reply.citations:
        payload["citations"] = reply.citations
    if reply.choices:
        payload["choices"] = reply.choices
    conversations.send(
        heard.conversation_id, text=reply.text, kind=reply.kind, payload=payload, lang=heard.said.lang,
        epoch=heard.epoch, client_id=f"answer-{heard.message_id}", by=ASSISTANT, topic=subject,
    )  # fmt: skip


def _topic_of(decision: HandOver, subject: str, earlier: str) -> str:
    """What chooses the queue. Words of anger are about what was talked of before them; their own subject is a guess."""
    if decision.reason == UPSET:
        return decision.topic or earlier or subject
    return decision.topic or subject


def _state_of(dialogue: Dialogue) -> State:
    return State(dialogue.failures, tuple(dialogue.offered), dialogue.answered)


def _remember(dialogue: Dialogue, state: State) -> None:
    for name, value in asdict(state).items():
        setattr(dialogue, name, list(value) if isinstance(value, tuple) else value)
    dialogue.updated_at = clock.now()
    _DIALOGUES.update(dialogue)


def _keep(
    conversation_id: UUID,
    message_id: UUID,
    outcome: Turn.Outcome,
    decision: Decision | None = None,
    said: Understanding | None = None,
    *,
    wants: Sequence[Seen] = (),
    reply: Reply | None = None,
    since: datetime | None = None,
) -> Turn:
    """Keep what was decided and why, in codes and figures; the customer's words stay with the conversation."""
    code, version = reply.cited if reply else ("", None)
    turn = Turn(conversation_id=conversation_id, message_id=message_id, outcome=outcome, kind=_KINDS[type(decision)])
    turn.article_code, turn.article_version = code, version
    if decision is not None and said is not None:
        turn.reasons, turn.scores, turn.lang = list(decision.reasons), decision.scores, said.lang
        turn.confidence, turn.calibration = decision.scores.get("confidence"), shipped().made_on
    if isinstance(decision, HandOver):
        turn.reason = decision.reason
    if isinstance(decision, Offer):
        turn.offered = [hit.article_code for hit in decision.hits]
    turn.intents = [{"code": one.code, "confidence": one.confidence} for one in wants]
    turn.intents_version = wants[0].version if wants else None
    if since is not None:
        turn.waited_ms = max(0, round((turn.at - since).total_seconds() * 1000))
    _TURNS.insert(turn)
    return turn


_KINDS: dict[type, str] = {
    type(None): Turn.Kind.NONE,
    Answer: Turn.Kind.ANSWER,
    Offer: Turn.Kind.OFFER,
    HandOver: Turn.Kind.HAND_OVER,
    AskAgain: Turn.Kind.ASK_AGAIN,
    Courtesy: Turn.Kind.COURTESY,
    Serve: Turn.Kind.SERVICE,
}
