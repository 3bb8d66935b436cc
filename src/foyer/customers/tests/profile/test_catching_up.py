"""What changes outside a run reaches Customer 360 without one."""

from datetime import timedelta

import pytest

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.customers.actions import new_customer
from foyer.customers.identity.resolving import resolve
from foyer.customers.intake import catching_up
from foyer.customers.models import Customer, IntakeRun
from foyer.customers.profile.publishing import publish
from foyer.customers.tests.profile.lakes import fill, two_systems

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def two(once):
    def make(duck):
        two_systems(duck)
        resolve(duck, by=SYSTEM)
        publish(duck)

    once.make(make)
    return once


@pytest.fixture
def bank(two, duck, lake):
    two.share(lake)
    return duck


def later():
    return clock.at(clock.now() + timedelta(minutes=1))


def test_before_the_first_run_there_is_nothing_to_catch_up_with(lake, db):
    new_customer(number="7", name="王芳", by=SYSTEM)

    assert not catching_up.is_behind()


def test_nothing_new_is_nothing_to_do(bank):
    assert not catching_up.is_behind()


def test_a_corrected_row_reaches_the_golden_record(bank):
    with later():
        fill(bank, "contact_point", {"source": "core", "party_key": "2", "kind": "email", "value": "john@example.com"})
        assert catching_up.is_behind()

        catching_up.catch_up()

        assert not catching_up.is_behind()
    emails = [one.golden.get("email", {}).get("value") for one in Customer.objects.all()]
    assert "john@example.com" in emails


def test_who_came_in_at_the_front_door_is_resolved_with_the_others(bank):
    with later():
        wang = new_customer(number="7", name="王芳", by=SYSTEM)
        assert catching_up.is_behind()

        catching_up.catch_up()

    assert Customer.objects.get(pk=wang.pk).golden["name"]["value"] == "王芳"


def test_while_a_run_is_under_way_it_waits(bank):
    IntakeRun.objects.create(source="core", by="system", mapping="")
    with later():
        new_customer(number="7", name="王芳", by=SYSTEM)

        assert catching_up.notice() is None

    assert Customer.objects.get(number="7").golden == {}
