"""A spoken question answered aloud, in a real browser with a microphone that plays what a voice has said."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from foyer.assistant.speech import wav
from foyer.assistant.speech.hearing import shipped
from foyer.assistant.speech.speaking import espeak
from tests.browsing import CHROMIUM, NARROW, visiting

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (shipped.is_here() and espeak.is_here()),
        reason="needs the extra foyer[speech]: pip install 'foyer[speech]'",
    ),
]
QUESTION = "How do I change my mobile banking password?"


@pytest.fixture(scope="module")
def speaking(stage: Playwright, tmp_path_factory: Any):
    """Chromium whose microphone says the question once, then is silent."""
    said = tmp_path_factory.mktemp("voice") / "question.wav"
    said.write_bytes(wav.write(espeak.Espeak("en").say(QUESTION)))
    browser = stage.chromium.launch(
        executable_path=CHROMIUM,
        args=[
            "--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-audio-capture={said}%noloop", "--autoplay-policy=no-user-gesture-required",
        ],
    )  # fmt: skip
    yield browser
    browser.close()


def test_a_spoken_question_is_answered_aloud_and_the_reading_gives_way(house, speaking) -> None:
    with visiting(speaking, house.url, lang="en", size=NARROW) as customer:
        page = customer.go("/chat")
        heard: list[dict[str, str]] = []
        page.on("response", lambda answer: heard.append(answer.headers) if "/speech?part=" in answer.url else None)

        # The first time the page says what happens with the sound; nothing opens the microphone before that.
        page.locator("#speak").click()
        expect(page.locator("#speech-consent")).to_contain_text("The sound is not kept")
        page.click("[data-agree]")
        expect(page.locator("#speech-panel")).to_be_visible()
        expect(page.locator("#speak")).to_have_attribute("aria-pressed", "true")

        # Silence ends the question; the words are in the field, and nothing has been sent.
        expect(page.locator("#words")).to_have_value(re.compile("password", re.IGNORECASE), timeout=60_000)
        expect(page.locator(".bubble-row.mine")).to_have_count(0)
        expect(page.locator("#speech-note")).to_contain_text("Check it, then send it")

        # Sent, it is answered, and the answer is fetched as sound and played. The microphone, opened again to notice
        # whether somebody speaks, plays the question once more: the reading gives way, and we listen.
        page.click("#composer button[type=submit]")
        answer = page.locator(".bubble-row.machine").last
        expect(page.locator("#speech-panel[data-phase=listening]")).to_be_visible(timeout=30_000)
        expect(page.locator(".speech-label")).to_be_hidden()
        assert heard[0]["content-type"] == "audio/wav" and heard[0]["speech-label"] == "AI-generated"
        page.keyboard.press("Escape")
        expect(page.locator("#speech-panel")).to_be_hidden()

        # Any answer can be heard by its button, under the machine's label; one key or a letter stops it at once.
        reads = answer.locator(".read-aloud")
        for stop in (lambda: page.keyboard.press("Escape"), lambda: page.locator("#words").press_sequentially("x")):
            reads.click()
            expect(page.locator(".speech-label")).to_contain_text("AI-generated")
            expect(reads).to_have_attribute("aria-pressed", "true")
            stop()
            expect(page.locator(".speech-label")).to_be_hidden()
            expect(reads).to_have_attribute("aria-pressed", "false")
        assert customer.faults == []


def test_without_a_microphone_the_page_says_so_and_stays_usable(house, browser) -> None:
    with visiting(browser, house.url, lang="en", size=NARROW) as customer:
        page = customer.go("/chat")
        page.locator("#speak").click()
        page.click("[data-agree]")

        expect(page.locator(".toast-card")).to_contain_text(re.compile("microphone", re.IGNORECASE))
        expect(page.locator("#speech-panel")).to_be_hidden()
        _asks_in_writing(page)


def _asks_in_writing(page: Page) -> None:
    page.fill("#words", "How do I change my mobile banking password?")
    page.click("#composer button[type=submit]")
    expect(page.locator(".bubble-row.mine")).to_have_count(1)
