"""The facts of collecting: who was joined with whom, by whom; ids only."""

from dataclasses import dataclass
from uuid import UUID

from foyer.base.events import fact


@fact("customers.WriteKeyMade", key="write_key_id")
@dataclass(frozen=True)
class WriteKeyMade:
    write_key_id: UUID
    source: str
    by: str


@fact("customers.WriteKeyDisabled", key="write_key_id")
@dataclass(frozen=True)
class WriteKeyDisabled:
    write_key_id: UUID
    by: str


@fact("customers.AnonymousJoined", key="customer_id")
@dataclass(frozen=True)
class AnonymousJoined:
    """`visitor_id` is the anonymous id where it is one of the house's own kind, as the chat's visitors have."""

    link_id: UUID
    customer_id: UUID
    method: str
    by: str
    visitor_id: UUID | None = None


@fact("customers.AnonymousSeparated", key="customer_id")
@dataclass(frozen=True)
class AnonymousSeparated:
    link_id: UUID
    customer_id: UUID
    by: str
    visitor_id: UUID | None = None
