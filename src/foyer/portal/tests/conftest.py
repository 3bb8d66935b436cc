"""A bank with three articles and a queue, and a real browser to visit it with."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge.tests.factories import shelf


@pytest.fixture
def bank(db: None) -> None:
    QueueFactory(code="general")
    shelf()


@pytest.fixture(scope="module")  # its event loop must not outlive the file: other tests of the process have their own
def chromium() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps an event loop in this thread
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server: Any, settings: Any, bank: None) -> Iterator[Page]:
    """A phone in the hand of a Chinese customer."""
    settings.FOYER_RATE_SCALE = 0
    context = chromium.new_context(
        base_url=live_server.url, locale="zh-CN", viewport={"width": 360, "height": 740}, has_touch=True
    )
    yield context.new_page()
    context.close()
