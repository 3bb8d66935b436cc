"""The register of holders: each says what it holds, where, how carefully, on which basis, and how long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from foyer.base.errors import Sentence
from foyer.base.legends import Legend

if TYPE_CHECKING:
    from foyer.privacy.holders.subject import Subject

Where = Literal["table", "lake", "file", "queue", "trail"]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Holder:
    """One kind of data in one place.

    `trace` counts it, `export` shows what the person may have of it (None: nothing they could read, as hashes),
    `erase` removes it and says how much; each may run twice. `rule` is the line of the retention schedule it follows.
    `restricts` names the rules of law that keep some of it after a deletion, and what of it: `for_law` gives that.
    `names` adds ids by which other rows speak of the person, and may add visitors.
    """

    code: str
    name: Sentence
    where: Where
    legend: Legend
    basis: str
    rule: str
    floor: int
    trace: Callable[[Subject], int]
    erase: Callable[[Subject], int]
    export: Callable[[Subject], Rows] | None = None
    for_law: Callable[[Subject], Rows] | None = None
    correct: Callable[[Subject, dict[str, str]], int] | None = None
    names: Callable[[Subject], set[str]] | None = None
    models: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> Holder:
    """Declare a holder, once, when its room starts."""
    _holders[holder.code] = holder
    return holder


def holders() -> list[Holder]:
    """Every holder, from the uppermost room down, and within a room as it declared them: the order of an erasure."""
    return sorted(_holders.values(), key=lambda each: -each.floor)
