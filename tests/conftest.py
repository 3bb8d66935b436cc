"""Fixtures of the stories that run through the whole house."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browsing import start_browser


@pytest.fixture(scope="module")  # its event loop must not outlive the file: other tests of the process have their own
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = start_browser(playwright)
        yield started
        started.close()
