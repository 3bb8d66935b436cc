"""The pages in a real browser: nothing typed is lost or doubled, nothing said is run, everybody can use them."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from playwright.sync_api import Browser, Page, Route, expect

from foyer.conversations.models import Conversation, Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ["/", "/chat", "/knowledge", "/knowledge/card-lost", "/sign-in", "/api/v1/docs"]


def say(page: Page, text: str) -> None:
    page.fill("#words", text)
    page.click("#composer button[type=submit]")


def stored() -> list[str]:
    return list(Message.objects.filter(kind="text").order_by("seq").values_list("text", flat=True))


def settled(page: Page, texts: list[str]) -> None:
    """All of it is on the page, in order, and none is still waiting to be sent."""
    expect(page.locator(".bubble-row.mine .bubble")).to_have_text(texts, timeout=15_000)
    expect(page.locator(".pending, .failed")).to_have_count(0, timeout=15_000)


def test_the_question_typed_at_home_begins_the_chat(page: Page) -> None:
    page.goto("/")
    page.fill("#question", "我的卡丢了")
    page.wait_for_timeout(1_000)  # a busy browser opens what keeps words after the page has loaded
    page.keyboard.press("Enter")

    page.wait_for_url("**/chat")
    settled(page, ["我的卡丢了"])
    assert stored() == ["我的卡丢了"]


def test_enter_before_the_page_is_ready_leaves_the_words_where_they_are_and_in_no_address(page: Page) -> None:
    page.route("**/portal/store*.js", lambda _route: None)  # what keeps them is never there
    page.goto("/", wait_until="commit")
    page.fill("#question", "我的卡丢了")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)

    assert "?" not in page.url
    expect(page.locator("#question")).to_have_value("我的卡丢了")
    page.unroute_all(behavior="ignoreErrors")


def test_what_was_kept_while_its_answer_got_lost_is_shown_once_by_the_next_page(page: Page) -> None:
    page.goto("/chat")
    say(page, "先说一句")
    settled(page, ["先说一句"])

    page.route(
        "**/messages", lambda route: (route.fetch(), route.abort())
    )  # the bank has it, the customer does not know
    say(page, "发出后断网的一句")
    expect(page.locator("#banner")).to_be_visible()
    page.unroute("**/messages")
    page.route("**/messages", lambda route: route.abort())  # what the next page sends waits, what it reads comes
    page.reload()
    expect(page.locator(".bubble-row.mine .bubble")).to_have_text(["先说一句", "发出后断网的一句"])
    page.unroute("**/messages")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    settled(page, ["先说一句", "发出后断网的一句"])
    page.wait_for_function("!localStorage.length || !JSON.stringify(localStorage).includes('发出后断网的一句')")
    settled(page, ["先说一句", "发出后断网的一句"])
    assert stored() == ["先说一句", "发出后断网的一句"]


def test_what_is_typed_without_a_network_is_sent_once_and_in_order_even_over_a_reload(page: Page) -> None:
    page.goto("/chat")
    say(page, "先说一句")
    settled(page, ["先说一句"])

    page.route("**/api/**", lambda route: route.abort())
    say(page, "断网时的第一句")
    say(page, "断网时的第二句")
    expect(page.locator("#banner")).to_be_visible()
    page.reload()
    expect(page.locator(".pending")).to_have_count(2)
    page.unroute("**/api/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    said = ["先说一句", "断网时的第一句", "断网时的第二句"]
    page.reload()
    settled(page, said)
    assert stored() == said


def test_an_answer_lost_on_the_way_back_does_not_double_the_message(page: Page) -> None:
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        route.fetch()
        lost.append(route.request.url)
        route.abort()
        page.unroute("**/messages", lose_the_first)

    page.goto("/chat")
    page.route("**/messages", lose_the_first)
    say(page, "只说一遍")

    settled(page, ["只说一遍"])
    assert lost and stored() == ["只说一遍"]


def test_words_are_shown_and_never_run(page: Page) -> None:
    payload = "<img src=x onerror='window.harmed=1'><script>window.harmed=1</script>"
    page.goto("/chat")
    say(page, payload)

    settled(page, [payload])
    page.reload()
    settled(page, [payload])
    assert page.evaluate("window.harmed") is None
    assert page.locator("#thread img, #thread script").count() == 0


def test_the_token_travels_in_no_address(page: Page) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/chat")
    say(page, "你好")
    settled(page, ["你好"])

    token = page.evaluate("localStorage.getItem('foyer-token')")
    assert token and not [address for address in addresses if token in address or "%E4%BD%A0" in address]


def test_a_withdrawn_token_is_said_plainly_and_one_can_start_again(page: Page) -> None:
    page.goto("/chat")
    say(page, "你好")
    settled(page, ["你好"])
    Conversation.objects.get().visitor.__class__.objects.update(revoked_at="2026-01-01T00:00:00Z")
    say(page, "还在吗")

    expect(page.locator("#ended")).to_be_visible()
    page.click("#start-again")
    expect(page.locator("#welcome")).to_be_visible()
    assert stored() == ["你好"]


def test_a_sign_in_that_was_ended_elsewhere_is_said_without_a_word_of_the_customer(page: Page) -> None:
    page.route("**/live?**", lambda route: route.fulfill(status=401, json={"code": "unknown"}))
    page.goto("/chat")
    say(page, "你好")

    expect(page.locator("#ended")).to_be_visible()


def test_one_tap_reaches_the_line_and_the_end_asks_for_stars(page: Page) -> None:
    page.goto("/")
    page.click(".person")
    page.wait_for_url("**/chat**")
    expect(page.locator("#place")).to_be_visible()
    assert Conversation.objects.get().status == "waiting"

    page.click("#menu summary")
    page.click("#end-open")
    page.click("#end-yes")
    page.click("label[for=star-5]")
    page.click("#rating button[type=submit]")

    expect(page.locator("#rating [data-thanks]")).to_be_visible()
    assert Conversation.objects.get().rating.score == 5
    page.click("#menu summary")
    page.click("#mail-open")
    page.fill("#mail-address", "me@example.com")
    page.click("#mail-form button[type=submit]")
    expect(page.locator(".toast-card")).to_be_visible()


@pytest.mark.parametrize("allowed", [True, False])
def test_the_chat_lives_in_an_allowed_site_and_in_no_other(
    chromium: Browser, page: Page, live_server: Any, settings: Any, allowed: bool
) -> None:
    other = live_server.url.replace("localhost", "127.0.0.1")
    settings.FOYER_PUBLIC_URL = live_server.url
    settings.FOYER_EMBED_ORIGINS = [other]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{other}/embed/example")
    settings.FOYER_EMBED_ORIGINS = [other] if allowed else []

    page.locator("foyer-chat button").click()

    if not allowed:
        page.wait_for_timeout(1_000)
        assert any("frame-ancestors" in complaint for complaint in complaints)
        return
    frame = page.frame_locator("foyer-chat iframe")
    frame.locator("#words").fill("嵌入页里的问题")
    frame.locator("#composer button[type=submit]").click()
    expect(frame.locator(".bubble-row.mine:not(.pending) .bubble")).to_have_text("嵌入页里的问题", timeout=15_000)
    frame.locator("[data-close-embed]").click()
    expect(page.locator("foyer-chat iframe")).to_be_hidden()
    assert stored() == ["嵌入页里的问题"] and not [one for one in complaints if "Content Security Policy" in one]


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_every_page(chromium: Browser, live_server: Any, bank: None, width: int, theme: Any) -> None:
    axe = (Path(str(house.LIBRARIES)) / "axe-core/axe.min.js").read_text()
    for locale, large in (("zh-CN", "0"), ("en-GB", "1")):
        context = chromium.new_context(
            base_url=live_server.url, locale=locale, color_scheme=theme, viewport={"width": width, "height": 800}
        )
        context.add_cookies([{"name": "foyer_elderly", "value": large, "url": live_server.url}])
        page = context.new_page()
        for path in PAGES:
            page.goto(path)
            page.wait_for_timeout(200)
            page.evaluate(axe)
            found = page.evaluate("axe.run({resultTypes: ['violations']}).then((result) => result.violations)")
            assert not found, (path, locale, [(one["id"], [node["target"] for node in one["nodes"]]) for one in found])
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, locale)
        context.close()
