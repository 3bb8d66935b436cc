"""A visitor of the measurements: comes in over HTTP, keeps a stream open, asks, and asks for a person if not served.

Whatever the network or the house does meanwhile, a message is sent again under the same client id until it is
acknowledged, and the stream comes back by itself, as the pages do it.
"""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Callable
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


@dataclass(frozen=True)
class Question:
    """What a visitor wants to know; `right` are the articles that would answer it, if anybody wrote them down."""

    text: str
    right: frozenset[str] = frozenset()


@dataclass
class Visitor:
    """One browser. What it heard, and when things happened, is kept for the proof and the figures."""

    address: Address
    question: Question
    patience: float = ANSWER_SECONDS
    conversation: str = ""
    said: list[Said] = field(default_factory=list)
    tapped: list[Said] = field(default_factory=list)
    heard: list[int] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    resets: int = 0
    answer_seconds: float = 0.0
    handed_over_at: float = 0.0
    asked_for_person: bool = False
    person_seen_at: float = 0.0
    feed: Feed | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.http = Http(self.address)

    async def visit(self) -> None:
        """The whole visit, but for leaving: the stream stays open until `leave`."""
        await self._come_in()
        begun = time.monotonic()
        await self._say(self.question.text, self.said)
        if await self._until(lambda: self.answers):
            self.answer_seconds = self.answers[0]["heard_at"] - begun
        await self._choose()
        if not self.is_cited and not self.handed_over_at:
            await self._ask_for_a_person()
        if self.handed_over_at:
            await self._until(lambda: self.person_seen_at)

    async def talk(self, over: asyncio.Event, pause: float) -> None:
        """A visit of one who writes on and on, whatever happens, until it is over."""
        await self._come_in()
        begun = time.monotonic()
        while not over.is_set():
            await self._say(f"{self.question.text} ({len(self.said) + 1})", self.said)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), pause * random.uniform(0.5, 1.5))
        if await self._until(lambda: self.answers):
            self.answer_seconds = self.answers[0]["heard_at"] - begun

    def leave(self) -> None:
        if self.feed is not None:
            self.feed.close()
        self.http.close()

    @property
    def first_kind(self) -> str:
        """What the first answer was."""
        return _kind_of(self.answers[0]) if self.answers else "nothing"

    @property
    def is_cited(self) -> bool:
        return any(_kind_of(answer) == "cited" for answer in self.answers)

    @property
    def cited(self) -> set[str]:
        """The articles the answers named."""
        return {citation["code"] for answer in self.answers for citation in answer["citations"]}

    @property
    def person_seconds(self) -> float:
        """How long it took from being handed over until a person's first words."""
        return self.person_seen_at - self.handed_over_at if self.person_seen_at else 0.0

    async def _come_in(self) -> None:
        begun = (await self.http.surely("POST", f"{API}/visitors", {"language": "en", "channel": "web"})).json()
        self.http.headers["Authorization"] = f"Bearer {begun['token']}"
        talk = (await self.http.surely("POST", f"{API}/conversations", {"language": "en", "channel": "web"})).json()
        self.conversation = talk["id"]
        self.feed = Feed(self.address, f"conversation:{self.conversation}", begun["token"], self._hear)
        self.feed.cursor = str(talk["cursor"])
        self._following = asyncio.create_task(self.feed.follow())
        async with asyncio.timeout(ANSWER_SECONDS):
            await self.feed.is_open.wait()

    async def _say(self, text: str, where: list[Said]) -> None:
        said = Said(str(uuid4()), self.conversation)
        where.append(said)
        begun = time.monotonic()
        path = f"{API}/conversations/{self.conversation}/messages"
        answer = await self.http.surely("POST", path, {"client_id": said.client_id, "text": text})
        if answer.status == 201:
            said.id, said.seq, said.seconds = answer.json()["id"], answer.json()["seq"], time.monotonic() - begun
        else:
            self.refused.append(f"{answer.status} {answer.body[:200].decode(errors='replace')}")

    async def _choose(self) -> None:
        """Tap the offered article that answers the question, if it is there; the visitor knows what they meant."""
        offered = self.answers[-1]["choices"] if self.answers else []
        right = [choice for choice in offered if choice["value"] in self.question.right]
        if right and not self.handed_over_at:
            await self._say(right[0]["text"], self.tapped)
            await self._until(lambda: self.is_cited)

    async def _ask_for_a_person(self) -> None:
        self.asked_for_person = True
        answer = await self.http.surely("POST", f"{API}/conversations/{self.conversation}/person")
        if answer.status == 200:
            self.handed_over_at = self.handed_over_at or time.monotonic()

    async def _until(self, happened: Callable[[], Any]) -> bool:
        """Wait until what was heard makes `happened()` true, or patience ends; whether it is."""
        deadline = time.monotonic() + self.patience
        while not happened() and time.monotonic() < deadline:
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(deadline - time.monotonic()):
                    await self._changed.wait()
        return bool(happened())

    def _hear(self, _feed: Feed, kind: str, data: bytes) -> None:
        self.resets += kind == "reset"
        if kind == "message":
            self._hear_message(json.loads(data)["message"])
        if kind == "status" and json.loads(data)["status"] in ("waiting", "active"):
            self.handed_over_at = self.handed_over_at or time.monotonic()
        self._changed.set()

    def _hear_message(self, message: dict[str, Any]) -> None:
        self.heard.append(message["seq"])
        now, author = time.monotonic(), message["author"]["kind"]
        if author == "agent":
            self.person_seen_at = self.person_seen_at or now
            self.handed_over_at = self.handed_over_at or now
        if author in ("agent", "assistant"):
            self.answers.append({**message, "heard_at": now})


def _kind_of(message: dict[str, Any]) -> str:
    if message["author"]["kind"] == "agent":
        return "a person"
    if message["citations"]:
        return "cited"
    return "offered" if message["choices"] else "neither"
