"""A branch with a line, two customers of the demo bank."""

import pytest

from foyer.conversations.tests.factories import QueueFactory
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import bring_on


@pytest.fixture
def cast(db):
    cast = bring_on()
    QueueFactory(unit=cast.branch, code="general")
    return cast


@pytest.fixture
def customer(cast):
    return CustomerFactory(number="10037721", name="陈雨桐", phone="13800010021")


@pytest.fixture
def other(cast):
    return CustomerFactory(number="10037722", name="王德福", phone="13800010022")
