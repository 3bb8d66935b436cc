"""Stored scripts, in a real browser: whatever a customer writes, names or sends, it stays words and runs nowhere.

Each screen on which it could run is opened in Chromium: the customer's page, the agent's desk, the supervisor's wall,
search, the back office. Nothing of it may run, load, or so much as be stopped by the content security policy: our own
pages give it no report to write.
"""

import io
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings as house
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import Bilingual
from foyer.conversations import actions, attachments
from foyer.conversations.models import CannedResponse, Message
from foyer.conversations.tests.factories import QueueFactory, at_work, replies, served_by
from foyer.customers.tests.factories import CustomerFactory
from foyer.knowledge.tests.factories import shelf
from foyer.staff.tests.cast import bring_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RUN = "new Image().src='/harmed?'+document.domain;window.harmed=1"
WORDS = (
    f"<script>{RUN}</script>",
    f'"><img src=/harmed?x onerror="{RUN}">',
    f"<svg/onload=\"{RUN}\"><animate onbegin=\"{RUN}\" attributeName=x dur=1s></svg>",
    f"[here](javascript:{RUN}) ![x](/harmed?md)",
    f"javascript:{RUN}//  data:text/html,<script>{RUN}</script>",
    f"</script></textarea></title><script>{RUN}</script><!--",
    "<iframe srcdoc=\"<script>parent.harmed=1</script>\"></iframe><base href=https://evil.example/>",
    "{{ constructor.constructor('window.harmed=1')() }} {% load x %} ${window.harmed=1}",
    '<a href="javascript:harmed=1" x-data="{}" x-init="window.harmed=1" hx-get="/harmed" hx-trigger="load">x</a>',
)  # fmt: skip
WIDE = {"width": 1440, "height": 900}
UNSEEN = "请付款到 \u202egpj.exe\u202c 即 pay\u200bpal.example"
SEEN = "请付款到 ⟨202E⟩gpj.exe⟨202C⟩ 即 pay⟨200B⟩pal.example"


class Watch:
    """What a page does that it should not."""

    def __init__(self, page):
        self.page, self.wrong = page, []
        page.on("request", lambda asked: self._saw(asked.url))
        page.on("dialog", lambda asked: (self.wrong.append(f"dialog {asked.message}"), asked.dismiss()))
        page.on("console", lambda line: self._heard(line.text))

    def _saw(self, url):
        parts = urlsplit(url)
        if parts.path in ("/harmed", "/csp-report") or parts.hostname == "evil.example":
            self.wrong.append(url)

    def _heard(self, text):
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.wrong.append(text)

    def look_at(self, path, until=None):
        self.page.goto(path, wait_until="load")
        if until:
            self.page.locator(until).first.wait_for(state="attached")
        self.page.wait_for_timeout(150)
        if self.page.evaluate("window.harmed"):
            self.wrong.append(f"ran on {path}")


@pytest.fixture(scope="module")
def chromium():
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps an event loop in this thread
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def screen(chromium, live_server, settings):
    """A browser, signed in as a colleague or nobody."""
    settings.FOYER_RATE_SCALE = 0
    opened = []

    def of(user=None):
        context = chromium.new_context(
            base_url=live_server.url, locale="en-GB", viewport={"width": 1440, "height": 900}
        )
        opened.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            kept = {"url": live_server.url, "name": house.SESSION_COOKIE_NAME}
            context.add_cookies([{**kept, "value": client.cookies[house.SESSION_COOKIE_NAME].value}])
        return Watch(context.new_page())

    yield of
    for context in opened:
        context.close()


def file(data, name):
    made = io.BytesIO(data)
    made.name = name
    return made


@pytest.fixture
def story():
    """A conversation full of it: in words, names, file names, a note, a rating, a canned response."""
    cast = bring_on()
    QueueFactory(unit=cast.branch, code="general", name=Bilingual(WORDS[1], WORDS[1]))
    shelf()
    at_work(cast.agent)
    customer = CustomerFactory(name=f"<b>{WORDS[1]}", unit=cast.outlet)
    talk = served_by(cast.agent, customer=customer)
    visitor = Actor.visitor(talk.visitor)
    for place, words in enumerate((*WORDS, UNSEEN)):
        actions.send(talk.pk, text=words, client_id=f"words-{place}", by=visitor)
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    for place, (data, name) in enumerate(((out.getvalue(), f"{WORDS[1]}.png"), (b"plain", f"{WORDS[0]}.svg"))):
        kept = attachments.store(talk.pk, name=name, data=file(data, name), by=visitor)
        payload = {"attachment": str(kept.pk)}
        actions.send(talk.pk, text="", client_id=f"file-{place}", kind="attachment", payload=payload, by=visitor)
    replies(talk, cast.agent, WORDS[0])
    actions.note(talk.pk, text=WORDS[1], by=Actor.staff(cast.agent))
    CannedResponse.objects.create(
        shortcut="x", title={"zh": WORDS[1], "en": WORDS[1]}, text={"zh": "a", "en": WORDS[0]}
    )
    return cast, customer, talk


