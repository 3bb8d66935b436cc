"""The facts this room tells. They carry references only, never values."""

from dataclasses import dataclass
from uuid import UUID

from foyer.base.events import fact


@fact("servicing.OrderBegun", key="order_id")
@dataclass(frozen=True)
class OrderBegun:
    order_id: UUID
    process: str
    door: str


@fact("servicing.OrderIdle", key="order_id")
@dataclass(frozen=True)
class OrderIdle:
    """Nothing was heard for a while: whoever runs the order may remind."""

    order_id: UUID
    conversation_id: UUID | None


@fact("servicing.OrderEnded", key="order_id")
@dataclass(frozen=True)
class OrderEnded:
    """`told` says whether the customer has the outcome already: one that came later must still be told."""

    order_id: UUID
    conversation_id: UUID | None
    process: str
    state: str
    told: bool
