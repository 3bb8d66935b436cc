"""A voice: one value that records of a customer give for an attribute, as the strongest of them says it."""

from datetime import datetime
from typing import NamedTuple

Spoken = tuple[str, str, str, int, str, str, datetime | None, bool, int, int]
"""A voice as it comes by the million: its fields in their order, without the names."""


class Voice(NamedTuple):
    """`place` 0 survives. `at` and what follows are what the survivorship rules compare."""

    customer_id: str
    attribute: str
    value: str
    place: int = 0
    source: str = ""
    record_id: str = ""
    at: datetime | None = None
    verified: bool = False
    trust: int = 0
    frequency: int = 0
