"""`/speech/listen`: a WebSocket that takes sound in and gives words back while somebody is still speaking.

1. The page opens it and says who it is: `{"token", "conversation", "language", "rate", "encoding"}`, within a few
   seconds; the token is the visitor's, as everywhere, and never stands in the address.
2. We answer `{"ready": true, "most_seconds"}`; the page sends samples; now and then we send `{"partial"}`.
3. The page says `{"end": true}`; we answer `{"final", "language", "seconds"}` and close. Whoever closes before has
   said nothing: the sound is gone, and nothing was kept of it anywhere.

Bounds, because a stranger may open it: the length of a message, of the sound, of the talk; sound may not come much
faster than anybody speaks; a visitor has one such ear at a time, a process a handful; and the caller (`config.asgi`)
counts each against the visitor's and the address's allowance. What cannot be read closes the talk with its reason.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings as house
from django.http.request import split_domain_port, validate_host
from django.utils import translation

from foyer.assistant.speech import measures, settings
from foyer.assistant.speech.errors import NotSound, SpeechBusy, TooFast, TooLong, UnknownVisitor
from foyer.assistant.speech.sound import FASTEST, SLOWEST, WIDTHS
from foyer.assistant.speech.vocabulary import prompt_words
from foyer.assistant.speech.wording import Worded, worded
from foyer.assistant.speech.workshop import Workshop
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.live.hub import in_thread
from foyer.base.origin import coming_from, of_scope
from foyer.conversations import queries as conversations

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Count = Callable[[str, Scope], None]

PATH = "/speech/listen"
MOST_SECONDS = 30.0
HELLO_SECONDS, QUIET_SECONDS, AHEAD_SECONDS = 5.0, 10.0, 4.0
MOST_MESSAGE, MOST_HELLO = 64 * 1024, 4 * 1024
MOST_EACH, MOST_OPEN = 1, 16
PARTIAL_EVERY, PARTIAL_FROM = 0.8, 0.6
LANGUAGES = ("zh", "en", "auto", "yue")
CLOSED_REFUSED, CLOSED_DONE = 4000, 1000

_open: Counter[str] = Counter()


@dataclass
class Ear:
    """One talk: what it is made of, and the sound so far."""

    visitor: str
    language: str
    rate: int
    encoding: str
    workshop: Workshop = settings.hearing_workshop
    sound: bytearray = field(default_factory=bytearray)
    began: float = field(default_factory=time.monotonic)
    looked_at: float = 0.0

    @property
    def seconds(self) -> float:
        return len(self.sound) / (self.rate * WIDTHS[self.encoding])

    def take(self, part: bytes) -> None:
        """Raises NotSound, TooLong, TooFast."""
        if len(part) > MOST_MESSAGE or len(part) % WIDTHS[self.encoding]:
            raise NotSound
        self.sound += part
        if self.seconds > MOST_SECONDS + 1:
            raise TooLong
        if self.seconds > (time.monotonic() - self.began) * 1.25 + AHEAD_SECONDS:
            raise TooFast


async def listen(scope: Scope, receive: Receive, send: Send, *, count: Count, workshop: Workshop | None = None) -> None:
    """Serve one talk until it ends. `workshop` hears; without one it is the house's, where there is a model."""
    await receive()  # that somebody wants to connect
    if not _is_from_our_pages(scope) or not (workshop or settings.can_hear()):
        await send({"type": "websocket.close", "code": CLOSED_REFUSED})
        return
    await send({"type": "websocket.accept"})
    visitor = ""
    try:
        with coming_from(of_scope(scope)):
            ear = await _hello(scope, receive, count)
            ear.workshop = workshop or settings.hearing_workshop
            visitor = ear.visitor
            _open[visitor] += 1
            ear.workshop.warm({"language": "zh", "rate": ear.rate, "encoding": "pcm16"})
            await _tell(send, {"ready": True, "most_seconds": MOST_SECONDS})
            await _hear(ear, receive, send)
    except Refusal as no:
        await _refuse(send, no, scope)
    except Gone:
        pass
    finally:
        if visitor:
            _let_go(visitor)


def _let_go(visitor: str) -> None:
    _open[visitor] -= 1
    if not _open[visitor]:
        del _open[visitor]


class Gone(Exception):
    """The page has closed the talk."""


async def _hello(scope: Scope, receive: Receive, count: Count) -> Ear:
    """Who speaks, and in what form. Raises Refusal."""
    told = await _next(receive, HELLO_SECONDS)
    written = told.get("text")
    if not isinstance(written, str) or len(written) > MOST_HELLO:
        raise NotSound
    try:
        asked = json.loads(written)
        ear = Ear("", str(asked["language"]), int(asked["rate"]), str(asked["encoding"]))
        token, conversation = str(asked["token"]), UUID(str(asked["conversation"]))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise NotSound from error
    if ear.language not in LANGUAGES or ear.encoding not in WIDTHS or not SLOWEST <= ear.rate <= FASTEST:
        raise NotSound
    ear.visitor = await asyncio.to_thread(in_thread, _admit, token, conversation, scope, count)
    if _open[ear.visitor] >= MOST_EACH or sum(_open.values()) >= MOST_OPEN:
        raise SpeechBusy
    return ear


