"""The pages as they leave the server: their words, their modes, their rules, and what they cost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertNumQueries

from foyer.base import clock
from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import at_work
from foyer.conversations.tests.visiting import visitor
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.factories import UserFactory

PAGES = [
    "/",
    "/chat",
    "/knowledge",
    "/knowledge/card-lost",
    "/articles/card-lost/1",
    "/sign-in",
    "/embed/chat",
    "/embed/example",
]
PHONE = "13800138000"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language, word", [("zh-hans", "银行"), ("en", "Bank")])
def test_every_page_speaks_both_languages(bank: None, client: Client, path: str, language: str, word: str) -> None:
    page = client.get(path, headers={"Accept-Language": language})

    assert page.status_code == 200 and word in page.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_anything_inline(bank: None, client: Client, path: str) -> None:
    page = client.get(path)
    text = page.content.decode()

    assert "<style" not in text and " style=" not in text and " onclick=" not in text and "javascript:" not in text
    assert "unsafe" not in page["Content-Security-Policy"] and page["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", PAGES[:-2])
def test_only_the_embedded_chat_may_be_framed_by_others(
    bank: None, client: Client, settings: object, path: str
) -> None:
    settings.FOYER_EMBED_ORIGINS = ["https://www.bank.example"]  # type: ignore[attr-defined]

    page = client.get(path)

    assert page["X-Frame-Options"] == "DENY" and "frame-ancestors 'self';" in page["Content-Security-Policy"] + ";"


@pytest.mark.parametrize(
    "hour, words", [(3, "Good evening"), (8, "Good morning"), (14, "Good afternoon"), (21, "Good evening")]
)
def test_the_greeting_follows_the_banks_clock(bank: None, client: Client, hour: int, words: str) -> None:
    with clock.at(datetime(2026, 11, 24, (hour - 8) % 24, tzinfo=UTC)):
        assert words in client.get("/", headers={"Accept-Language": "en"}).content.decode()


def test_a_signed_in_customer_is_greeted_by_name(bank: None) -> None:
    CustomerFactory(phone=PHONE, name="陈思远")
    browser = visitor()
    code = browser.post("sign-in/code", {"phone": PHONE}).json()["code"]
    browser.post("sign-in", {"phone": PHONE, "code": code})

    home = browser.client.get("/").content.decode()

    assert "陈**" in home and "思远" not in home and "sign-out" in home


def test_the_home_page_stands_even_where_nothing_is_set_up(db: None, client: Client) -> None:
    page = client.get("/")

    assert page.status_code == 200 and "转人工" in page.content.decode()


def test_large_pages_have_fewer_choices_and_a_person_first(bank: None, client: Client) -> None:
    client.post("/elderly/switch", {"on": "1", "next": "/"})
    large = client.get("/").content.decode()
    client.post("/elderly/switch", {"on": "0", "next": "/"})

    assert 'class="elderly"' in large and "找工作人员" in large and 'id="ask"' not in large
    assert 'class="elderly"' not in client.get("/").content.decode()


def test_a_printed_address_opens_the_large_pages(bank: None, client: Client) -> None:
    assert 'class="elderly"' in client.get("/elderly", follow=True).content.decode()


def test_the_language_is_kept_in_the_browser(bank: None, client: Client) -> None:
    client.post("/language", {"language": "en", "next": "/knowledge"})

    assert "All topics" in client.get("/knowledge", headers={"Accept-Language": "zh-CN"}).content.decode()


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_switches_lead_nowhere_else(bank: None, client: Client, wanted: str) -> None:
    assert client.post("/language", {"language": "en", "next": wanted})["Location"] == "/"
    assert "evil" not in client.get("/sign-in", {"next": wanted}).content.decode()


def test_switches_need_the_pages_own_form(bank: None) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post("/language", {"language": "en"}).status_code == 403
    assert client.post("/elderly/switch", {"on": "1"}).status_code == 403


def test_an_article_says_its_version_and_whether_it_helped(bank: None, client: Client) -> None:
    page = client.get("/knowledge/card-lost?version=1", headers={"Accept-Language": "en"}).content.decode()

    assert "Version 1, valid from 2026-01-01" in page and "Was this helpful?" in page


@pytest.mark.parametrize("path", ["/knowledge/unheard-of", "/knowledge/card-lost?version=99", "/articles/card-lost/7"])
def test_what_is_not_there_is_not_found(bank: None, client: Client, path: str) -> None:
    lost = client.get(path)

    assert lost.status_code == 404 and "找不到这个页面" in lost.content.decode()


def test_a_failure_of_ours_has_a_calm_page(db: None) -> None:
    assert "95000" in render_to_string("500.html") and "<h1>" in render_to_string("403_csrf.html")


def test_the_bank_goes_by_its_own_name_and_number(bank: None, client: Client, settings: Any) -> None:
    settings.FOYER_BANK_NAME, settings.FOYER_BANK_PHONE = {"zh": "江城银行", "en": "River Bank"}, "95999"
    client.cookies["foyer_elderly"] = "1"

    assert "江城银行" in client.get("/", headers={"Accept-Language": "zh"}).content.decode()
    english = client.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert "River Bank" in english and 'href="tel:95999"' in english and "Foyer Bank" not in english


def test_without_a_number_no_page_speaks_of_one(bank: None, client: Client, settings: Any) -> None:
    settings.FOYER_BANK_PHONE = ""
    client.cookies["foyer_elderly"] = "1"

    assert "tel:" not in client.get("/", headers={"Accept-Language": "en"}).content.decode()
    assert "call us" not in render_to_string("500.html")


def test_who_is_signed_in_already_goes_on(bank: None) -> None:
    CustomerFactory(phone=PHONE)
    browser = visitor()
    code = browser.post("sign-in/code", {"phone": PHONE}).json()["code"]
    browser.post("sign-in", {"phone": PHONE, "code": code})

    assert browser.client.get("/sign-in?next=/chat")["Location"] == "/chat"


@pytest.mark.parametrize("path, queries", [("/", 6), ("/chat", 6), ("/knowledge", 2), ("/sign-in", 1)])
def test_pages_ask_the_database_little(bank: None, client: Client, path: str, queries: int) -> None:
    with assertNumQueries(queries):
        client.get(path)


def test_an_article_costs_little_once_the_knowledge_was_read(bank: None, client: Client) -> None:
    client.get("/knowledge/card-lost")

    with assertNumQueries(8):
        client.get("/knowledge/card-lost")


def test_the_expected_wait_costs_the_same_however_many_are_at_work(bank: None, client: Client) -> None:
    unit = Queue.objects.get().unit
    at_work(UserFactory(role="agent", unit=unit))
    with CaptureQueriesContext(connection) as with_one:
        client.get("/")

    at_work(*(UserFactory(role="agent", unit=unit) for _ in range(3)))

    with assertNumQueries(len(with_one)):
        client.get("/")
