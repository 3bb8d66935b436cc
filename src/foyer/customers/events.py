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


@fact("customers.RowsQuarantined", key="source")
@dataclass(frozen=True)
class RowsQuarantined:
    """The gate held rows back; a steward decides on them."""

    source: str
    table: str
    entity: str
    run: str
    count: int


@fact("customers.QuarantineDecided", key="row_id")
@dataclass(frozen=True)
class QuarantineDecided:
    """A steward corrected, released or discarded a row; `decision` is its new state."""

    row_id: UUID
    decision: str
    by: str


@fact("customers.QuarantinedRowShown", key="row_id")
@dataclass(frozen=True)
class QuarantinedRowShown:
    """Somebody read a held row unmasked, for a reason."""

    row_id: UUID
    by: str
    reason: str


@fact("customers.QualityAlertRaised", key="source")
@dataclass(frozen=True)
class QualityAlertRaised:
    alert_id: UUID
    source: str
    entity: str
    field: str
    rule: str
    kind: str


@fact("customers.QualityAlertCleared", key="source")
@dataclass(frozen=True)
class QualityAlertCleared:
    alert_id: UUID
    source: str


@fact("customers.CustomersMerged", key="customer_id")
@dataclass(frozen=True)
class CustomersMerged:
    """The records of `merged_id` are `customer_id`'s now; `change_id` can take it back."""

    customer_id: UUID
    merged_id: UUID
    change_id: UUID
    by: str


@fact("customers.CustomerSplit", key="customer_id")
@dataclass(frozen=True)
class CustomerSplit:
    """A customer gained or lost records when what was one became several."""

    customer_id: UUID
    change_id: UUID
    by: str


@fact("customers.PairKeptApart", key="pair_id")
@dataclass(frozen=True)
class PairKeptApart:
    """A steward said that two records are different customers."""

    pair_id: UUID
    left: UUID
    right: UUID
    by: str


@fact("customers.PairShown", key="pair_id")
@dataclass(frozen=True)
class PairShown:
    """A steward read both records of a pair unmasked, for a reason."""

    pair_id: UUID
    by: str
    reason: str


@fact("customers.CustomerFrozen", key="customer_id")
@dataclass(frozen=True)
class CustomerFrozen:
    """Sign-in and online services stand still."""

    customer_id: UUID
    reason: str
    by: str


@fact("customers.CustomerUnfrozen", key="customer_id")
@dataclass(frozen=True)
class CustomerUnfrozen:
    customer_id: UUID
    how: str
    by: str


@fact("customers.SignedInFromNewDevice", key="customer_id")
@dataclass(frozen=True)
class SignedInFromNewDevice:
    """A browser we had not seen with this customer before."""

    customer_id: UUID
    session_id: UUID
