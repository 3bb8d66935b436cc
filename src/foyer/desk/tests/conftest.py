"""The cast at the desk: a branch with a queue, and browsers for those who sign in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import QueueFactory, at_work
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
def at_desk() -> Callable[[Any], Client]:
    """A browser in which this colleague is signed in; CSRF is checked as in life when `strict`."""

    def sign_in(user: Any, *, strict: bool = False) -> Client:
        browser = Client(enforce_csrf_checks=strict)
        browser.force_login(user)
        return browser

    return sign_in
