"""By what a recipient finds a person again: only of the kinds it was given before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from foyer.customers import queries as customers
from foyer.customers.erasing import person_of


@dataclass(frozen=True)
class Known:
    """What the bank knows of a person at one moment: before a correction, or before a deletion."""

    customers: tuple[UUID, ...]
    identity: dict[str, Any]
    contact: dict[str, Any]

    def for_kinds(self, kinds: Collection[str]) -> dict[str, Any]:
        """Name and number where identity was given, or what goes by an account; phone and mail for contact."""
        said = dict(self.contact) if "contact" in kinds else {}
        if set(kinds) - {"contact"}:
            said |= self.identity
        return {name: value for name, value in said.items() if value}


def of(customer: UUID) -> Known:
    """A customer, with everybody merged into them."""
    found = customers.by_id(customer)
    ids = person_of(customer).customers
    if found is None:
        return Known(ids, {}, {})
    return Known(
        ids, {"number": found.number, "name": found.name}, {"phone": str(found.phone), "email": str(found.email)}
    )
