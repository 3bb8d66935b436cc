"""Everything this room holds of one person, shown, counted and removed: tables, sealed logs, and the lake.

`person_of` says which rows, records and accounts are theirs and nobody else's; `shown`, `counted` and `removed` do one
kind of thing at a time, by the names in `KINDS` and `lake.GROUPS`. Each may be cut off anywhere and begun again.
What is kept for a law is kept by `privacy`, sealed, before anything here is removed.
"""

from foyer.customers.erasing.lake import GROUPS, ORDER, counted_in_lake, removed_from_lake, shown_from_lake
from foyer.customers.erasing.person import (
    Person,
    ended_at,
    has_holdings,
    is_still_served,
    person_of,
    visitors_of,
    words_of,
)
from foyer.customers.erasing.rows import KINDS, counted, removed, shown

__all__ = [
    "GROUPS",
    "KINDS",
    "ORDER",
    "Person",
    "counted",
    "counted_in_lake",
    "ended_at",
    "has_holdings",
    "is_still_served",
    "person_of",
    "removed",
    "removed_from_lake",
    "shown",
    "shown_from_lake",
    "visitors_of",
    "words_of",
]
