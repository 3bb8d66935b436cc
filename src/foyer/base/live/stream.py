"""`GET /live?topics=a,b`: Server-Sent Events, as a lean ASGI application beside Django's views.

A stream is one coroutine and one queue, not a thread. It shares Django's sessions: the cookie, or a bearer token
that a room recognises, says who reads; each topic's room says whether they may. An event's id is the cursor: the
last number of each topic, in the order of `topics`, joined by dots. `Last-Event-ID` or `?cursor=` resumes after it;
without either the stream begins now. Special events: `ready` (its data has the cursor to begin with), `reset` (the
cursor is older than what is kept: load the page's state again), `degraded` / `restored` (the feed lost and found
its database).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.live.acts import MANY, REFUSED
from foyer.base.live.event import RESET, Event
from foyer.base.live.hub import BEAT, WRITE_SECONDS, Hub, Stream, in_thread
from foyer.base.live.topics import Principal, authenticate_bearer, may_read, session_holds
from foyer.base.origin import coming_from, of_scope

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Flush = Callable[[str], Awaitable[None]]

MOST_TOPICS = 20
MOST_STREAMS_EACH, MANY_STREAMS = 12, 8
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

hub = Hub()


class Refused(Exception):
    def __init__(self, status: int, code: str) -> None:
        self.status, self.code = status, code
        super().__init__(code)


async def stream(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request for a stream until the reader leaves; what is recorded meanwhile comes from there."""
    hub.start()
    with coming_from(of_scope(scope)):
        await _answer(scope, receive, send)


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    try:
        topics, cursor = _asked(scope)
        principal = await asyncio.to_thread(in_thread, _admit, _headers(scope), topics)
        await _room_for(principal)
    except Refused as no:
        await _refuse(send, no)
        return
    joined = hub.join(principal, topics)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        writing = asyncio.create_task(_write(joined, cursor, _headers(scope), send))
        joined.give_up = writing.cancel
        await asyncio.wait({gone, writing}, return_when=asyncio.FIRST_COMPLETED)
        writing.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError):
            await writing
    finally:
        gone.cancel()
        hub.leave(joined)
    with contextlib.suppress(TimeoutError, OSError):
        async with asyncio.timeout(WRITE_SECONDS):
            await send({"type": "http.response.body", "body": b""})


def _asked(scope: Scope) -> tuple[list[str], list[int] | None]:
    query = parse_qs(scope["query_string"].decode())
    topics = [name for name in ",".join(query.get("topics", [])).split(",") if name]
    if not topics or len(set(topics)) != len(topics) or len(topics) > MOST_TOPICS:
        raise Refused(422, "topics")
    written = _headers(scope).get("last-event-id") or "".join(query.get("cursor", [])[:1])
    if not written:
        return topics, None
    numbers = written.split(".")
    if len(numbers) != len(topics) or not all(number.isdecimal() and len(number) < 19 for number in numbers):
        raise Refused(422, "cursor")
    return topics, [int(number) for number in numbers]


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _admit(headers: dict[str, str], topics: list[str]) -> Principal:
    """Who asks, if they may read every topic they ask for; runs in a thread."""
    principal = _principal(headers)
    if principal is None:
        raise Refused(401, "unknown")
    if not all(may_read(principal, topic) for topic in topics):
        raise Refused(404, "not_found")
    return principal


def _principal(headers: dict[str, str]) -> Principal | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return authenticate_bearer(token.strip())
    cookie = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return None
    _refuse_strange_pages(headers)
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(cookie.value)
    user = get_user(request)
    holds = user.is_authenticated and user.is_active and session_holds(request.session)
    return Principal(Actor.staff(user), cookie.value) if holds else None


