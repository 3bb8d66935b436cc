"""Whoever works on something long says every few seconds that it is still at it, so that a killed job can be told.

A thread of the process does it while there is anything to say it of, beside the work itself: a single statement may
take an hour, and its process is alive all the same. A row that nobody spoke for is told as stopped by the watcher
(`tell_stopped`); whoever takes the work up again goes on with it by advancing.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import connection

from foyer.base import clock

log = structlog.get_logger(__name__)

EVERY_SECONDS = 15.0
SILENT_FOR = timedelta(seconds=90)
_held: set[UUID] = set()
_lock = threading.Lock()
_thread: threading.Thread | None = None


def hold(progress: UUID) -> None:
    """This process works on it from now on."""
    global _thread  # noqa: PLW0603  one thread for the process
    with _lock:
        _held.add(progress)
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_speak, name="progress", daemon=True)
            _thread.start()


def let_go(progress: UUID) -> None:
    with _lock:
        _held.discard(progress)


def _speak() -> None:
    """Until nothing is held any more."""
    global _thread  # noqa: PLW0603
    pause = threading.Event()
    while True:
        pause.wait(EVERY_SECONDS)
        with _lock:
            if not _held:
                _thread = None
                return
        try:
            beat()
        except Exception as error:  # the database is away: the work itself will meet that
            log.warning("progress_beat_failed", error=type(error).__name__)
        finally:
            connection.close()


def beat() -> int:
    """Say of everything held that it is alive; what ended elsewhere is let go. Returns how many are on their way."""
    from foyer.base.jobs.models import Progress

    with _lock:
        held = set(_held)
    running = Progress.objects.filter(pk__in=held, state=Progress.State.RUNNING)
    there = set(running.values_list("pk", flat=True))
    running.update(beat_at=clock.now())
    with _lock:
        _held.difference_update(held - there)
    return len(there)


def tell_stopped() -> int:
    """The watcher: what is said to run, but by no living process, has stopped. Returns how many."""
    from foyer.base.jobs.models import Progress

    now = clock.now()
    silent = Progress.objects.filter(state=Progress.State.RUNNING, beat_at__lt=now - SILENT_FOR)
    stopped = 0
    for row in silent:
        mine = silent.filter(pk=row.pk)
        if mine.update(state=Progress.State.STOPPED, finished_at=now):
            log.warning("progress_stopped", progress=str(row.pk), name=row.name, done=row.done, total=row.total)
            stopped += 1
    return stopped
