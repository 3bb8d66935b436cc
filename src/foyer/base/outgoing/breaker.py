"""A host that keeps failing is left alone for a while, so that one slow neighbour cannot hold up the whole house.

Each process counts for itself: after `FAILURES` in a row calls to the host are refused at once for `REST`; then one is
let through, and its success closes the breaker again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from foyer.base import clock
from foyer.base.outgoing.errors import Away

FAILURES = 5
REST = timedelta(seconds=30)


@dataclass
class _State:
    failures: int = 0
    until: datetime | None = None


_states: dict[str, _State] = {}
_lock = Lock()


def before(host: str) -> None:
    """Raise Away while the host rests; the first call after that goes through and moves the rest on for the others."""
    with _lock:
        state = _states.get(host)
        if state is None or state.until is None:
            return
        if clock.now() < state.until:
            raise Away
        state.until = clock.now() + REST


def succeeded(host: str) -> None:
    with _lock:
        _states.pop(host, None)


def failed(host: str) -> None:
    with _lock:
        state = _states.setdefault(host, _State())
        state.failures += 1
        if state.failures >= FAILURES:
            state.until = clock.now() + REST


def forget() -> None:
    """As a fresh process: for tests."""
    with _lock:
        _states.clear()
