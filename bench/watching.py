"""The watchers of a measurement: one process that holds many open streams and notes when each word arrives.

A message carries the moment it was sent (`mark`), by the machine's one monotonic clock, so that the lag needs no two
clocks to agree. The process is driven from outside through a pipe: ask, and it answers with a copy of what it noted.
"""

import asyncio
import multiprocessing
import random
import re
import resource
import time
from array import array
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Protocol

import uvloop
from bench.clients import LOST, Address, Feed

_MARK = re.compile(rb"@t([0-9a-f]+);")
OPENING_AT_ONCE = 32
SPAWN = multiprocessing.get_context("spawn")

Note = Callable[[int, bytes], None]


class Watch(Protocol):
    """One open stream of some system."""

    is_open: asyncio.Event

    async def follow(self) -> None: ...
    def cut(self) -> None: ...
    def close(self) -> None: ...


def mark(at: float) -> str:
    """The moment `at` (of time.monotonic) as it travels in a message's text."""
    return f"@t{int(at * 1e6):x};"


def allow_many_files() -> None:
    """Raise this process's limit of open files as far as the machine lets it."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@dataclass
class State:
    """How the streams stand: open now, messages heard since the last look, refusals, told to load again."""

    open: int = 0
    heard: int = 0
    refused: int = 0
    reset: int = 0


class Crowd:
    """The watchers' process as its owner sees it. `targets` says what each stream follows, and by whose right."""

    def __init__(self, kind: str, address: Address, targets: list[dict[str, str]]) -> None:
        self._pipe, theirs = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_hold, args=(theirs, kind, address, targets), daemon=True)
        self._process.start()
        theirs.close()
        self.size = len(targets)

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_: object) -> None:
        self.ask("end")
        self._process.join(20)
        self._process.kill()

    def ask(self, question: str, value: Any = None) -> Any:
        self._pipe.send((question, value))
        if not self._pipe.poll(60):
            raise TimeoutError(f"the watchers do not answer {question!r}")
        return self._pipe.recv()

    def state(self) -> State:
        return self.ask("state")

    def lags(self) -> list[float]:
        """Seconds from sent to seen, of everything heard since this was last asked."""
        return list(self.ask("lags"))

    def numbers(self) -> list[list[int]]:
        """The numbers of the events each stream has heard, in the order it heard them."""
        return self.ask("numbers")

    def cut(self, count: int) -> int:
        """Tear `count` streams, taken at random, from the network; they come back by themselves."""
        return self.ask("cut", count)

    def until_open(self, seconds: float) -> int:
        """Wait until every stream is open, or `seconds` have passed; how many are."""
        return self._until(lambda state: state.open, self.size, seconds)

    def until_heard(self, count: int, seconds: float) -> int:
        """Wait until `count` messages were heard, or none came for `seconds`; how many were."""
        return self._until(lambda state: state.heard, count, seconds)

    def _until(self, of: Callable[[State], int], wanted: int, seconds: float) -> int:
        reached, deadline = of(self.state()), time.monotonic() + seconds
        while reached < wanted and time.monotonic() < deadline:
            time.sleep(0.1)
            now = of(self.state())
            if now > reached:
                reached, deadline = now, time.monotonic() + seconds
        return reached


@dataclass
class _Notes:
    """What the streams heard."""

    numbers: list[list[int]]
    lags: array = field(default_factory=lambda: array("d"))
    heard: int = 0

    def take(self, stream: int, number: int, data: bytes) -> None:
        found = _MARK.search(data)
        if found is None:
            return
        self.lags.append(time.monotonic() - int(found[1], 16) / 1e6)
        self.numbers[stream].append(number)
        self.heard += 1


class FoyerWatch(Feed):
    """A browser at Foyer's /live, following one topic."""

    def __init__(self, address: Address, target: dict[str, str], note: Note) -> None:
        headers = {"Cookie": target["cookie"]} if target.get("cookie") else {}
        super().__init__(address, target["topic"], target.get("token", ""), self._tell, headers)
        self.note = note
        self.resets = 0

    def _tell(self, _feed: Feed, kind: str, data: bytes) -> None:
        self.resets += kind == "reset"
        self.note(int(self.cursor or 0), data)


class BareWatch:
    """A socket of the bare program: name the topic, then read lines."""

    def __init__(self, address: Address, target: dict[str, str], note: Note) -> None:
        self.address, self.topic, self.note = address, target["topic"], note
        self.is_open = asyncio.Event()
        self._writer: asyncio.StreamWriter | None = None

    async def follow(self) -> None:
        reader, self._writer = await asyncio.open_connection(*self.address)
        self._writer.write(f"{self.topic}\n".encode())
        self.is_open.set()
        while line := await reader.readline():
            self.note(0, line)

    def cut(self) -> None:
        if self._writer is not None:
            self._writer.transport.abort()

    close = cut


def _kinds() -> dict[str, Callable[[Address, dict[str, str], Note], Any]]:
    from bench.matrix import MatrixWatch

    return {"foyer": FoyerWatch, "bare": BareWatch, "matrix": MatrixWatch}


def _hold(pipe: Connection, kind: str, address: Address, targets: list[dict[str, str]]) -> None:
    allow_many_files()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(pipe, kind, address, targets))


async def _serve(pipe: Connection, kind: str, address: Address, targets: list[dict[str, str]]) -> None:
    make, notes = _kinds()[kind], _Notes([[] for _ in targets])
    watches = [make(address, target, _noting(notes, stream)) for stream, target in enumerate(targets)]
    opening = asyncio.Semaphore(OPENING_AT_ONCE)
    tasks = [asyncio.create_task(_open(watch, opening)) for watch in watches]
    while True:
        question, value = await asyncio.to_thread(pipe.recv)
        if question == "end":
            break
        pipe.send(_ANSWERS[question](watches, notes, value))
    for watch in watches:
        watch.close()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    pipe.send(None)


def _noting(notes: _Notes, stream: int) -> Note:
    return lambda number, data: notes.take(stream, number, data)


async def _open(watch: Watch, opening: asyncio.Semaphore) -> None:
    """Begin to follow, few at a time, as a crowd that comes in by a door."""
    async with opening:
        following = asyncio.create_task(_follow(watch.follow()))
        await asyncio.wait({following, asyncio.create_task(watch.is_open.wait())}, return_when=asyncio.FIRST_COMPLETED)
    try:
        await following
    finally:
        following.cancel()


async def _follow(work: Awaitable[None]) -> None:
    try:
        await work
    except LOST:
        return


def _state(watches: list[Any], notes: _Notes, _value: Any) -> State:
    return State(
        open=sum(watch.is_open.is_set() for watch in watches),
        heard=notes.heard,
        refused=sum(getattr(watch, "refused", 0) for watch in watches),
        reset=sum(getattr(watch, "resets", 0) for watch in watches),
    )


def _lags(_watches: list[Any], notes: _Notes, _value: Any) -> array:
    taken, notes.lags, notes.heard = notes.lags, array("d"), 0
    return taken


def _cut(watches: list[Any], _notes: _Notes, count: int) -> int:
    for watch in random.sample(watches, count):
        watch.cut()
    return count


_ANSWERS: dict[str, Callable[[list[Any], _Notes, Any], Any]] = {
    "state": _state,
    "lags": _lags,
    "numbers": lambda _watches, notes, _value: notes.numbers,
    "cut": _cut,
}