def _refuse_strange_pages(headers: dict[str, str]) -> None:
    """A cookie comes with every request to us, so a page of another house must not open a stream with it."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refused(403, "origin")
    origin = headers.get("origin", "")
    if origin and urlsplit(origin).netloc != headers.get("host", "") and origin not in settings.CSRF_TRUSTED_ORIGINS:
        raise Refused(403, "origin")


async def _room_for(principal: Principal) -> None:
    """Raises Refused. Far more streams than any page needs stand in the trail, refused or not."""
    held = hub.held[principal] + 1
    if held > min(MANY_STREAMS, MOST_STREAMS_EACH):
        await asyncio.to_thread(in_thread, _tell_many, principal, held)
    if held > MOST_STREAMS_EACH:
        raise Refused(429, "too_many_streams")
    if len(hub.streams) >= settings.FOYER_LIVE_STREAMS:
        raise Refused(503, "full")


def _tell_many(principal: Principal, held: int) -> None:
    outcome: audit.Outcome = "refused" if held > MOST_STREAMS_EACH else "done"
    kind = REFUSED if outcome == "refused" else MANY
    audit.record(kind, by=principal.actor, on="live:streams", outcome=outcome, details={"streams": held})


async def _refuse(send: Send, no: Refused) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"retry-after", b"5"),
    ]
    await send({"type": "http.response.start", "status": no.status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"code": no.code}).encode()})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class _Place:
    """How far a stream has been written: the number of each topic, in the order asked."""

    def __init__(self, topics: list[str], numbers: list[int]) -> None:
        self.at = dict(zip(topics, numbers, strict=True))

    def __str__(self) -> str:
        return ".".join(map(str, self.at.values()))

    def behind(self, newest: dict[str, int]) -> dict[str, int]:
        return {topic: self.at[topic] for topic, seq in newest.items() if self.at[topic] < seq}

    def next(self, event: Event) -> bool | None:
        """True when the event comes next, False when it was written already, None when some are missing before it."""
        if event.seq is None:
            return True
        written = self.at[event.topic]
        return False if event.seq <= written else (True if event.seq == written + 1 else None)

    def line(self, event: Event) -> str:
        if event.seq is not None:
            self.at[event.topic] = event.seq
        return f"id: {self}\nevent: {event.kind}\ndata: {event.body}\n\n"


async def _write(joined: Stream, cursor: list[int] | None, headers: dict[str, str], send: Send) -> None:
    """Write the durable events after the cursor, then those that come, until the stream is ended."""
    newest = await hub.newest(joined.topics)
    if joined.in_doubt and not await _is_sure(joined, headers):
        return
    place = _Place(joined.topics, cursor if cursor is not None else list(newest.values()))
    flush = partial(_flush, joined, send)
    await flush(f"retry: 1000\n\nid: {place}\nevent: ready\ndata: {json.dumps({'cursor': str(place)})}\n\n")
    await _catch_up(place, newest, flush)
    degraded = False
    while not joined.ended:
        events = [await joined.queue.get()]
        while not joined.queue.empty():
            events.append(joined.queue.get_nowait())
        if joined.ended or (joined.in_doubt and not await _is_sure(joined, headers)):
            return
        await _write_events(events, place, flush)
        if degraded != hub.degraded:
            degraded = hub.degraded
            await flush(f"event: {'degraded' if degraded else 'restored'}\ndata: {{}}\n\n")


async def _write_events(events: list[Event], place: _Place, flush: Flush) -> None:
    lines: list[str] = []
    for event in events:
        if not event.topic:
            if event.kind == "end":
                break
            lines += [":\n\n"] if event is BEAT and len(events) == 1 else []
            continue
        turn = place.next(event)
        if turn:
            lines.append(place.line(event))
        elif turn is None:
            await flush("".join(lines))
            lines.clear()
            await _catch_up(place, {event.topic: event.seq or 0}, flush)
    await flush("".join(lines))


async def _catch_up(place: _Place, newest: dict[str, int], flush: Flush) -> None:
    """Write the rows between where the stream stands and `newest`; say `reset` where they are no longer kept."""
    lost = [topic for topic, seq in newest.items() if place.at[topic] > seq]  # a cursor from another database
    behind = place.behind(newest)
    while behind:
        events = await hub.since(behind)
        first = {event.topic: event.seq for event in reversed(events)}
        lost += [topic for topic, written in behind.items() if first.get(topic) != written + 1]
        await flush("".join(place.line(event) for event in events if event.topic not in lost))
        behind = place.behind({topic: seq for topic, seq in newest.items() if topic not in lost})
    if lost:
        place.at |= {topic: newest[topic] for topic in lost}
        await flush(f"id: {place}\nevent: {RESET}\ndata: {json.dumps({'topics': lost})}\n\n")


async def _is_sure(joined: Stream, headers: dict[str, str]) -> bool:
    """Clear the doubt by asking again; what is doubted meanwhile is asked once more. False when the stream must end."""
    while joined.in_doubt and not joined.ended:
        joined.in_doubt = False
        await _still_admitted(joined, headers)
    return not joined.ended


async def _still_admitted(joined: Stream, headers: dict[str, str]) -> None:
    try:
        await asyncio.to_thread(in_thread, _admit, headers, joined.topics)
    except Refused:
        joined.ended = "no longer admitted"


async def _flush(joined: Stream, send: Send, text: str) -> None:
    """Write; the hub gives up a reader who takes nothing for long."""
    if text:
        joined.written_at = joined.writing_since = asyncio.get_running_loop().time()
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
        joined.writing_since = None
