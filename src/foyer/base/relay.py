"""The relay process: hands facts to their listeners, runs the sweeps and fires the clocks.

Two loops, each with its own database connection, so that a slow sweep never delays a fact:

1. *facts* sleeps on the channel `foyer_facts` and hands over what is due when it is woken, and once a second anyway;
2. *ticks* runs what is due of the sweeps and the clocks, twice a second.

Each loop beats its heartbeat every few seconds. When the database goes away a loop tries again, waiting longer each
time, and goes on where it was: all it knows is in rows. Any number of relay processes may run side by side."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

import psycopg
import structlog
from django.db import connection

from foyer.base import chores, clock, clocks, events, jobs, wake
from foyer.base.jobs.models import Heartbeat

log = structlog.get_logger(__name__)

BEAT_SECONDS = 3.0
LOOK_SECONDS = 1.0
TICK_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 2.0


_preparations: list[Callable[[], None]] = []


def at_start(prepare: Callable[[], None]) -> Callable[[], None]:
    """Register what a relay loads before it works (a model, a word list), so that no customer waits for it."""
    _preparations.append(prepare)
    return prepare


def run(stop: Event | None = None) -> None:
    """Work until SIGTERM or SIGINT (or `stop`). Ends with SystemExit(1) if a loop dies, so that it is started again."""
    stopping = stop or Event()
    if stop is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
    for prepare in _preparations:
        prepare()
    loops = [Thread(target=_loop, args=(work, stopping), name=work.__name__) for work in (facts, ticks)]
    for loop in loops:
        loop.start()
    while all(loop.is_alive() for loop in loops) and not stopping.wait(0.2):
        pass
    died = not stopping.is_set()
    stopping.set()
    for loop in loops:
        loop.join()
    if died:
        raise SystemExit(1)


def _loop(work: Callable[[Event, Pulse], None], stopping: Event) -> None:
    """Do `work` until told to stop; after any failure begin again with a fresh connection."""
    wait, pulse = 0.2, Pulse(work.__name__)
    while not stopping.is_set():
        begun = time.monotonic()
        try:
            work(stopping, pulse)
        except Exception as problem:
            wait = 0.2 if time.monotonic() - begun > LONGEST_WAIT_SECONDS else min(wait * 2, LONGEST_WAIT_SECONDS)
            log.warning("relay_interrupted", loop=pulse.loop, error=type(problem).__name__, wait_seconds=wait)
            _close()
            stopping.wait(wait)
    pulse.end()
    _close()


def facts(stopping: Event, pulse: Pulse) -> None:
    """Hand over facts as they are published."""
    with _listening() as ear:
        while not stopping.is_set():
            while not stopping.is_set() and events.deliver_once():
                pulse.beat()
            pulse.beat()
            for _notice in ear.notifies(timeout=LOOK_SECONDS, stop_after=1):
                pass


def _listening() -> psycopg.Connection:
    """A connection of its own, outside Django, that hears the outbox."""
    params = connection.get_connection_params()
    for name in ("cursor_factory", "context"):  # Django's own, not the server's
        params.pop(name, None)
    ear = psycopg.connect(**params, autocommit=True)
    ear.execute(f"LISTEN {wake.FACTS}")
    return ear


def ticks(stopping: Event, pulse: Pulse) -> None:
    """Run what is due."""
    chores.register()
    while not stopping.is_set():
        jobs.run_due(clock.now())
        clocks.run_due(clock.now())
        pulse.beat()
        stopping.wait(TICK_SECONDS)


class Pulse:
    """The heartbeat row of one loop of this process."""

    def __init__(self, loop: str) -> None:
        self.process, self.loop = f"{socket.gethostname()}:{os.getpid()}", loop
        self._last = 0.0

    def beat(self) -> None:
        if time.monotonic() - self._last < BEAT_SECONDS:
            return
        Heartbeat.objects.update_or_create(process=self.process, loop=self.loop, defaults={"beat_at": clock.now()})
        self._last = time.monotonic()

    def end(self) -> None:
        """This loop stops in good order."""
        try:
            Heartbeat.objects.filter(process=self.process, loop=self.loop).delete()
        except Exception:
            log.info("heartbeat_left", loop=self.loop)


def alive(within: timedelta = timedelta(seconds=15)) -> set[str]:
    """The loops that at least one process keeps running: for health pages. Complete is {"facts", "ticks"}."""
    return set(Heartbeat.objects.filter(beat_at__gte=clock.now() - within).values_list("loop", flat=True))


def _close() -> None:
    try:
        connection.close()
    except Exception:
        log.info("connection_was_gone")
