"""Whom a gate is asked about: a customer, or a visitor who has not said who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from foyer.base.actors import Actor


@dataclass(frozen=True)
class Person:
    """One of both is set; neither: somebody we know nothing of, for whom every optional purpose is refused."""

    customer: UUID | None = None
    visitor: UUID | None = None

    def condition(self, prefix: str = "") -> Q:
        """Rows of this person."""
        if self.customer:
            return Q(**{f"{prefix}customer": self.customer})
        if self.visitor:
            return Q(**{f"{prefix}visitor": self.visitor})
        return Q(pk__in=[])

    def keys(self) -> dict[str, UUID | None]:
        return {"customer_id": self.customer, "visitor": self.visitor}


def person(who: Any) -> Person:
    """A customer, its id as UUID or text, an Actor, a Person, or None."""
    if isinstance(who, Person):
        return who
    if isinstance(who, Actor):
        return Person(visitor=who.id) if who.kind == "visitor" else Person(who.id if who.kind == "customer" else None)
    found = getattr(who, "pk", who)
    return Person(UUID(str(found)) if found else None)
