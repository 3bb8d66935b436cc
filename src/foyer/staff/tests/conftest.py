"""The stage of this room's tests."""

import pytest

from foyer.staff.approvals import registry
from foyer.staff.tests.cast import Cast, bring_on
from foyer.staff.tests.vault import LIMIT, TRANSFER, Vault


@pytest.fixture
def cast(db: None) -> Cast:
    """The small cast, in their units."""
    return bring_on()


@pytest.fixture
def vault(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """Data whose changes need approval; its rules are forgotten after the test."""
    monkeypatch.setattr(registry, "_rules", dict(registry._rules))
    vault = Vault()
    vault.declare(LIMIT, "staff.watch_team")
    vault.declare(TRANSFER, "staff.watch_team", "staff.read_all_approvals")
    return vault
