"""What a use of a model must say of itself to be in the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from foyer.base.text import Bilingual


class Risk(StrEnum):
    """After the EU AI Act: what is high needs article 9 to 15; a limited one must be recognisable (article 50)."""

    MINIMAL = "minimal"
    LIMITED = "limited"
    HIGH = "high"


@dataclass(frozen=True)
class Model:
    """The model behind a use: what, which version, whose, where it runs, under which licence."""

    name: str
    version: str
    provider: str
    region: Bilingual
    licence: str

    @property
    def is_there(self) -> bool:
        """Whether there is one: a use for which none is configured has nothing to approve."""
        return self.version != "-"


@dataclass(frozen=True)
class Use:
    """One use. `people` are the points at which a person can step in, `off` what happens with the switch off."""

    code: str
    name: Bilingual
    purpose: Bilingual
    risk: Risk
    why: Bilingual
    data: Bilingual
    people: Bilingual
    off: Bilingual
    exit: Bilingual
    model: Callable[[], Model]
    is_switchable: bool = True
    months_to_review: int = 12


_uses: dict[str, Use] = {}


def declare(use: Use) -> Use:
    """Enter a use; done once, at start. Its code stays its own."""
    if use.code in _uses:
        raise ValueError(f"{use.code} is registered twice")
    _uses[use.code] = use
    return use


def uses() -> dict[str, Use]:
    """Every use of the house by its code."""
    return dict(sorted(_uses.items()))
