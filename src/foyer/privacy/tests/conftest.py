"""The cast, a customer of their outlet's branch, and a trail that is kept."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import QueueFactory, at_work
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import Cast, bring_on


@pytest.fixture
def cast(db: None) -> Cast:
    cache.clear()
    everyone = bring_on()
    at_work(everyone.agent, everyone.colleague, everyone.supervisor)
    return everyone


@pytest.fixture
def queue(cast: Cast) -> Queue:
    return QueueFactory(unit=cast.branch, code="cards", standard_seconds=20)


@pytest.fixture
def customer(cast: Cast) -> Customer:
    """Zhang San, with a phone, an e-mail, an ID, and one older phone; of the branch, nobody's in particular."""
    made = CustomerFactory(
        number="100001", name="张三丰", phone="13812345678", email="sanfeng@example.com", unit=cast.branch
    )  # fmt: skip
    made.golden = {
        "name": voice("张三丰"),
        "phone": voice("+8613812345678", "+8613987654321"),
        "resident_id": voice("11010519491231002X"),
    }
    made.save()
    return made


def voice(value: str, *others: str) -> dict[str, object]:
    """What a golden record holds of one attribute."""
    said = {"source": "core", "record": "r", "at": "2026-01-01T00:00:00+00:00", "verified": True, "frequency": 1}
    return {"value": value, **said, "rule": "trust", "others": [{"value": other, **said} for other in others]}
