"""From where somebody acts: address, device, session and request of what is being done now.

Set once for each request by the middleware (staff.sign_in.origin), read where an act is recorded. Work that no request
started has `NOWHERE`. It says where from, never who: who acts is always passed as `by`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


def _nobody() -> int | None:
    return None


@dataclass(frozen=True)
class Origin:
    """`address` is the client's IP address; `device` a short hash of what its browser says of itself, stable for one
    browser; `session` a short hash of its session, which opens nothing; `request` the id that the log lines carry.
    `assured` tells how surely a signed-in member of staff was recognised: 1 by one factor, 2 by two.
    """

    address: str = ""
    device: str = ""
    session: str = ""
    request: str = ""
    assured: Callable[[], int | None] = field(default=_nobody, compare=False, repr=False)


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("foyer_origin", default=NOWHERE)


def origin() -> Origin:
    """Where what happens now comes from."""
    return _origin.get()


@contextmanager
def coming_from(where: Origin) -> Iterator[None]:
    """Everything within comes from there."""
    token = _origin.set(where)
    try:
        yield
    finally:
        _origin.reset(token)
