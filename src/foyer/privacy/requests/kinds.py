"""What each kind of request needs: how surely the bank must know who asks, and whether a person carries it out.

Assurance: 1 claimed, 2 verified (signed in by a code, or a document seen at a counter), 3 stepped up (a code for this
very request). What gives data out or removes it needs 3.
"""

from dataclasses import dataclass

from foyer.privacy.models import SubjectRequest

Kind = SubjectRequest.Kind
VERIFIED, STEPPED_UP = 2, 3


@dataclass(frozen=True)
class Need:
    """`is_automatic`: carried out as soon as the identity is proved, with nobody in between."""

    assurance: int
    is_automatic: bool = False
    second_person: bool = False
    asks: tuple[str, ...] = ()


NEEDS: dict[Kind, Need] = {
    Kind.ACCESS: Need(STEPPED_UP, is_automatic=True),
    Kind.PORTABILITY: Need(STEPPED_UP, is_automatic=True),
    Kind.CORRECTION: Need(STEPPED_UP, asks=("field", "value", "why")),
    Kind.DELETION: Need(STEPPED_UP, second_person=True, asks=("why",)),
    Kind.WITHDRAWAL: Need(VERIFIED, is_automatic=True, asks=("purpose",)),
    Kind.OBJECTION: Need(VERIFIED, is_automatic=True),
    Kind.PERSONALISATION: Need(VERIFIED, is_automatic=True),
    Kind.EXPLANATION: Need(VERIFIED, is_automatic=True, asks=("why",)),
    Kind.DECEASED: Need(STEPPED_UP, asks=("relative", "relation", "wish")),
}
COPYING = frozenset({Kind.ACCESS, Kind.PORTABILITY})
PURPOSES_OF: dict[Kind, tuple[str, ...]] = {
    Kind.OBJECTION: ("profiling", "personalisation"),
    Kind.PERSONALISATION: ("personalisation",),
}
"""Which purposes of `consents` a kind ends."""
