"""Sign-ins of customers, attacked: digits talked out of somebody, a browser left behind, tries burnt by another."""

from datetime import UTC, datetime, timedelta

import pytest

from foyer.base import clock
from foyer.conversations.models import Conversation, Visitor
from foyer.conversations.tests.factories import QueueFactory
from foyer.conversations.tests.visiting import Browser, visitor
from foyer.customers import actions as customers
from foyer.customers.errors import CodeWrong
from foyer.customers.tests.factories import CustomerFactory
from foyer.customers.trust.idling import end_idle

pytestmark = pytest.mark.django_db
PHONE, NOW = "13800138000", datetime(2026, 11, 27, 2, 0, tzinfo=UTC)


def at(**later):
    return clock.at(NOW + timedelta(**later))


@pytest.fixture
def customer(settings):
    settings.FOYER_RATE_SCALE, settings.FOYER_CUSTOMER_IDLE_SECONDS = 0, 1800
    QueueFactory()
    return CustomerFactory(phone=PHONE)


def ask(browser: Browser) -> str:
    return browser.post("sign-in/code", {"phone": PHONE}).json()["code"]


def enter(browser: Browser, code: str) -> int:
    return browser.post("sign-in", {"phone": PHONE, "code": code}).status_code


def test_digits_talked_out_of_somebody_open_nothing_in_another_browser(customer):
    victim, thief = visitor(), visitor()
    with at():
        code = ask(victim)

        assert [enter(thief, code) for _ in range(6)] == [422] * 6
        assert enter(victim, code) == 200
    assert Visitor.objects.filter(customer=customer).count() == 1


def test_a_stranger_who_asks_for_the_same_number_hinders_nobody(customer):
    victim, thief = visitor(), visitor()
    with at():
        code = ask(victim)
    with at(seconds=61):
        theirs = ask(thief)
        assert [enter(thief, f"{(int(theirs) + n) % 1_000_000:06}") for n in range(1, 7)] == [422] * 6

        assert enter(thief, theirs) == 422
        assert enter(victim, code) == 200


def test_digits_for_one_purpose_serve_no_other(customer):
    browser = visitor()
    with at():
        for_signing_in = ask(browser)
        with pytest.raises(CodeWrong):
            customers.prove(customer.pk, for_signing_in)
    with at(seconds=61):
        proof = customers.request_proof(customer.pk).shown

        assert enter(browser, proof) == 422
        customers.prove(customer.pk, proof)


def test_a_browser_left_behind_shows_nothing_after_a_while(customer):
    browser = visitor()
    with at():
        talk = browser.open()
        assert enter(browser, ask(browser)) == 200
        assert browser.client.get("/my-data").status_code == 200
    with at(minutes=29):
        assert browser.get(talk).status_code == 200  # what a page fetches by itself keeps nobody signed in
    with at(minutes=31):
        assert browser.get(talk).status_code == 401
        assert browser.client.get("/my-data")["Location"].startswith("/sign-in")
        assert end_idle() == 1
    assert Visitor.objects.get(customer=customer).revoked_at


def test_who_writes_or_stands_in_a_line_stays(customer):
    browser = visitor()
    with at():
        talk = browser.open()
        assert enter(browser, ask(browser)) == 200
    with at(minutes=20):
        assert browser.say(talk, "我还在").status_code == 201
    with at(minutes=45):
        assert browser.get(talk).status_code == 200
        assert browser.post(f"{talk}/person", {}).status_code == 200
        assert Conversation.objects.get().status == "waiting"
    for minutes in (60, 80, 100):
        with at(minutes=minutes):
            assert end_idle() == 0
            assert browser.get(talk).status_code == 200


def test_the_page_says_why_and_knows_how_long(customer, client):
    with at():
        client.cookies["foyer_customer"] = customers.sign_in(customer, method="sms_code")
        page = client.get("/chat?lang=en").content.decode()
    assert '"idle_seconds": 1800' in page and "Are you still there?" in page

    with at(minutes=31):
        ended = client.get("/sign-in?ended=idle&next=/chat&lang=en").content.decode()
    assert "nobody used this page for a while" in ended and '"idle_seconds": 0' in ended


def test_signing_out_is_on_every_page_and_ends_all_of_it(customer):
    browser = visitor()
    with at():
        talk = browser.open()
        assert enter(browser, ask(browser)) == 200
        for page in ("/", "/chat", "/knowledge", "/privacy", "/my-data", "/security"):
            assert 'action="/sign-out"' in browser.client.get(page).content.decode(), page
        left = browser.client.post("/sign-out")

        assert left["Clear-Site-Data"] == '"cache", "storage"' and left["Location"] == "/"
        assert browser.get(talk).status_code == 401
        assert browser.client.get("/sign-out").status_code == 405
        assert 'action="/sign-out"' not in browser.client.get("/").content.decode()


def test_a_page_left_alone_signs_out_and_keeps_only_words_not_sent(customer):
    browser = visitor()
    with at():
        talk = browser.open()
        assert enter(browser, ask(browser)) == 200
        left = browser.client.post("/sign-out", {"idle": "1", "next": "//evil.example/"})

        assert left["Location"] == "/sign-in?ended=idle&next=%2F"
        assert left["Clear-Site-Data"] == '"cache"'
        assert browser.get(talk).status_code == 401
