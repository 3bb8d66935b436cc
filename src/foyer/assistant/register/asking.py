"""Whether a use is on: asked before every use, in force in every process within a second of the switch."""

import time

from foyer.assistant.models.register import AiUse

KEPT_SECONDS = 1.0
_off: frozenset[str] = frozenset()
_read_at = 0.0


def is_on(code: str) -> bool:
    """Whether the use may go on. One that nobody has ever switched is on."""
    global _off, _read_at  # noqa: PLW0603  one small cache a process
    if time.monotonic() - _read_at > KEPT_SECONDS:
        _off = frozenset(AiUse.objects.filter(is_on=False).values_list("code", flat=True))
        _read_at = time.monotonic()
    return code not in _off


def forget() -> None:
    """Ask the table at the next question."""
    global _read_at  # noqa: PLW0603
    _read_at = 0.0
