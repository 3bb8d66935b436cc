"""The clients of the measurements: a browser's stream that comes back by itself, and a plain HTTP connection.

They speak over real sockets and know nothing of Foyer's inside. Their stream does what the pages' `live.js` does: it
remembers the last event's id, and after any loss asks to go on after it.
"""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

LOST = (OSError, asyncio.IncompleteReadError, TimeoutError)
ANSWER_SECONDS = 20.0
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 2.0

Address = tuple[str, int]
Heard = Callable[["Feed", str, bytes], None]


@dataclass(eq=False)
class Feed:
    """One open stream. `heard(feed, kind, data)` is told of every event; `cursor` is the last event's id."""

    address: Address
    topics: str
    token: str
    heard: Heard
    headers: dict[str, str] = field(default_factory=dict)
    cursor: str = ""
    opened: int = 0
    refused: int = 0
    last_refusal: int = 0
    closed: bool = False
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    _transport: asyncio.Transport | None = None

    async def follow(self) -> None:
        """Keep the stream open until `close`."""
        wait = SHORTEST_WAIT
        while not self.closed:
            before = self.opened
            with contextlib.suppress(*LOST):
                await self._once()
            wait = SHORTEST_WAIT if self.opened > before else min(wait * 2, LONGEST_WAIT)
            if not self.closed:
                await asyncio.sleep(wait * random.uniform(0.5, 1))

    async def _once(self) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(ANSWER_SECONDS):
            transport, reading = await loop.create_connection(lambda: _Reading(self), *self.address)
        self._transport = transport
        transport.write(self._request())
        try:
            await reading.lost
        finally:
            self.is_open.clear()
            transport.abort()

    def _request(self) -> bytes:
        headers = {"Host": "localhost", "Accept": "text/event-stream", **self.headers}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.cursor:
            headers["Last-Event-ID"] = self.cursor
        lines = [f"GET /live?topics={self.topics} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def event(self, block: bytes) -> None:
        """Take one event as it stands on the wire, between two empty lines."""
        kind, data = "message", b""
        for line in block.split(b"\n"):
            name, _, value = line.partition(b": ")
            if name == b"id":
                self.cursor = value.decode()
            elif name == b"event":
                kind = value.decode()
            elif name == b"data":
                data = value
        if kind == "ready":
            self.opened += 1
            self.is_open.set()
        if data:
            self.heard(self, kind, data)

    def cut(self) -> None:
        """Lose the network: the connection ends with no word to the other side."""
        if self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        self.closed = True
        self.cut()


class _Reading(asyncio.Protocol):
    """One HTTP/1.1 answer whose body, in chunks, is an endless stream of events."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.in_body = False
        self.raw, self.text = b"", b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self.raw += data
        if self.in_body or self._head_is_read():
            self._chunks()
            *blocks, self.text = self.text.split(b"\n\n")
            for block in blocks:
                self.feed.event(block)

    def _head_is_read(self) -> bool:
        head, found, rest = self.raw.partition(b"\r\n\r\n")
        if not found:
            return False
        status = int(head.split(b" ", 2)[1])
        if status != 200:
            self.feed.refused += 1
            self.feed.last_refusal = status
            self.transport.abort()
            return False
        self.in_body, self.raw = True, rest
        return True

    def _chunks(self) -> None:
        while True:
            size, found, rest = self.raw.partition(b"\r\n")
            if not found or len(rest) < int(size, 16) + 2:
                return
            length = int(size, 16)
            self.text += rest[:length]
            self.raw = rest[length + 2 :]
            if not length:
                self.transport.close()
                return

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.lost.done():
            self.lost.set_result(None)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class Http:
    """One client's connection: a request at a time, kept alive between them, with the cookies it was given."""

    def __init__(self, address: Address, **headers: str) -> None:
        self.address = address
        self.headers = {"Host": "localhost", "Accept": "application/json", "Accept-Language": "en", **headers}
        self.cookies: dict[str, str] = {}
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        return await self.call("GET", path)

    async def post(self, path: str, body: Any = None) -> Answer:
        return await self.call("POST", path, json.dumps(body or {}).encode(), {"Content-Type": "application/json"})

    async def call(self, method: str, path: str, body: bytes = b"", more: dict[str, str] | None = None) -> Answer:
        """One request. Raises one of `LOST` when no whole answer came; then nobody knows whether it was carried out."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                if self._writer is None:
                    self._reader, self._writer = await asyncio.open_connection(*self.address)
                self._writer.write(self._request(method, path, body, more or {}))
                return await self._answer(self._reader)
        except BaseException:
            self.close()
            raise

    async def surely(self, method: str, path: str, body: Any = None, *, seconds: float = 120.0) -> Answer:
        """Ask again until there is an answer that asking again would not change, as a page does without a network.

        What is asked so must be safe to ask twice. Raises TimeoutError after `seconds`.
        """
        deadline, wait = time.monotonic() + seconds, SHORTEST_WAIT
        while time.monotonic() < deadline:
            with contextlib.suppress(*LOST):
                answer = await (self.get(path) if method == "GET" else self.post(path, body))
                if answer.status < 500 and answer.status != 429:
                    return answer
            await asyncio.sleep(wait * random.uniform(0.5, 1))
            wait = min(wait * 2, LONGEST_WAIT)
        raise TimeoutError(f"{method} {path} was not answered in {seconds:.0f} s")

    def close(self) -> None:
        if self._writer is not None:
            self._writer.transport.abort()
        self._reader = self._writer = None

    def _request(self, method: str, path: str, body: bytes, more: dict[str, str]) -> bytes:
        headers = {**self.headers, **more, "Content-Length": str(len(body))}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    async def _answer(self, reader: asyncio.StreamReader | None) -> Answer:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for name, _, value in (line.partition(": ") for line in lines if line):
            headers[name.lower()] = value
            if name.lower() == "set-cookie":
                self._keep_cookie(value)
        body = await self._body(reader, headers)
        if headers.get("connection") == "close":
            self.close()
        return Answer(int(first.split(" ", 2)[1]), headers, body)

    @staticmethod
    async def _body(reader: asyncio.StreamReader | None, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return await reader.readexactly(int(headers.get("content-length", 0)))
        parts: list[bytes] = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readexactly(2)
        return b"".join(parts)

    def _keep_cookie(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            self.cookies[name] = morsel.value
