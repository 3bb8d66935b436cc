"""One translation, from the words to the words: masked, asked, checked, kept, put back together."""

from __future__ import annotations

import re
import time
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

from django.conf import settings

from foyer.assistant import register
from foyer.assistant.models import Translation
from foyer.assistant.translating.errors import (
    InThatLanguage,
    NothingToTranslate,
    NoTranslator,
    NotTranslated,
    SteersTheMachine,
    TranslatedEnough,
)
from foyer.assistant.translating.prompting import prompt_for
from foyer.assistant.translating.words import Translated, doubts_of, restored, ways_back
from foyer.assistant.writing import breaker, budgets, port
from foyer.assistant.writing.port import Failed, Limits
from foyer.assistant.writing.prompting import Prompt, tokens_in
from foyer.assistant.writing.running import BROKEN
from foyer.assistant.writing.scanning import faults
from foyer.base.actors import Actor
from foyer.base.text import detect_language
from foyer.conversations import queries as conversations
from foyer.privacy.deid import prompts
from foyer.privacy.deid.scrubbing import scrub
from foyer.security.detection.injections import met

CODE = "translating"  # of this use in the register, as asked for below
LONGEST = 4_000
MOST_SECONDS = 15.0  # a colleague waits with the page before them
AT_ONCE = 3  # a process
WORDIER = 6  # a translation of more letters than that for one has no end in sight
FAULTY = ("leak", "link", "markup")
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_seats = BoundedSemaphore(AT_ONCE)


def is_on() -> bool:
    """Whether an engine is configured, and this use of it is not switched off in the register."""
    return bool(settings.FOYER_LLM_URL) and register.is_on("translating")


def translate_message(
    message_id: UUID | str, *, to: str, conversation: Any, by: Actor, writer: port.Writer | None = None
) -> Translated:
    """What a customer wrote, as it is kept and shown to colleagues. Asked again, the same is given without asking."""
    text = conversations.words_of_customer(conversation.pk, message_id)
    if text is None:
        raise NothingToTranslate
    kept = Translation.objects.filter(message_id=message_id, target=to, why="").order_by("-at").first()
    if kept is not None and is_on():
        _masked, back = _masked_with_back(text, conversation.customer_id)
        doubts = doubts_of(_masked, kept.output, back)
        return Translated(restored(kept.output, back), kept.source, to, _model_of(kept), doubts)
    return translate(text, to=to, conversation=conversation, by=by, message_id=message_id, writer=writer)


def translate(
    text: str, *, to: str, conversation: Any, by: Actor, message_id: UUID | str | None = None,
    writer: port.Writer | None = None,
) -> Translated:  # fmt: skip
    """The words in the other language.

    1. What is empty, in that language already, too long, or speaks to a machine is refused; 2. what leads to anybody
    is taken out and the handing over is told to the trail; 3. the model is asked within the day's budget; 4. what it
    gives is kept, checked, and given with what was taken out in its place.
    """
    writer = writer or (port.writer() if is_on() else None)
    if writer is None:
        raise NoTranslator
    source = _source_of(text, to)
    model = writer.identity.model
    masked = prompts.safe(text, conversation.customer_id, by=by, purpose="service", model=model)
    _same, back = _masked_with_back(text, conversation.customer_id)
    prompt = prompt_for(masked, to)
    row = Translation(
        conversation=conversation, message_id=message_id, by=str(by), source=source, target=to,
        written_by=writer.identity.as_json(), prompt=f"{prompt.system}\n\n{prompt.user}",
    )  # fmt: skip
    given = _asked(row, prompt, masked, writer)
    return Translated(restored(given, back), source, to, model, doubts_of(masked, given, back))


def _source_of(text: str, to: str) -> str:
    if not re.search(r"[^\W\d_]", text) or len(text) > LONGEST:
        raise NothingToTranslate
    source = detect_language(text)
    if source == to:
        raise InThatLanguage
    if met(text):
        raise SteersTheMachine
    return source


def _masked_with_back(text: str, customer_id: Any) -> tuple[str, dict[str, str]]:
    """The same text as a model sees it, with the words that each placeholder stands for; it leaves nobody's house."""
    done = prompts.look(text, customer_id)
    return done.text, ways_back(text, done.text, ((span.start, span.end) for span in done.found))


def _asked(row: Translation, prompt: Prompt, masked: str, writer: port.Writer) -> str:
    """Ask, and keep what came of it whatever came of it. Raises NotTranslated, TranslatedEnough."""
    limits = _limits(masked)
    row.tokens_in, row.tokens_out = prompt.tokens, limits.tokens
    if not budgets.within(row.conversation_id, prompt.tokens + limits.tokens):
        raise TranslatedEnough
    if not _seats.acquire(blocking=False):
        raise NotTranslated(why="busy")
    try:
        if not breaker.may_ask():
            raise NotTranslated(why="resting")
        row.why = "unfinished"
        row.save()
        given, row.why = _heard(prompt, masked, writer, limits, row)
    finally:
        _seats.release()
    row.output = given if not row.why else scrub(given).text
    row.save(update_fields=["output", "why", "tokens_in", "tokens_out", "took_ms"])
    if row.why in BROKEN:
        breaker.failed(row.why)
    if row.why:
        raise NotTranslated(why=row.why)
    breaker.succeeded()
    return given


def _heard(
    prompt: Prompt, masked: str, writer: port.Writer, limits: Limits, row: Translation
) -> tuple[str, str]:  # fmt: skip
    begun, heard = time.monotonic(), ""
    try:
        for piece in writer.write(prompt.messages, limits):
            heard += piece.text
            row.tokens_in, row.tokens_out = piece.tokens_in or row.tokens_in, piece.tokens_out or row.tokens_out
    except Failed as failed:
        return heard, failed.why
    finally:
        row.took_ms = round((time.monotonic() - begun) * 1000)
    given = _unquoted(_THOUGHTS.sub("", heard).strip(), masked)
    return given, _why_not(given, masked, row.target, prompt)


def _unquoted(given: str, masked: str) -> str:
    """Without the quotation marks that some models put around all they say."""
    is_quoted = len(given) > 1 and given[0] in '"“' and given[-1] in '"”' and masked[:1] not in ('"', "“")
    return given[1:-1].strip() if is_quoted else given


def _why_not(given: str, masked: str, target: str, prompt: Prompt) -> str:
    """A word for why it is no translation; empty where it may be shown."""
    if not given:
        return "empty"
    if len(given) > WORDIER * len(masked) + 200:
        return "endless"
    if set(FAULTY) & set(faults(given, sources=masked, secrets=prompt.secrets, instructions=prompt.system)):
        return "unsafe"
    return "" if detect_language(given) == target else "language"


def _limits(masked: str) -> Limits:
    kept = port.limits()
    seconds = min(kept.seconds, MOST_SECONDS)
    return Limits(min(kept.first_seconds, seconds), seconds, max(kept.tokens, 3 * tokens_in(masked) + 100))


def _model_of(kept: Translation) -> str:
    return str(kept.written_by.get("model", ""))
