"""One aid in this process, with its breaker."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from foyer.base import clock
from foyer.base.aids.errors import Away
from foyer.base.errors import Refusal
from foyer.base.text import Bilingual

log = structlog.get_logger(__name__)

FAILURES = 3
REST, LONGEST_REST = timedelta(seconds=30), timedelta(minutes=5)

_known: dict[str, Aid] = {}


@dataclass
class Breaker:
    """Closed, open until an instant, or half open: then one call goes through, and the others are refused."""

    failures: int = 0
    trips: int = 0
    until: datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_open(self) -> bool:
        return self.until is not None and clock.now() < self.until

    def before(self) -> None:
        """Raises Away while it rests; the first call after that moves the rest on for the others."""
        if self.until is None:
            return
        with self.lock:
            if self.is_open:
                raise Away
            self.until = clock.now() + REST

    def failed(self) -> bool:
        """Whether it is left alone from now on, or goes on being."""
        with self.lock:
            self.failures += 1
            if self.failures < FAILURES and not self.trips:
                return False
            self.trips += 1
            self.until = clock.now() + min(REST * 2 ** min(self.trips - 1, 10), LONGEST_REST)
            return True

    def succeeded(self) -> bool:
        """Whether it had been left alone."""
        if not self.failures:
            return False
        with self.lock:
            was_away = bool(self.trips)
            self.failures, self.trips, self.until = 0, 0, None
            return was_away


@dataclass
class Rehearsal:
    """A drill's own breaker, and whether the aid fails in it. Nobody outside the drill's thread meets either."""

    aid: Aid
    is_failing: bool = True
    breaker: Breaker = field(default_factory=Breaker)
    called: int = 0


_rehearsal: ContextVar[Rehearsal | None] = ContextVar("rehearsal", default=None)


class Rehearsed(Exception):
    """The failure that a drill plays."""


class Aid:
    """Something the house uses and can do without. `without` says in the bank's words how it goes on meanwhile."""

    def __init__(
        self, code: str, *, name: Bilingual, without: Bilingual, probe: Callable[[], object] | None = None
    ) -> None:
        self.code, self.name, self.without, self.probe = code[:120], name, without, probe
        self._breaker = Breaker()
        _known[self.code] = self

    @property
    def is_away(self) -> bool:
        """Whether it would be refused now, in this process."""
        return self._now().is_open

    @property
    def is_failing(self) -> bool:
        """Whether its last use failed, in this process."""
        return self._now().failures > 0

    @property
    def is_rehearsed(self) -> bool:
        """Whether a drill plays with it in this thread."""
        rehearsal = _rehearsal.get()
        return rehearsal is not None and rehearsal.aid is self

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Around every use. Raises Away while the aid rests and where it fails; a refusal of its own counts as a
        failure and passes through as it is."""
        breaker = self._now()
        breaker.before()
        try:
            _fail_in_a_rehearsal(self)
            yield
        except Exception as error:
            self._failed(breaker, error)
            if isinstance(error, Refusal):
                raise
            raise Away from error
        if breaker.succeeded():
            self._is_back(breaker)

    @contextmanager
    def rehearsed(self) -> Iterator[Rehearsal]:
        """Within, this thread finds the aid failing (until told otherwise); all others go on as before."""
        rehearsal = Rehearsal(self)
        token = _rehearsal.set(rehearsal)
        try:
            yield rehearsal
        finally:
            _rehearsal.reset(token)

    def forget(self) -> None:
        """As a fresh process: for tests."""
        self._breaker = Breaker()

    def _now(self) -> Breaker:
        rehearsal = _rehearsal.get()
        return rehearsal.breaker if rehearsal is not None and rehearsal.aid is self else self._breaker

    def _failed(self, breaker: Breaker, error: Exception) -> None:
        from foyer.base.aids import telling

        is_left_alone = breaker.failed()
        if breaker is not self._breaker:
            return
        why = error.code if isinstance(error, Refusal) else type(error).__name__
        log.error("aid_failed", aid=self.code, error=why, left_alone=is_left_alone)
        if is_left_alone:
            telling.tell_away(self.code, why)

    def _is_back(self, breaker: Breaker) -> None:
        from foyer.base.aids import telling

        if breaker is self._breaker:
            log.info("aid_back", aid=self.code)
            telling.tell_back(self.code)


def known() -> dict[str, Aid]:
    """Every aid of this process by its code."""
    return dict(_known)


def _fail_in_a_rehearsal(aid: Aid) -> None:
    rehearsal = _rehearsal.get()
    if rehearsal is None or rehearsal.aid is not aid:
        return
    rehearsal.called += 1
    if rehearsal.is_failing:
        raise Rehearsed
