"""The one place that tells the time, so that a test can move it.

`now()` is the wall clock in UTC unless a test stands at another instant with `at(...)` and walks on with
`advance(...)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_standing_at: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _standing_at or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Stand still at `instant` (aware) for the length of a `with` block."""
    global _standing_at  # noqa: PLW0603  the module is the clock
    before, _standing_at = _standing_at, instant.astimezone(UTC)
    try:
        yield
    finally:
        _standing_at = before


def advance(*, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0) -> datetime:
    """Walk a standing clock forward; refused while the clock runs by itself."""
    global _standing_at  # noqa: PLW0603
    if _standing_at is None:
        raise RuntimeError("the clock is running; stand still first with clock.at(...)")
    _standing_at += timedelta(seconds=seconds, minutes=minutes, hours=hours, days=days)
    return _standing_at
