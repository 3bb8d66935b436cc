"""Need to know: what a colleague has open with a customer. Rooms register the kinds of relation they keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from foyer.base.errors import Sentence


@dataclass(frozen=True)
class Tie:
    """Something open between a colleague and a customer: its subject ("conversation:0198…") and what to call it."""

    about: str
    name: str

    @property
    def kind(self) -> str:
        return self.about.partition(":")[0]


Find = Callable[[Any, UUID], Iterable[Tie]]
_relations: dict[str, tuple[Sentence, Find]] = {}


def relation(code: str, *, name: Sentence, find: Find) -> None:
    """Register a kind of relation; `find(user, customer_id)` answers what is open now."""
    _relations[code] = (name, find)


def relations() -> dict[str, Sentence]:
    """The kinds of relation and their names."""
    return {code: name for code, (name, _find) in sorted(_relations.items())}


def ties_of(user: Any, customer_id: UUID) -> list[Tie]:
    """Everything open between the two, conversations first."""
    found = [tie for _name, find in _relations.values() for tie in find(user, customer_id)]
    return sorted(found, key=lambda tie: (tie.kind != "conversation", tie.about))


def tie_name(code: str) -> str:
    return str(_relations[code][0]) if code in _relations else code
