"""What the core system answers: small, frozen, and with no full account or card number anywhere."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from foyer.base.text import Bilingual

CardStatus = Literal["active", "blocked", "replaced"]
TransferState = Literal["waiting", "under_way", "arrived", "returned", "refused"]


@dataclass(frozen=True)
class Account:
    """`available` is what may be spent now; `tail` the last four digits, by which people know it."""

    id: str
    name: Bilingual
    tail: str
    currency: str
    balance: Decimal
    available: Decimal
    as_of: datetime


@dataclass(frozen=True)
class Card:
    id: str
    kind: Literal["debit", "credit"]
    tail: str
    status: CardStatus
    account: str
    currency: str = "CNY"
    limit: Decimal | None = None


@dataclass(frozen=True)
class Movement:
    """Money in (above zero) or out; `is_settled` tells a booked one from one that is only held."""

    id: str
    account: str
    at: datetime
    amount: Decimal
    currency: str
    text: Bilingual
    is_settled: bool = True
    is_disputed: bool = False


@dataclass(frozen=True)
class Transfer:
    """A transfer that the customer sent; `to` is masked as any screen may show it."""

    reference: str
    at: datetime
    amount: Decimal
    currency: str
    to: str
    state: TransferState
    expected_at: datetime | None = None
    why: Bilingual = field(default_factory=Bilingual)


@dataclass(frozen=True)
class Statement:
    """All booked movements of an account from one day to another, and what it held before and after."""

    account: Account
    first: date
    last: date
    opening: Decimal
    closing: Decimal
    movements: tuple[Movement, ...]


@dataclass(frozen=True)
class Receipt:
    """That something was done or taken in, under the core system's own reference."""

    reference: str
    at: datetime
    details: dict[str, str] = field(default_factory=dict)
