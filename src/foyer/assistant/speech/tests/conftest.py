"""A queue, as every conversation needs one."""

import pytest

from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import QueueFactory


@pytest.fixture
def queue(db: None) -> Queue:
    return QueueFactory(code="general")
