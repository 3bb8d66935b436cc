"""While one searches the page says so: at once to whoever listens, after a moment to the eye, and never in a flash."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsing import Visit, visiting

pytestmark = pytest.mark.browser
COUNT = (
    "one => { window.signs = 0; new MutationObserver(() => { window.signs += 1; }).observe(one, {childList: true}); }"
)


def kept_waiting(page: Page, path: str) -> list[Route]:
    """Answers to this path wait until the test lets them go."""
    waiting: list[Route] = []
    page.route(path, lambda route: waiting.append(route))  # noqa: PLW0108  Playwright marks it
    return waiting


def slow_then_quick(visit: Visit, path: str, box: str, place: str, quick: dict) -> None:
    page = visit.page
    sign, found = page.locator(f":has(> {box}) > .searching"), page.locator(place)
    waiting = kept_waiting(page, path)
    page.locator(box).press_sequentially("card")
    expect(found).to_have_attribute("aria-busy", "true")
    expect(sign).not_to_be_empty()
    waiting[-1].fulfill(**quick)
    expect(found).not_to_have_attribute("aria-busy", "true")
    expect(sign).to_be_empty()

    page.unroute(path)
    page.route(path, lambda route: route.fulfill(**quick))
    sign.evaluate(COUNT)
    with page.expect_response(path):
        page.locator(box).press_sequentially("s")
    expect(found).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.signs") == 0, "what is quick shows no sign"


def test_a_search_says_that_it_is_under_way(house, browser: Browser) -> None:
    piece = {"body": "<p>found</p>", "content_type": "text/html"}
    with visiting(browser, house.url) as visit:
        visit.sign_in("chenwei")
        visit.go("/desk/")
        slow_then_quick(visit, "**/desk/pane/search", "#search", "#search-results", piece)
    hit = '[{"title": "Card", "url": "/knowledge", "passage_url": "", "passage": "", "written_in": "en"}]'
    with visiting(browser, house.url) as visit:
        visit.go("/knowledge")
        answer = {"body": hit, "content_type": "application/json"}
        slow_then_quick(visit, "**/api/v1/knowledge/search*", "#help-question", "#help-instant", answer)
