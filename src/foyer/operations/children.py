"""The supervisor's children: forked from it with everything already imported.

Importing the house takes seconds and a hundred megabytes. Done once, before the first fork, it makes a start quick,
lets the processes share that memory, and brings a killed process back within milliseconds. It asks one thing of the
imports: no thread, no open connection and no random number before the fork; a test watches over it.
"""

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 10.0
SETTLED_SECONDS = 30.0  # a child that has lived this long is taken for healthy again
ORPHAN_SECONDS = 3


@dataclass
class Child:
    """One place for a process: who should be there, who is, and when to try again."""

    role: str
    name: str
    pid: int = 0
    code: int = 0
    started_at: float = 0.0
    start_at: float = 0.0
    wait: float = FIRST_WAIT_SECONDS
    restarts: int = -1

    def is_alive(self) -> bool:
        """Whether the process runs; the first look after its end notes its exit code."""
        if not self.pid:
            return False
        found, status = os.waitpid(self.pid, os.WNOHANG)
        if found:
            self.pid, self.code = 0, os.waitstatus_to_exitcode(status)
        return not found

    def start(self, become: Callable[[], None], now: float) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _live(become)
        self.pid, self.started_at, self.restarts = pid, now, self.restarts + 1

    def put_off(self, now: float) -> None:
        """The process ended: the next try is sooner the first time and later when it keeps ending."""
        if now - self.started_at > SETTLED_SECONDS:
            self.wait = FIRST_WAIT_SECONDS
        self.start_at = now + self.wait
        self.wait = min(self.wait * 2, LONGEST_WAIT_SECONDS)

    def send(self, number: signal.Signals) -> None:
        if self.pid:
            os.kill(self.pid, number)


def end_with_parent(alive: int) -> None:
    """Watch the read end of a pipe whose other end only the supervisor holds: it ends when the supervisor does."""
    threading.Thread(target=_watch, args=[alive], daemon=True, name="supervisor-watch").start()


def _watch(alive: int) -> None:
    os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORPHAN_SECONDS)
    os._exit(1)


def _live(become: Callable[[], None]) -> None:
    """In the child: run to the end and never return into the supervisor's code."""
    code = 1
    try:
        os.setsid()  # Ctrl-C is for the supervisor, which then ends its children in good order
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        become()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
