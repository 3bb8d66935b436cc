"""The facts this room tells."""

from dataclasses import dataclass
from uuid import UUID

from foyer.base.events import fact


@fact("customers.CustomerSignedIn", key="customer_id")
@dataclass(frozen=True)
class CustomerSignedIn:
    customer_id: UUID
    method: str


@fact("customers.CustomerBlocked", key="customer_id")
@dataclass(frozen=True)
class CustomerBlocked:
    customer_id: UUID
    by: str


@fact("customers.CustomerUnblocked", key="customer_id")
@dataclass(frozen=True)
class CustomerUnblocked:
    customer_id: UUID
    by: str
