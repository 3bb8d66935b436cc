"""Sweeps: short periodic work, each tick done by one relay process.

The tick is claimed by moving `next_at` on, under an advisory lock that is held for the length of the run: a second
process neither repeats the tick nor begins the next one while this one still runs. A killed process loses its lock
with its connection, and the sweep runs again at its next tick."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError
from django.db.models import F

from foyer.base.jobs.models import SweepState
from foyer.base.postgres.alone import alone

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Sweep:
    name: str
    every: timedelta
    run: Callable[[], object]


sweeps: dict[str, Sweep] = {}


def periodic(name: str, *, every_seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Run the function every so many seconds. It takes its own transactions and must be safe to be cut off anywhere."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        sweeps[name] = Sweep(name, timedelta(seconds=every_seconds), function)
        return function

    return register


def run_due(now: datetime) -> int:
    """Run each sweep whose time has come; returns how many this process ran. One that fails holds up no other."""
    known = dict(SweepState.objects.filter(name__in=list(sweeps)).values_list("name", "next_at"))
    new = [name for name in sweeps if name not in known]
    SweepState.objects.bulk_create([SweepState(name=name, next_at=now) for name in new], ignore_conflicts=True)
    return sum(_run(sweep, now) for sweep in list(sweeps.values()) if known.get(sweep.name, now) <= now)


def _run(sweep: Sweep, now: datetime) -> bool:
    with alone(f"sweep {sweep.name}") as is_mine:
        if not (is_mine and _claim(sweep, now)):
            return False
        begun, error = time.perf_counter(), ""
        try:
            sweep.run()
        except (OperationalError, InterfaceError):
            raise  # the database is away: the relay waits for it
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}"[:200]
            log.exception("sweep_failed", sweep=sweep.name)
        _note(sweep, time.perf_counter() - begun, error)
        return True


def _claim(sweep: Sweep, now: datetime) -> bool:
    row = SweepState.objects.filter(pk=sweep.name, next_at__lte=now)
    return bool(row.update(next_at=now + sweep.every, started_at=now))


def _note(sweep: Sweep, seconds: float, error: str) -> None:
    failed = F("failed_count") + 1 if error else 0
    SweepState.objects.filter(pk=sweep.name).update(seconds=seconds, last_error=error, failed_count=failed)
