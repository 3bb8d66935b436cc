"""Words not sent yet: sealed in the browser, nobody else's, back for who wrote them, gone when they are old."""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings as house
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from foyer.conversations.models import Message
from foyer.customers import actions
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = "我的密语只写了一半"
KEPT = "foyer-kept:guest:draft"
STORED = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"


@pytest.fixture
def browser_of(chromium: Browser, live_server: Any, settings: Any, bank: None) -> Iterator[BrowserContext]:
    settings.FOYER_RATE_SCALE = 0
    context = chromium.new_context(base_url=live_server.url, locale="zh-CN")
    yield context
    context.close()


def come_back_as(context: BrowserContext, customer: Customer) -> str:
    """Sign in as the API does: the session in its cookie."""
    token = actions.sign_in(customer, method="sms_code")
    cookie = {"name": house.FOYER_CUSTOMER_COOKIE, "value": token, "url": context.pages[0].url, "httpOnly": True}
    context.add_cookies([cookie])  # type: ignore[list-item]
    return token


def until(page: Page, expression: str) -> None:
    """Asked from outside: `wait_for_function` evaluates within the page, which its security policy forbids."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with suppress(Error):  # the page was just left for the next one
            if page.evaluate(expression):
                return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def write(page: Page, text: str = WORDS) -> None:
    page.goto("/chat")
    page.fill("#words", text)
    until(page, "Object.keys(localStorage).some((name) => name.endsWith(':draft'))")


def test_nobody_reads_them_in_storage_and_a_reload_brings_them_back(browser_of: BrowserContext) -> None:
    page = browser_of.new_page()
    write(page)

    stored = page.evaluate(STORED)
    assert WORDS not in stored and KEPT in stored
    assert page.evaluate(KEYS) == [["secret", False]]
    page.reload()
    expect(page.locator("#words")).to_have_value(WORDS)


def test_who_writes_before_the_page_is_ready_loses_nothing(browser_of: BrowserContext) -> None:
    page = browser_of.new_page()
    write(page)
    held_back: list[Route] = []

    def hold_back(route: Route) -> None:
        held_back.append(route)

    page.route("**/keeping*.js", hold_back)
    page.reload(wait_until="commit")
    page.fill("#words", "又写了几个字")
    deadline = time.monotonic() + 15
    while not held_back and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    held_back[0].continue_()

    expect(page.locator("#words")).to_have_value(f"{WORDS}\n又写了几个字")
    page.unroute("**/keeping*.js")
    until(page, f"localStorage.getItem('{KEPT}') !== null")
    page.reload()
    expect(page.locator("#words")).to_have_value(f"{WORDS}\n又写了几个字")


def test_a_browser_that_answers_late_keeps_them_all_the_same(browser_of: BrowserContext) -> None:
    slow = browser_of.new_page()
    slow.add_init_script(ANSWERS_LATE)
    write(slow)
    assert WORDS not in slow.evaluate(STORED)

    slow.reload()
    expect(slow.locator("#words")).to_have_value(WORDS)


def test_when_the_sign_in_is_over_only_the_same_person_opens_them(browser_of: BrowserContext) -> None:
    mine, other, page = CustomerFactory(), CustomerFactory(), browser_of.new_page()
    page.goto("/chat")
    token = come_back_as(browser_of, mine)
    write(page)
    assert WORDS not in page.evaluate(STORED) and str(mine.pk) not in page.evaluate(STORED)

    actions.sign_out(token)  # by the bank's sweep, while the browser was away
    page.reload()
    expect(page.locator("#words")).to_have_value("")
    assert 'keeping": null' in page.locator("#foyer-config").text_content()

    come_back_as(browser_of, mine)
    page.reload()
    expect(page.locator("#words")).to_have_value(WORDS)

    come_back_as(browser_of, other)
    page.reload()
    expect(page.locator("#words")).to_have_value("")
    assert "draft" not in page.evaluate(STORED)


def test_a_guests_words_go_along_into_the_sign_in(browser_of: BrowserContext) -> None:
    page = browser_of.new_page()
    write(page)
    token = come_back_as(browser_of, CustomerFactory())
    page.reload()
    expect(page.locator("#words")).to_have_value(WORDS)
    until(page, f"!localStorage.getItem('{KEPT}')")

    actions.sign_out(token)
    page.reload()
    expect(page.locator("#words")).to_have_value("")


def test_signing_in_within_the_chat_brings_the_words_along(browser_of: BrowserContext, settings: Any) -> None:
    settings.FOYER_SMS = "demo"
    page, mine = browser_of.new_page(), CustomerFactory()
    page.goto("/chat")
    page.fill("#words", "您好")
    page.click("#composer button[type=submit]")
    expect(page.locator(".bubble-row.mine .bubble")).to_have_text(["您好"])
    page.fill("#words", WORDS)
    page.click("#menu summary")
    page.click("#sign-in-open")
    page.fill("#sign-in-form [name=phone]", mine.phone)
    page.click("#sign-in-form button[type=submit]")
    page.fill("#sign-in-form [name=code]", page.locator("[data-demo-code]:visible").inner_text())
    page.click("#sign-in-form button[type=submit]")

    expect(page.locator("#verified")).to_be_visible()
    expect(page.locator("#words")).to_have_value(WORDS)
    expect(page.locator(".bubble-row.mine .bubble")).to_have_text(["您好"])
    until(page, "!Object.keys(localStorage).some((name) => name.startsWith('foyer-kept:guest'))")


def test_what_is_old_or_was_tampered_with_goes(browser_of: BrowserContext) -> None:
    page = browser_of.new_page()
    for spoil in (
        "(kept) => `${Date.now() - 13 * 3600e3}.${kept.split('.').slice(1).join('.')}`",
        "(kept) => kept.slice(0, -8) + 'AAAAAAA='",
        "() => '???'",
    ):
        write(page)
        page.evaluate(f"localStorage.setItem('{KEPT}', ({spoil})(localStorage.getItem('{KEPT}')))")
        page.reload()
        expect(page.locator("#words")).to_have_value("")
        until(page, f"localStorage.getItem('{KEPT}') === null")


def test_two_tabs_lose_nothing_of_each_other(browser_of: BrowserContext) -> None:
    one, two = browser_of.new_page(), browser_of.new_page()
    for page, text in ((one, "第一页说的"), (two, "第二页说的")):
        page.goto("/chat")
        page.route("**/api/**", lambda route: route.abort())
        page.fill("#words", text)
        page.click("#composer button[type=submit]")
    until(one, "Object.keys(localStorage).filter((name) => name.includes(':outbox:')).length === 2")
    for page in (one, two):
        page.unroute("**/api/**")
    one.reload()

    expect(one.locator(".bubble-row.mine .bubble")).to_have_text(["第一页说的", "第二页说的"], timeout=15_000)
    expect(one.locator(".pending, .failed")).to_have_count(0, timeout=15_000)
    stored = Message.objects.filter(kind="text").values_list("text", flat=True)
    assert sorted(stored) == ["第一页说的", "第二页说的"]


def test_signing_out_leaves_nothing_not_even_sealed(browser_of: BrowserContext) -> None:
    page = browser_of.new_page()
    page.goto("/")
    come_back_as(browser_of, CustomerFactory())
    write(page)
    page.goto("/")
    page.click("#sign-out")
    page.wait_for_load_state()

    until(page, "!Object.keys(localStorage).some((name) => name.startsWith('foyer-kept:'))")


KEYS = """new Promise((done) => { const opening = indexedDB.open('foyer-keeping'); opening.onsuccess = () => {
    const all = opening.result.transaction('keys').objectStore('keys').getAll();
    all.onsuccess = () => done(all.result.map((key) => [key.type, key.extractable])); }; })"""
ANSWERS_LATE = """(() => { const open = indexedDB.open.bind(indexedDB); indexedDB.open = (...what) => {
    const stand_in = {}; setTimeout(() => { const opening = open(...what);
        for (const name of ['onupgradeneeded', 'onsuccess'])
            opening[name] = () => { stand_in.result = opening.result; stand_in[name](); }; }, 1100);
    return stand_in; }; })()"""
