"""A visitor of the measurements: comes in over HTTP, keeps a stream open, asks, and asks for a person if not served.

Whatever the network or the house does meanwhile, a message is sent again under the same client id until it is
acknowledged, and the stream comes back by itself, as the pages do it.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bench.clients import Address, Feed, Http

API = "/api/v1"
ANSWER_SECONDS = 90.0


@dataclass
class Said:
    """One message of a visitor or an agent: acknowledged under `id` and `seq`, or not at all."""

    client_id: str
    conversation: str
    id: str = ""
    seq: int = 0
    seconds: float = 0.0

    @property
    def is_acknowledged(self) -> bool:
        return bool(self.id)


@dataclass
class Visitor:
    """One browser. What it heard, and when things happened, is kept for the proof and the figures."""

    address: Address
    questions: list[str]
    patience: float = ANSWER_SECONDS
    conversation: str = ""
    token: str = ""
    said: list[Said] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    resets: int = 0
    first_answer: float = 0.0
    first_kind: str = ""
    handed_over: float = 0.0
    person_asked: bool = False
    person_seen: float = 0.0
    feed: Feed | None = None
    _following: asyncio.Task[None] | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.http = Http(self.address)

    async def visit(self, pause: float = 0.0) -> None:
        """The whole visit, but for leaving: the stream stays open until `leave`."""
        await self._come_in()
        begun = time.monotonic()
        for number, question in enumerate(self.questions):
            if number:
                await asyncio.sleep(pause)
            await self._say(question)
        await self._until(lambda: self.first_kind)
        if self.first_kind != "cited" and not self.handed_over:
            await self._ask_for_a_person()
        if self.handed_over:
            await self._until(lambda: self.person_seen)
        self._take_off(begun)

    def leave(self) -> None:
        if self.feed is not None:
            self.feed.close()
        self.http.close()

    async def _come_in(self) -> None:
        begun = (await self.http.surely("POST", f"{API}/visitors", {"language": "en", "channel": "web"})).json()
        self.token = begun["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        talk = (await self.http.surely("POST", f"{API}/conversations", {"language": "en", "channel": "web"})).json()
        self.conversation = talk["id"]
        self.feed = Feed(self.address, f"conversation:{self.conversation}", self.token, self._hear)
        self.feed.cursor = str(talk["cursor"])
        self._following = asyncio.create_task(self.feed.follow())
        async with asyncio.timeout(ANSWER_SECONDS):
            await self.feed.is_open.wait()

    async def _say(self, text: str) -> None:
        said = Said(str(uuid4()), self.conversation)
        self.said.append(said)
        begun = time.monotonic()
        path = f"{API}/conversations/{self.conversation}/messages"
        answer = await self.http.surely("POST", path, {"client_id": said.client_id, "text": text})
        if answer.status == 201:
            said.id, said.seq, said.seconds = answer.json()["id"], answer.json()["seq"], time.monotonic() - begun
        else:
            self.refused.append(f"{answer.status} {answer.body[:200].decode(errors='replace')}")

    async def _ask_for_a_person(self) -> None:
        self.person_asked = True
        answer = await self.http.surely("POST", f"{API}/conversations/{self.conversation}/person")
        if answer.status == 200:
            self.handed_over = self.handed_over or time.monotonic()

    async def _until(self, happened: Any) -> None:
        """Wait until what was heard makes `happened()` true, or patience ends."""
        deadline = time.monotonic() + self.patience
        while not happened() and time.monotonic() < deadline:
            self._changed.clear()
            try:
                async with asyncio.timeout(deadline - time.monotonic()):
                    await self._changed.wait()
            except TimeoutError:
                return

    def _hear(self, _feed: Feed, kind: str, data: bytes) -> None:
        if kind == "reset":
            self.resets += 1
        if kind == "message":
            self._hear_message(json.loads(data)["message"])
        if kind == "status" and json.loads(data)["status"] in ("waiting", "active"):
            self.handed_over = self.handed_over or time.monotonic()
            self.first_kind = self.first_kind or "handed over"
        self._changed.set()

    def _hear_message(self, message: dict[str, Any]) -> None:
        self.heard.append(message["seq"])
        if message["author"]["kind"] == "agent":
            self.person_seen = self.person_seen or time.monotonic()
            self.handed_over = self.handed_over or self.person_seen
        if message["author"]["kind"] in ("agent", "assistant"):
            self.first_answer = self.first_answer or time.monotonic()
            self.first_kind = self.first_kind or _kind_of(message)

    def _take_off(self, begun: float) -> None:
        """From instants to seconds since the question."""
        self.first_answer = max(0.0, self.first_answer - begun)
        self.person_seen = max(0.0, self.person_seen - self.handed_over) if self.person_seen else 0.0


def _kind_of(message: dict[str, Any]) -> str:
    if message["author"]["kind"] == "agent":
        return "handed over"
    if message["citations"]:
        return "cited"
    return "offered" if message["choices"] else "not understood"
