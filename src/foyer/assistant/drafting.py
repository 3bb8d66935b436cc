"""Writing what a draft promised, and saying it: with the model's words where they hold, else with the articles' own.

A draft ends once. Its message has the same client id as the built-in answer, so that whoever comes first says it and
nobody says it twice; a stream that breaks leaves nothing behind but what the whole message then says.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from uuid import UUID

import structlog
from django.db import close_old_connections, connection, transaction

from foyer.assistant import measures
from foyer.assistant.composing import Reply, compose, written_reply
from foyer.assistant.deciding import Answer, AskAgain, Decision
from foyer.assistant.heard import Heard
from foyer.assistant.intents import seen
from foyer.assistant.models import Dialogue, Draft, Turn
from foyer.assistant.thread import Asked, asked
from foyer.assistant.understanding import Understanding, understand
from foyer.assistant.writing import acts, beginning, breaker, budgets, port
from foyer.assistant.writing.passages import Passage, passages_of
from foyer.assistant.writing.prompting import prompt_for
from foyer.assistant.writing.running import Task, Written, joined, write
from foyer.base import audit, clock
from foyer.base.actors import ASSISTANT
from foyer.base.meaning import AID, encode
from foyer.conversations import actions as conversations
from foyer.knowledge.errors import NoSuchArticle
from foyer.privacy.deid import prompts
from foyer.privacy.deid.scrubbing import scrub
from foyer.privacy.gates import NoBasis
from foyer.security.detection.injections import met

log = structlog.get_logger(__name__)


def begin(heard: Heard, decision: Answer, subject: str) -> bool:
    """Have the model write the answer, if there is one and it may be asked; else the built-in answer is to be given.

    Who tries to steer the assistant gets the articles' own words: what they wrote never reaches a model. Nor is one
    asked while the encoder is away, by which its sentences are checked.
    """
    is_question = "chosen_from_offer" not in decision.reasons  # else the words are a number or a title
    if not (is_question and beginning.is_on()) or AID.is_away or met(heard.said.question):
        return False
    kept = {**asdict(decision), "subject": subject}
    if not beginning.begin(heard.conversation_id, heard.message_id, heard.epoch, heard.said.lang, kept):
        return False
    conversations.typing(heard.conversation_id, by=ASSISTANT)
    return True


@beginning.wrote_by
def run(draft_id: UUID) -> None:
    """The whole life of a draft, in a thread of its own. Whatever goes wrong, the customer is answered."""
    close_old_connections()
    try:
        fulfil(draft_id)
    except Exception as error:
        log.warning("draft_failed", draft=str(draft_id), error=type(error).__name__)
        with suppress(Exception):
            conclude(draft_id, Written(why="away"), [])
    finally:
        connection.close()


def fulfil(draft_id: UUID, writer: port.Writer | None = None) -> Turn | None:
    """Ask the model, show what holds, and say it. Safe to call twice; the second finds nothing to do."""
    if not Draft.objects.filter(pk=draft_id, state=Draft.State.WAITING).update(state=Draft.State.WRITING):
        return None
    draft = Draft.objects.get(pk=draft_id)
    writer = writer or port.writer()
    message = asked(draft.conversation_id, draft.message_id)
    if writer is None or message is None:
        return conclude(draft_id, Written(why="away"), [])
    try:
        passages = safe_passages(answer_of(draft), draft.lang, draft.conversation.channel)
    except NoSuchArticle:
        return conclude(draft_id, Written(why="article_gone"), [])
    written = _written(draft, message, passages, writer)
    if written.is_broken:
        measures.writer_failed(written.why, rests=breaker.failed(written.why))
    elif draft.prompt:
        breaker.succeeded()
    return conclude(draft_id, written, passages)


def answer_of(draft: Draft) -> Answer:
    """The decision as it was taken."""
    said = draft.decision
    return Answer(said["code"], tuple(said["also"]), reasons=tuple(said["reasons"]), scores=said["scores"])


def safe_passages(decision: Answer, lang: str, channel: str = "") -> list[Passage]:
    """The passages that a model may read: not those that speak to it instead of to the customer."""
    passages = passages_of([decision.code, *decision.also], lang, channel)
    return [passage for passage in passages if not met(passage.text)]


def _written(draft: Draft, message: Asked, passages: list[Passage], writer: port.Writer) -> Written:
    question = "\n".join([*message.burst[-3:], message.text])
    limits = port.limits()
    try:
        model = writer.identity.model
        question = prompts.safe(question, _customer(draft), by=ASSISTANT, purpose="service", model=model)
    except NoBasis:
        return Written(why="no_basis")
    task = Task(prompt_for(question, passages, draft.lang), passages, draft.lang)
    if not passages or met(question):
        return Written(why="steered")
    if not budgets.within(draft.conversation_id, task.prompt.tokens + limits.tokens):
        return Written(why="budget")
    draft.prompt, draft.written_by = f"{task.prompt.system}\n\n{task.prompt.user}", writer.identity.as_json()
    draft.tokens_in, draft.tokens_out = task.prompt.tokens, limits.tokens
    draft.save(update_fields=["prompt", "written_by", "tokens_in", "tokens_out"])
    return write(task, writer, limits, show=lambda text: _show(draft, text), encode=encode)


def _show(draft: Draft, text: str) -> bool:
    """Let the customer read along, while it is still ours to answer."""
    message = asked(draft.conversation_id, draft.message_id)
    is_open = Draft.objects.filter(pk=draft.pk, state=Draft.State.WRITING).exists()
    if not is_open or message is None or message.is_superseded:
        return False
    return conversations.show_writing(
        draft.conversation_id, text=text, client_id=draft.client_id, epoch=draft.epoch, lang=draft.lang, by=ASSISTANT
    )


@transaction.atomic
def conclude(draft_id: UUID, written: Written, passages: list[Passage]) -> Turn | None:
    """Say the answer and keep what became of the draft; nothing, if somebody has done it meanwhile."""
    from foyer.assistant.actions import carry_out, keep_superseded  # which in its turn begins drafts

    first = Draft.objects.get(pk=draft_id)
    dialogue, _is_new = Dialogue.objects.select_for_update().get_or_create(conversation_id=first.conversation_id)
    draft = Draft.objects.select_for_update().get(pk=draft_id)
    if not draft.is_open:
        return None
    message = asked(draft.conversation_id, draft.message_id)
    if message is None or message.is_superseded:
        turn = keep_superseded(draft.conversation_id, draft.message_id)
    else:
        heard = _heard(draft, message)
        decision, reply = _reply(draft, written, passages, heard.said)
        turn = carry_out(dialogue, heard, decision, draft.decision["subject"], reply)
    _keep(draft, written, turn)
    return turn


def _heard(draft: Draft, message: Asked) -> Heard:
    said = understand(message.text, language=message.language, burst=message.burst)
    wants = seen(message.text, said.lang)
    return Heard(draft.conversation_id, draft.message_id, draft.epoch, message, said, wants)


def _reply(draft: Draft, written: Written, passages: list[Passage], said: Understanding) -> tuple[Decision, Reply]:
    """The model's sentences; where they break off, what is left in the articles' own words; else those alone."""
    decision = answer_of(draft)
    try:
        if written.shown:
            return decision, written_reply(written, passages, draft.lang, draft.written_by)
        return decision, compose(decision, draft.lang, said.question, channel=draft.conversation.channel)
    except NoSuchArticle:
        again = AskAgain(reasons=("article_gone",), scores=decision.scores)
        return again, compose(again, draft.lang)


def _keep(draft: Draft, written: Written, turn: Turn) -> None:
    """What became of it, for whoever asks later."""
    by_model = Draft.State.SAID if written.is_whole else Draft.State.BUILT_IN
    draft.state = by_model if turn.outcome == Turn.Outcome.SAID else Draft.State(turn.outcome)
    draft.why, draft.verdicts, draft.ended_at = written.why, written.verdicts, clock.now()
    draft.output, draft.shown = scrub(written.output).text, joined(written.shown, draft.lang)
    draft.tokens_in, draft.tokens_out = written.tokens_in, written.tokens_out
    draft.first_ms, draft.shown_ms = written.first_ms, written.shown_ms
    if written.model and draft.written_by:
        draft.written_by = {**draft.written_by, "answered_as": written.model}
    draft.save()
    if written.faults:
        details = {"faults": list(written.faults), "message": str(draft.message_id)}
        on, customer = f"conversation:{draft.conversation_id}", _customer(draft)
        audit.record(acts.TAKEN_BACK, by=ASSISTANT, on=on, customer=customer, outcome="refused", details=details)
    measures.drafted(draft)


def _customer(draft: Draft) -> UUID | None:
    return draft.conversation.customer_id


def rescue() -> int:
    """Answer those whose draft nobody finished in time; returns how many."""
    late = beginning.overdue()
    for draft in late:
        conclude(draft.pk, Written(why="lost"), [])
    return len(late)
