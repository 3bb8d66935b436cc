"""How carefully a value is handled, said once and read by five rule books.

- C1-C3: JR/T 0171-2020 (C3 authenticates, C2 identifies or reveals finances, C1 internal).
- 1-5: JR/T 0197-2020 levels of financial data.
- core / important / sensitive / other: the NFRA's data-security measures of 2024.
- PIPL article 28 with GB/T 35273 annex B: sensitive personal information; GDPR article 9: special categories.
- PCI DSS: cardholder data (chd) and sensitive authentication data (sad, which the standard never collects).
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeVar

F = TypeVar("F", bound=Any)


@dataclass(frozen=True)
class Legend:
    data_class: Literal["C1", "C2", "C3"]
    jrt0197: Literal[1, 2, 3, 4, 5]
    nfra_level: Literal["core", "important", "sensitive", "other"]
    pipl_sensitive: bool = False
    gdpr_special: bool = False
    pci: Literal["none", "chd", "sad"] = "none"


INTERNAL = Legend("C1", 2, "other")
PROFILE = Legend("C1", 2, "other")
PERSONAL = Legend("C2", 3, "sensitive")
CONTACT = Legend("C2", 3, "sensitive")
DOCUMENT = Legend("C2", 3, "sensitive", pipl_sensitive=True)
FINANCE = Legend("C2", 3, "sensitive", pipl_sensitive=True)
CARD = Legend("C2", 3, "sensitive", pipl_sensitive=True, pci="chd")
BEHAVIOUR = Legend("C2", 3, "sensitive")
SPECIAL = Legend("C2", 3, "sensitive", pipl_sensitive=True, gdpr_special=True)
FREE_TEXT = Legend("C2", 3, "sensitive", pipl_sensitive=True)
"""Free text may hold anything the writer put there, so it is kept as the most sensitive thing it may hold."""

STAFF = Legend("C1", 2, "other")
"""What the bank knows of its own people at work: names, addresses they sign in from, what they did."""
SECRET = Legend("C3", 4, "sensitive", pipl_sensitive=True)
"""What proves who somebody is. Kept only as a hash, or not at all, and never shown."""
TOKEN = Legend("C1", 2, "other")
"""A pseudonym or a keyed hash: identifies nobody without a key or a table that is kept apart."""

_KEY = "foyer_legend"


def classified(field: F, legend: Legend) -> F:
    """Say at a model's field how carefully its values are handled:

        name = classified(EncryptedTextField(_("name")), PERSONAL)

    What holds nothing about a person is not classified. `privacy.classes` lists them all; a test there fails for a
    field that may hold something about a person and says nothing.
    """
    setattr(field, _KEY, legend)
    return field


def legend_of(field: Any) -> Legend | None:
    """What was declared at the field, or nothing."""
    return getattr(field, _KEY, None)
