"""The demo bank passes the contract that every core system must pass."""

import pytest

from foyer.demo.core_bank import DemoCore
from foyer.demo.core_bank.bank import trouble
from foyer.servicing import core
from foyer.servicing.core.contract import CHECKS, Sample
from foyer.servicing.errors import CoreRefused, CoreTimedOut, CoreUnavailable

pytestmark = pytest.mark.django_db
WHO = Sample(customer="10037721", stranger="10037722")


def test_the_demo_bank_keeps_the_contract():
    for check in CHECKS:
        check(DemoCore(), WHO)


def test_the_settings_name_the_core(settings):
    settings.FOYER_CORE = "foyer.demo.core_bank.bank.DemoCore"
    assert isinstance(core.configured(), DemoCore)

    settings.FOYER_CORE = ""
    assert not core.is_there()
    with pytest.raises(CoreUnavailable):
        core.configured()


def test_a_simulated_core_is_refused_in_production(settings):
    settings.FOYER_CORE, settings.FOYER_PRODUCTION = "demo", True
    with pytest.raises(Exception, match="real core system"):
        core.configured()


def test_a_misspelt_core_is_told_with_the_known_names(settings):
    settings.FOYER_CORE = "no.such.Core"
    with pytest.raises(Exception, match="demo"):
        core.configured()


def test_trouble_is_told_apart():
    with trouble("unavailable"), pytest.raises(CoreUnavailable):
        DemoCore().accounts("10037721")
    card = DemoCore().cards("10037721")[0]
    with trouble("silent"), pytest.raises(CoreTimedOut):
        DemoCore().block_card("10037721", card.id, reason="lost", key="key-1")
    assert DemoCore().block_card("10037721", card.id, reason="lost", key="key-1").reference


def test_nobody_without_a_number_has_accounts():
    with pytest.raises(CoreRefused):
        DemoCore().accounts("")


def test_the_books_are_the_same_whenever_they_are_opened():
    first = DemoCore().cards("10037725")
    assert first == DemoCore().cards("10037725")
    assert {one.kind for one in first} == {"debit", "credit"}
