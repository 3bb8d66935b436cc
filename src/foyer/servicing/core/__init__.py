"""The port to the core-banking system: what Foyer asks of it, and nothing of how it is built.

`FOYER_CORE` names the implementation: a registered name (`demo`), a dotted path to a class (`bank.core.Gateway`), or
nothing, and then no service that needs an account is offered.

    core = configured()
    for card in core.cards("10037721"): ...
    core.block_card("10037721", card.id, reason="lost", key="01990c…")      # twice with one key: done once

Every method takes the customer's number first and answers only for what is theirs: a card of somebody else does not
exist. Errors are three: `CoreUnavailable` (nothing happened), `CoreTimedOut` (nobody knows; ask again under the key)
and `CoreRefused` (a reason code and a sentence). An implementation has time limits of its own, of a few seconds.
`contract` holds the checks that every implementation must pass.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from foyer.servicing.core.shapes import Account, Card, Movement, Receipt, Statement, Transfer
from foyer.servicing.errors import CoreUnavailable

__all__ = [
    "Account", "Card", "CoreBanking", "Movement", "Receipt", "Statement", "Transfer", "configured", "is_there",
    "register",
]  # fmt: skip


class CoreBanking(Protocol):
    """The bank's core system, as the processes see it. `is_simulated` says that no real money moves."""

    is_simulated: bool

    def accounts(self, customer: str) -> tuple[Account, ...]: ...

    def cards(self, customer: str) -> tuple[Card, ...]: ...

    def movements(self, customer: str, account: str, *, limit: int = 5) -> tuple[Movement, ...]: ...

    def transfers(self, customer: str, *, limit: int = 5) -> tuple[Transfer, ...]: ...

    def statement(self, customer: str, account: str, first: date, last: date) -> Statement: ...

    def block_card(self, customer: str, card: str, *, reason: str, key: str) -> Receipt: ...

    def reissue_card(self, customer: str, card: str, *, delivery: str, key: str) -> Receipt: ...

    def dispute(self, customer: str, movement: str, *, reason: str, key: str) -> Receipt: ...

    def request_limit(self, customer: str, card: str, *, limit: Decimal, key: str) -> Receipt: ...

    def change_phone(self, customer: str, *, phone: str, key: str) -> Receipt: ...

    def change_address(self, customer: str, *, address: str, key: str) -> Receipt: ...


_known: dict[str, Callable[[], CoreBanking]] = {}


def register(name: str) -> Callable[[Callable[[], CoreBanking]], Callable[[], CoreBanking]]:
    """Make an implementation available under a name for `FOYER_CORE`."""

    def add(factory: Callable[[], CoreBanking]) -> Callable[[], CoreBanking]:
        _known[name] = factory
        return factory

    return add


def is_there() -> bool:
    """Whether this installation is joined to a core system at all."""
    return bool(settings.FOYER_CORE)


def configured() -> CoreBanking:
    """The implementation that the settings name. Raises CoreUnavailable where there is none."""
    name = settings.FOYER_CORE
    if not name:
        raise CoreUnavailable
    core = (_known.get(name) or _by_path(name))()
    if core.is_simulated and settings.FOYER_PRODUCTION:
        raise ImproperlyConfigured("FOYER_CORE must name a real core system in production")
    return core


def _by_path(name: str) -> Callable[[], CoreBanking]:
    try:
        return import_string(name)
    except ImportError:
        known = ", ".join(sorted(_known))
        raise ImproperlyConfigured(f"FOYER_CORE names neither one of {known} nor a class: {name}") from None
