"""Where the models work: one child process for each of the two crafts, with a short line before it.

Invariants: the child takes one piece of work at a time; at most `most_waiting` wait; a piece that takes longer than
`patience` seconds ends the child, and the next piece starts a fresh one. So a slow model, a crash in foreign code or a
hostile sound costs one answer and never the web process. The child gets no secret of the house: neither its settings
nor its environment, only the folder of a model, and what passes between the two is JSON and bytes, never a pickle.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from select import select
from threading import Lock
from typing import IO, Any

import structlog

from foyer.assistant.speech.errors import SpeechBusy, SpeechFailed
from foyer.assistant.speech.frames import HEAD, packed, sizes

log = structlog.get_logger(__name__)

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
Answer = tuple[dict[str, Any], bytes]


class Workshop:
    """The parent's side of one craft: `hearing` or `speaking`. `settings` is what the child is told when it starts."""

    def __init__(
        self, craft: str, settings: Callable[[], dict[str, Any]], *, most_waiting: int, patience: float
    ) -> None:
        self.craft, self.settings = craft, settings
        self.most_waiting, self.patience = most_waiting, patience
        self.waiting, self._lock = 0, Lock()
        self._line = ThreadPoolExecutor(1, thread_name_prefix=f"speech-{craft}")
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def is_idle(self) -> bool:
        return self.waiting == 0

    def ask(self, asked: dict[str, Any], body: bytes = b"") -> Future[Answer]:
        """Put a piece of work in the line. Raises SpeechBusy; the future raises SpeechFailed."""
        with self._lock:
            if self.waiting >= self.most_waiting:
                raise SpeechBusy
            self.waiting += 1
        future = self._line.submit(self._work, asked, body)
        future.add_done_callback(self._done)
        return future

    def warm(self, asked: dict[str, Any]) -> None:
        """Have the model loaded while somebody begins to speak; `asked` is work that costs nothing."""
        if self._child is None and self.is_idle:
            self.ask(asked)

    def stop(self) -> None:
        """End the child; the next piece of work starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    pipe.close()

    def _done(self, _future: Future[Answer]) -> None:
        with self._lock:
            self.waiting -= 1

    def _work(self, asked: dict[str, Any], body: bytes) -> Answer:
        try:
            return self._exchange(packed(asked, body))
        except (OSError, EOFError):  # it left because nobody came for a while, or it was ended from outside
            self.stop()
        try:
            return self._exchange(packed(asked, body))
        except (OSError, EOFError) as error:
            self.stop()
            log.warning("speech_child_lost", craft=self.craft)
            raise SpeechFailed from error

    def _exchange(self, frame: bytes) -> Answer:
        child = self._living()
        stream(child.stdin).write(frame)
        until = time.monotonic() + self.patience
        head, body = sizes(self._read(child, HEAD.size, until))
        told = json.loads(self._read(child, head, until))
        if "failed" in told:
            log.warning("speech_failed", craft=self.craft, why=told["failed"])
            raise SpeechFailed
        return told, self._read(child, body, until)

    def _read(self, child: subprocess.Popen[bytes], size: int, until: float) -> bytes:
        pipe = stream(child.stdout).fileno()
        found = b""
        while len(found) < size:
            ready, _, _ = select([pipe], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                self.stop()
                log.warning("speech_too_slow", craft=self.craft, seconds=self.patience)
                raise SpeechFailed
            part = os.read(pipe, size - len(found))
            if not part:
                raise EOFError
            found += part
        return found

    def _living(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.stop()
            self._child = self._started()
        return self._child

    def _started(self) -> subprocess.Popen[bytes]:
        surroundings = {name: os.environ[name] for name in KEPT if name in os.environ}
        told = json.dumps(self.settings())
        return subprocess.Popen(
            [sys.executable, "-m", "foyer.assistant.speech.workbench", self.craft, told],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
            env={**surroundings, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )  # fmt: skip


def stream(pipe: IO[bytes] | None) -> IO[bytes]:
    """One end of a child that was started with both."""
    if pipe is None:
        raise EOFError
    return pipe