def _admit(token: str, conversation: UUID, scope: Scope, count: Count) -> str:
    """The visitor's number, if the token is good for this conversation. Counted before anything else is done for it."""
    count(token, scope)
    visitor = conversations.visitor_by_token(token)
    if visitor is None:
        raise UnknownVisitor
    conversations.conversation_of(Actor.visitor(visitor), conversation)
    return str(visitor.pk)


async def _hear(ear: Ear, receive: Receive, send: Send) -> None:
    partly: asyncio.Task[None] | None = None
    try:
        while True:
            told = await _next(receive, QUIET_SECONDS)
            if told.get("bytes"):
                ear.take(told["bytes"])
            elif told.get("text"):
                break
            if ear.seconds >= MOST_SECONDS:
                break
            if (partly is None or partly.done()) and _is_time(ear):
                ear.looked_at = ear.seconds
                partly = asyncio.create_task(_say_partly(ear, send))
        if partly is not None:
            await asyncio.wait({partly})
        await _say_finally(ear, send)
    finally:
        if partly is not None:
            partly.cancel()


def _is_time(ear: Ear) -> bool:
    """Whether to look at what has come so far: enough of it is new, and nobody waits for an answer."""
    new = ear.seconds - ear.looked_at
    is_enough = new >= (PARTIAL_EVERY if ear.looked_at else PARTIAL_FROM)
    return is_enough and ear.workshop.is_idle


async def _say_partly(ear: Ear, send: Send) -> None:
    """Words so far. Where that fails, there are none so far."""
    try:
        words = await _words(ear, is_final=False)
    except Refusal:
        return
    if words.text:
        await _tell(send, {"partial": words.text, "seconds": round(ear.looked_at, 2)})


async def _say_finally(ear: Ear, send: Send) -> None:
    started = time.monotonic()
    try:
        words = await _words(ear, is_final=True)
    except Refusal:
        await _count(ear.language, "failed", 0)
        raise
    await _count(words.language, "words" if words.text else "nothing", time.monotonic() - started)
    await _tell(send, {"final": words.text, "language": words.language, "seconds": round(ear.seconds, 2)})
    await send({"type": "websocket.close", "code": CLOSED_DONE})


async def _count(language: str, outcome: str, seconds: float) -> None:
    await asyncio.to_thread(in_thread, lambda: measures.heard(language, outcome, seconds=seconds))


async def _words(ear: Ear, *, is_final: bool) -> Worded:
    if not ear.sound:
        return Worded("", ear.language)
    asked = {
        "language": ear.language, "rate": ear.rate, "encoding": ear.encoding, "quick": not is_final,
        "words": await asyncio.to_thread(prompt_words, ear.language),
    }  # fmt: skip
    told, _none = await asyncio.wrap_future(ear.workshop.ask(asked, bytes(ear.sound)))
    return await asyncio.to_thread(in_thread, lambda: worded(told, language=ear.language, is_final=is_final))


async def _next(receive: Receive, seconds: float) -> MutableMapping[str, Any]:
    """The next message. Raises Gone when the page has left, and when it says nothing for so long."""
    try:
        told = await asyncio.wait_for(receive(), seconds)
    except TimeoutError as error:
        raise TooLong from error
    if told["type"] == "websocket.disconnect":
        raise Gone
    return told


def _is_from_our_pages(scope: Scope) -> bool:
    """A page of another house must not listen with our visitor's microphone; programs send no origin."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    host = headers.get(b"host", b"").decode("latin-1")
    if not validate_host(split_domain_port(host)[0], house.ALLOWED_HOSTS):
        return False
    return not origin or urlsplit(origin).netloc == host or origin in house.CSRF_TRUSTED_ORIGINS


async def _refuse(send: Send, no: Refusal, scope: Scope) -> None:
    with translation.override(_language(scope)):
        await _tell(send, {"error": no.as_json()})
    await send({"type": "websocket.close", "code": CLOSED_REFUSED})


def _language(scope: Scope) -> str:
    """The page's own language comes in the address: a browser's socket sends no header of ours."""
    return "en" if b"lang=en" in scope.get("query_string", b"") else "zh-hans"


async def _tell(send: Send, told: dict[str, Any]) -> None:
    await send({"type": "websocket.send", "text": json.dumps(told, ensure_ascii=False)})
