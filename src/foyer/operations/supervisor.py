"""One process that keeps the others alive: web, relay and job processes, and the embedded database.

Invariants: a child that ends is started again, sooner the first time and later when it keeps ending; no child
outlives the supervisor, for each watches a pipe that only the supervisor holds open; what is killed with SIGKILL
loses nothing, because every acknowledged word is in the database.
"""

import os
import shutil
import signal
import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

import structlog

from foyer.config.env import env
from foyer.operations import processes, state
from foyer.operations.children import Child, end_with_parent
from foyer.operations.postgres import Embedded

TICK_SECONDS = 0.1
STOP_SECONDS = 10.0

log = structlog.get_logger("foyer.supervisor")


class Supervisor:
    """Runs until it is told to stop."""

    def __init__(self, listening: socket.socket, server: Embedded | None, when_ready: Callable[[], None]) -> None:
        self.listening, self.server, self.when_ready = listening, server, when_ready
        self.children = [
            Child(role, f"{role}-{number + 1}")
            for role, count in (("web", env.web_workers), ("relay", env.relay_workers), ("jobs", env.job_workers))
            for number in range(count)
        ]
        self._alive_to_read, self._alive = os.pipe()
        self._stopping = False
        self._ready = False

    def run(self) -> None:
        """Start everything, keep it running, stop it in good order."""
        for signalled in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signalled, self._stop_soon)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_fresh_metrics_folder())
        processes.load()
        try:
            while not self._stopping:
                self._look_around()
                time.sleep(TICK_SECONDS)
        finally:
            self._stop()

    def _look_around(self) -> None:
        if self.server is not None and self.server.revive():
            log.warning("database_restarted")
        changed = [self._look_after(child, time.monotonic()) for child in self.children]
        if any(changed):
            self._note()
        if not self._ready and self._answers():
            self._ready = True
            self.when_ready()

    def _look_after(self, child: Child, now: float) -> bool:
        """Start the child if it is due, note if it ended; True when something changed."""
        pid = child.pid
        if child.is_alive():
            return False
        if pid:
            log.warning("process_ended", process=child.name, code=child.code)
            _mark_ended(pid)
            child.put_off(now)
        elif now >= child.start_at:
            child.start(lambda: self._become(child), now)
            if child.restarts:
                log.info("process_restarted", process=child.name, restarts=child.restarts)
        return bool(pid or child.pid)

    def _become(self, child: Child) -> None:
        """In the child: let go of what is the supervisor's, then work."""
        os.close(self._alive)
        end_with_parent(self._alive_to_read)
        os.environ["FOYER_PROCESS"] = child.name
        if child.role == "web":
            processes.web(self.listening)
        else:
            self.listening.close()
            {"relay": processes.relay, "jobs": processes.jobs}[child.role]()

    def _answers(self) -> bool:
        """Whether the house is ready for its first customer."""
        host, port = self.listening.getsockname()[:2]
        connection = HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=2)  # noqa: S104
        try:
            connection.request("GET", "/readyz", headers={"Host": _own_name(), "X-Forwarded-Proto": "https"})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _note(self) -> None:
        """Who runs, for `doctor`, `/metrics` and whoever must find a process."""
        running = {child.name: child.pid for child in self.children if child.pid}
        restarts = {child.name: max(child.restarts, 0) for child in self.children}
        state.write(env.home, state.Note(os.getpid(), env.port, running, restarts))

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _stop(self) -> None:
        """Ask all to end, then insist."""
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.send(signal.SIGTERM)
        while any(child.is_alive() for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.02)
        for child in self.children:
            child.send(signal.SIGKILL)
        while any(child.is_alive() for child in self.children):
            time.sleep(0.02)
        state.forget(env.home)


def _fresh_metrics_folder() -> Path:
    """Where the web processes share their counters; must be named before prometheus-client is imported."""
    folder = env.home / "run" / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _mark_ended(pid: int) -> None:
    """Forget a dead process's open streams; what it counted stays."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _own_name() -> str:
    """A host name that this house answers to."""
    name = next(iter(env.allowed_hosts), "localhost")
    return "localhost" if name == "*" else name.lstrip(".")
