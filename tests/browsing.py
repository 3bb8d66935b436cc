"""A real browser for the tests: Debian's Chromium, driven by Playwright, and the few gestures that stories share."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, Request, expect

from foyer.demo import PASSWORD

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}

expect.set_options(timeout=15_000)


def start_browser(playwright: Playwright) -> Browser:
    """Chromium without a window; says which package to install where there is none."""
    if CHROMIUM is None:
        raise RuntimeError("The browser tests need Chromium: apt-get install chromium fonts-noto-cjk")
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])


STILL = """async quiet => {
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const moves = one => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity;
  let since = performance.now();
  const changes = new MutationObserver(() => { since = performance.now(); });
  changes.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  await document.fonts.ready;
  for (const end = performance.now() + 3000; performance.now() < end; await pause(20)) {
    if (document.readyState !== "complete" || document.getAnimations().some(moves)) since = performance.now();
    if (performance.now() - since >= quiet) break;
  }
  changes.disconnect();
}"""


class Visit:
    """One person at one screen: a browser context whose console must stay free of errors."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url, self.faults = context, url, []
        self.page: Page = context.new_page()
        self.asked: set[Request] = set()
        self.page.on("request", self._asks)
        self.page.on("requestfinished", self._has)
        self.page.on("requestfailed", self._has)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda line: self._heard(line.type, line.text))

    def _asks(self, one: Request) -> None:
        if urlsplit(one.url).path != "/live":
            self.asked.add(one)

    def _has(self, one: Request) -> None:
        self.asked.discard(one)

    def _heard(self, kind: str, text: str) -> None:
        """An error, unless it is only the browser noting that something handed over is no longer there for us."""
        if kind == "error" and "status of 404" not in text:
            self.faults.append(text)

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def settle(self, quiet: int = 120) -> None:
        """Wait until the page stands still: what it asked for has come (but the live feed, which never ends), and for
        a moment nothing changed or moved, but what turns for ever."""
        until = time.monotonic() + 3
        self.page.evaluate(STILL, quiet)
        while self.asked and time.monotonic() < until:
            self.page.evaluate(STILL, quiet)

    def sign_in(self, username: str) -> None:
        """As staff of the demo bank."""
        page = self.go("/accounts/login/")
        page.fill("[name=login]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("form button[type=submit]")
        page.wait_for_url(lambda url: "/accounts/login" not in url)

    def read_in(self, language: str) -> None:
        """On the desk: the language of one's own preferences, which wins over the browser's wish."""
        page = self.go("/accounts/preferences/")
        page.select_option("select[name=language]", language)
        page.click("form:has(select[name=language]) button[type=submit]")
        page.locator(f"html[lang^={language}]").wait_for()

    def set_presence(self, state: str) -> None:
        """On the desk: say whether one is ready for customers."""
        self.page.click("#presence button")
        self.page.click(f"#presence-menu [data-presence={state}]")
        self.page.locator("#presence .dot-ok, #presence .dot-warn, #presence .dot").first.wait_for()


@contextmanager
def visiting(browser: Browser, url: str, *, lang: str = "zh", size=WIDE, theme: str = "light") -> Iterator[Visit]:
    """A fresh browser of somebody who reads `lang`."""
    context = browser.new_context(viewport=size, locale=LOCALES[lang], color_scheme=theme)
    try:
        yield Visit(context, url)
    finally:
        context.close()


def ask(visit: Visit, question: str) -> None:
    """From the home page's box straight into the chat."""
    page = visit.go("/")
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.wait_for_url(re.compile("/chat"))


def say(visit: Visit, text: str) -> None:
    """One more message in the chat."""
    visit.page.fill("#words", text)
    visit.page.click("#composer button[type=submit]")


def thread(visit: Visit) -> Locator:
    """The messages, on either side."""
    return visit.page.locator(".thread").first


def answers(visit: Visit) -> Locator:
    """What the assistant has said for good."""
    return visit.page.locator(".bubble-row.machine:not(.draft)")


def cited(visit: Visit) -> Locator:
    """Those of its answers that name their source."""
    return answers(visit).filter(has=visit.page.locator(".citation"))
