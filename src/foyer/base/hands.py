"""What takes the processor, piece after piece, shared out among several processes; results come in the pieces' order.

    with hands(2) as share:
        for rows in share(builder, pieces):
            …

Each hand is a Python of its own that knows the house's settings and what it was given: it has no connection and no
thread of ours. It ends when we end, however that may be, because what it reads from ends with us. Work and pieces must
be such that pickle can carry them. Starting one takes a second or two of its own; with one hand, the work is done here.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import django

P = TypeVar("P")
R = TypeVar("R")
_ROOM = 1 << 20
"""How much of a piece or a result may be on its way in a pipe."""
_SERVE = "from foyer.base.hands import serve; serve()"


class HandLost(RuntimeError):
    """A process that shared the work has ended; why, it has told where errors are told."""


Share = Callable[[Callable[[P], R], Iterable[P]], Iterator[R]]


@contextmanager
def hands(count: int, ready: Callable[[], object] = django.setup) -> Iterator[Share[Any, Any]]:
    """A way to do some work for many pieces, by so many processes. One such work after another, not two at a time.

    `ready` is what each of them does first.
    """
    if count < 2:
        yield map
        return
    ours = [_Hand(ready) for _ in range(count)]
    try:
        yield lambda work, pieces: _shared(ours, work, pieces)
    finally:
        for hand in ours:
            hand.end()


def serve() -> None:
    """The life of one hand: getting ready, some work and piece after piece of it, until there is no more to read."""
    incoming, outgoing = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not come between the results
    pickle.load(incoming)()  # noqa: S301  from who started us
    work: Callable[[Any], Any] = print
    while True:
        try:
            piece = pickle.load(incoming)  # noqa: S301  from who started us
        except EOFError:
            return
        if isinstance(piece, _Work):
            work = piece.call
            continue
        pickle.dump(work(piece), outgoing, pickle.HIGHEST_PROTOCOL)
        outgoing.flush()


@dataclass(frozen=True)
class _Work:
    """What is to be done with the pieces that follow."""

    call: Callable[[Any], Any]


def _shared(ours: list[_Hand], work: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterator[Any]:
    """Each hand has one piece at a time, and the next one before its result is looked at."""
    for hand in ours:
        hand.give(_Work(work))
    free, busy = deque(ours), deque[_Hand]()
    for piece in pieces:
        done = [] if free else [busy[0].take()]
        hand = free.popleft() if free else busy.popleft()
        hand.give(piece)
        busy.append(hand)
        yield from done
    while busy:
        yield busy.popleft().take()


class _Hand:
    def __init__(self, ready: Callable[[], object]) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            pipesize=_ROOM,
        )
        self.give(ready)

    def give(self, piece: Any) -> None:
        assert self.process.stdin is not None  # noqa: S101  a pipe, as asked above
        try:
            pickle.dump(piece, self.process.stdin, pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise HandLost from error

    def take(self) -> Any:
        assert self.process.stdout is not None  # noqa: S101  a pipe, as asked above
        try:
            return pickle.load(self.process.stdout)  # noqa: S301  from a child of ours
        except (EOFError, pickle.UnpicklingError) as error:
            raise HandLost from error

    def end(self) -> None:
        """Wait for nothing: a hand that is in the middle of a piece is not needed any more."""
        self.process.kill()
        self.process.communicate()
