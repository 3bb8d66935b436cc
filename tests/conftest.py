"""Fixtures of the stories that run through the whole house."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browsing import start_browser


@pytest.fixture(scope="module")  # its event loop must not outlive the file: other tests of the process have their own
def stage() -> Iterator[Playwright]:
    """Where browsers are started; a file has one."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(stage: Playwright) -> Iterator[Browser]:
    started = start_browser(stage)
    yield started
    started.close()
