"""What somebody must hold before they may unmask: the learning room registers its certificates here."""

from collections.abc import Callable
from typing import Any

from foyer.privacy.access.errors import NotCleared

_clearances: dict[str, Callable[[Any], bool]] = {}


def clearance(code: str, holds: Callable[[Any], bool]) -> None:
    """Register one: `holds(user)` answers whether this colleague has it now."""
    _clearances[code] = holds


def withdraw(code: str) -> None:
    """Ask for it no longer."""
    _clearances.pop(code, None)


def check_clearances(user: Any) -> None:
    """Raises NotCleared with the code of the first that is missing."""
    for code, holds in _clearances.items():
        if not holds(user):
            raise NotCleared(certificate=code)
