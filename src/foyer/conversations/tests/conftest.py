"""The cast, and a queue of the branch that they serve."""

import pytest

from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import QueueFactory
from foyer.staff.tests.cast import Cast, bring_on


@pytest.fixture
def cast(db: None) -> Cast:
    return bring_on()


@pytest.fixture
def queue(cast: Cast) -> Queue:
    return QueueFactory(unit=cast.branch, code="general")