def test_on_every_screen_of_the_bank_words_stay_words(story, screen):
    cast, customer, talk = story
    agent, lead, office = screen(cast.agent), screen(cast.supervisor), screen(cast.administrator)
    agent.look_at(f"/desk/c/{talk.pk}", "#thread .bubble, .thread .bubble")
    expect(agent.page.locator(".bubble", has_text=SEEN)).to_have_count(1)
    expect(agent.page.locator(".bubble", has_text=WORDS[0]).first).to_be_visible()
    agent.look_at(f"/desk/customers/{customer.pk}")
    agent.look_at("/desk/")

    lead.look_at("/desk/wall")
    lead.look_at("/desk/")
    lead.look_at(f"/desk/search?q={'harmed'}")
    for name in ("conversations_conversation", "conversations_queue", "conversations_cannedresponse",
                 "customers_customer", "staff_user"):  # fmt: skip
        office.look_at(reverse(f"admin:{name}_changelist"))
    office.look_at(reverse("admin:customers_customer_change", args=[customer.pk]))

    assert agent.wrong + lead.wrong + office.wrong == []


def test_on_the_customers_own_page_words_and_file_names_stay_words(story, screen):
    cast, _customer, _talk = story
    visit, token = actions.start_visit(channel="portal", language="en")
    theirs = actions.open_conversation(visit, channel="portal", language="en", by=Actor.visitor(visit))
    for place, words in enumerate((*WORDS, UNSEEN)):
        actions.send(theirs.pk, text=words, client_id=f"mine-{place}", by=Actor.visitor(visit))
    actions.assign(
        actions.request_person(theirs.pk, reason="asked", by=Actor.visitor(visit)).pk, to=cast.agent, by=SYSTEM
    )
    replies(theirs, cast.agent, WORDS[2])
    mine = screen()
    mine.page.goto("/")
    mine.page.evaluate("token => localStorage.setItem('foyer-token', token)", token)

    mine.look_at("/chat", ".bubble-row.mine .bubble")
    expect(mine.page.locator(".bubble", has_text=SEEN)).to_have_count(1)
    mine.page.set_input_files("input[type=file]", [
        {"name": f"{WORDS[1]}.txt", "mimeType": "text/html", "buffer": b"just words"},
        {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": f"<svg onload=\"{RUN}\"/>".encode()},
        {"name": "a.html", "mimeType": "text/html", "buffer": f"<script>{RUN}</script>".encode()},
    ])  # fmt: skip
    expect(mine.page.locator(".failed")).to_have_count(2)
    for path in ("/", f"/sign-in?next={WORDS[0]}", f"/knowledge?q={WORDS[1]}", f"/chat#{WORDS[2]}"):
        mine.look_at(path)

    assert mine.wrong == []
    assert Message.objects.filter(conversation=theirs, kind="attachment").count() == 1


def test_a_file_opened_by_itself_runs_nothing(story, screen, live_server):
    """Polyglots that come in are given out as what they are, as a file to keep or as a picture in a box of its own."""
    cast, _customer, talk = story
    gif = b"GIF89a/*" + b"\x00" * 20 + f"*/=1;{RUN}".encode()
    with pytest.raises(Exception, match=""):
        attachments.store(talk.pk, name="a.gif", data=file(gif, "a.gif"), by=Actor.visitor(talk.visitor))
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG", comment=f"<script>{RUN}</script>".encode())
    by = Actor.visitor(talk.visitor)
    kept = attachments.store(talk.pk, name="a.html", data=file(out.getvalue(), "a.html"), by=by)
    payload = {"attachment": str(kept.pk)}
    actions.send(talk.pk, text="", client_id="polyglot", kind="attachment", payload=payload, by=by)
    agent = screen(cast.agent)

    answer = agent.page.goto(f"/attachments/{kept.pk}")
    body = answer.body()

    assert answer.headers["content-type"] == "image/jpeg" and b"script" not in body
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert agent.page.evaluate("window.harmed") is None
    assert [one for one in agent.wrong if "harmed" in one] == []
