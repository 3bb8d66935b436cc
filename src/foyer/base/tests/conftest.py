"""What tests of this room share."""

import pytest

from foyer.base.live import topics
from foyer.base.tests.live_reading import GUEST


@pytest.fixture
def hall(monkeypatch):
    """Topics "hall:…", which any guest may follow, but for the closed one."""
    monkeypatch.setitem(topics._readers, "hall", lambda principal, parts: parts != ["closed"])
    monkeypatch.setattr(topics, "_bearers", [lambda token: GUEST if token == "guest" else None])
    monkeypatch.setattr(topics, "_attending", [])
