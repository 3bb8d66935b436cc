"""What can be told of an entry beside its columns. Rooms above add what they know:

    @traits.trait("vip", _("A customer of the private bank"))
    def vip(entries: list[AuditEntry]) -> set[UUID]: ...

A trait is asked once for many entries and answers with the identifiers of those that have it. It is judged when the
entry is looked at, seconds after the act; a replay judges it as things stand at the time of the replay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from foyer.base.errors import Sentence
from foyer.security.models import AuditEntry

Seen = AuditEntry
"""What a judge is given: `pk`, `actor_id`, `customer` (a pseudonym), `at` and the rest of an entry."""
Judge = Callable[[list[AuditEntry]], set[UUID]]
FORESEEN = frozenset({"vip", "colleague", "no_relation"})
"""Told by rooms above; a rule may name them even where those rooms are not installed, and then finds nothing."""
_traits: dict[str, tuple[Sentence, Judge]] = {}


def trait(code: str, name: Sentence) -> Callable[[Judge], Judge]:
    """Declare a trait."""

    def register(judge: Judge) -> Judge:
        _traits[code] = (name, judge)
        return judge

    return register


def names() -> dict[str, Sentence]:
    return {code: name for code, (name, _judge) in sorted(_traits.items())}


def judged(code: str, entries: Iterable[AuditEntry]) -> set[UUID]:
    """Which of the entries have the trait; none where nobody can tell."""
    found = list(entries)
    return _traits[code][1](found) if code in _traits and found else set()
