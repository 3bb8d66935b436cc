"""The one register of responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foyer.base.errors import Sentence
from foyer.security.models import Response

Do = Callable[[Response], None]


def _nothing(_response: Response) -> None:
    """The row itself is asked; nothing else is to do."""


@dataclass(frozen=True)
class Kind:
    """`start` is done once when it is taken, `undo` once when it ends in whatever way; both in the transaction."""

    code: str
    name: Sentence
    seconds: int
    start: Do = _nothing
    undo: Do = _nothing
    needs_user: bool = True


_kinds: dict[str, Kind] = {}


def register(
    code: str, *, name: Sentence, seconds: int, start: Do = _nothing, undo: Do = _nothing, needs_user: bool = True
) -> Kind:
    """Declare a response; `seconds` is how long it holds, 0 for one that is over as soon as it is done."""
    _kinds[code] = Kind(code, name, seconds, start, undo, needs_user)
    return _kinds[code]


def registered() -> dict[str, Kind]:
    from foyer.security.detection.responses import own  # noqa: F401  those of the house

    return dict(sorted(_kinds.items()))


def of(code: str) -> Kind:
    return registered()[code]
