"""The privacy centre over HTTP: as easy to take back as to give, nothing ticked beforehand, nobody else's receipts."""

import re
from pathlib import Path

import pytest
from django.test import Client

from foyer.base.actors import Actor
from foyer.customers import actions
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.portal.frame import SESSION_COOKIE
from foyer.privacy import gates
from foyer.privacy.consents import deciding
from foyer.privacy.models import Consent, NoticeShown, Purpose
from foyer.privacy.tests.consenting import published_notice

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).parents[2]
API = "/api/v1/"


@pytest.fixture
def person(db: None) -> Customer:
    published_notice()
    made: Customer = CustomerFactory()
    return made


@pytest.fixture
def browser(person: Customer, client: Client) -> Client:
    """A browser in which this customer has signed in."""
    return signed_in(client, person)


def signed_in(client: Client, customer: Customer) -> Client:
    client.cookies[SESSION_COOKIE] = actions.sign_in(customer, method="sms_code", door="portal", user_agent="x")
    return client


def taps(body: str, code: str) -> list[str]:
    """The buttons of a purpose that can be tapped now."""
    card = body.split(f'id="p-{code}"')[1].split("</article>", maxsplit=1)[0]
    return [tag for tag in re.findall(r"<button[^>]*>", card) if "hidden" not in tag]


def test_giving_and_taking_back_are_one_tap_each(browser: Client, person: Customer) -> None:
    before = browser.get("/privacy").content.decode()
    assert any("data-yes" in tap for tap in taps(before, "profiling"))
    given = browser.post("/privacy/choose", {"purpose": "profiling", "yes": "1"}, follow=True)
    assert gates.may_use(person, "profiling")

    (tap,) = taps(given.content.decode(), "profiling")
    assert "data-withdraw" in tap
    browser.post("/privacy/choose", {"purpose": "profiling", "yes": "0"})

    assert gates.may_use(person, "profiling").code == "withdrawn"


def test_the_page_is_in_both_languages_and_says_every_purpose(browser: Client) -> None:
    for language in ("zh", "en"):
        body = browser.get(f"/privacy?lang={language}").content.decode()
        for purpose in Purpose.objects.all():
            assert purpose.name.in_(language) in body.replace("&#x27;", "'")


def test_nothing_is_ticked_beforehand_anywhere() -> None:
    ticked = [
        path
        for path in TEMPLATES.rglob("*.html")
        for tag in re.findall(r"<(?:input|option)[^>]*>", path.read_text(encoding="utf-8"))
        if re.search(r"\b(checked|selected)\b", re.sub(r"{%.*?%}.*?{%.*?%}", "", tag)) and "consent" in tag
    ]
    assert ticked == []
    for path in (TEMPLATES / "portal/templates/portal/privacy").glob("*.html"):
        assert not re.search(r"checked|type=.checkbox", path.read_text(encoding="utf-8"))


def test_a_visit_to_the_privacy_centre_is_kept_as_notice_shown(browser: Client, person: Customer) -> None:
    browser.get("/privacy")
    browser.get("/privacy")

    assert NoticeShown.objects.filter(customer=person).count() == 1


def test_a_receipt_is_its_owners_alone(browser: Client, person: Customer) -> None:
    deciding.give(person, "profiling", by=Actor.customer(person))
    receipt = Consent.objects.get().receipt

    assert receipt in browser.get(f"/privacy/receipts/{receipt}").content.decode()
    assert browser.get(f"/privacy/receipts/{receipt}.json").json()["consentReceiptID"] == receipt
    assert browser.get(f"/privacy/receipts/{receipt}.pdf").content.startswith(b"%PDF")
    assert Client().get(f"/privacy/receipts/{receipt}").status_code == 404
    assert signed_in(Client(), CustomerFactory()).get(f"/privacy/receipts/{receipt}").status_code == 404


def test_a_stranger_reads_notices_and_is_asked_to_sign_in_to_choose(client: Client, person: Customer) -> None:
    assert client.get("/privacy").status_code == 200
    assert client.get("/privacy/notices/1").status_code == 200
    assert client.get("/privacy/notices/1.pdf").content.startswith(b"%PDF")
    assert client.get("/privacy/notices/99").status_code == 404

    answer = client.post("/privacy/choose", {"purpose": "profiling", "yes": "1"})

    assert answer["Location"].startswith("/sign-in") and not Consent.objects.exists()


def test_a_form_from_elsewhere_is_refused(person: Customer) -> None:
    strict = signed_in(Client(enforce_csrf_checks=True), person)

    assert strict.post("/privacy/choose", {"purpose": "profiling", "yes": "1"}).status_code == 403
    assert not Consent.objects.exists()


def test_tags_are_deleted_at_the_customers_word(browser: Client, person: Customer) -> None:
    from foyer.privacy.consents import tags

    seen: list[object] = []
    tags.deleter(lambda customer: len(seen.append(customer) or [1]))  # type: ignore[func-returns-value]
    try:
        assert browser.post("/privacy/tags/delete")["Location"].endswith("said=tags")
    finally:
        tags._deleters.pop()
    assert seen == [person.pk]


def test_a_device_chooses_over_the_api(client: Client, person: Customer) -> None:
    token = client.post(
        f"{API}visitors", {"language": "en", "channel": "portal"}, content_type="application/json"
    ).json()
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {token['token']}", "HTTP_ACCEPT_LANGUAGE": "en"}

    given = client.post(f"{API}privacy/consents/profiling", {"yes": True}, content_type="application/json", **bearer)
    assert given.json()["is_on"] and given.json()["name"] == "Learning from how you use our services"
    listed = client.get(f"{API}privacy/consents", **bearer).json()
    assert next(one for one in listed if one["code"] == "profiling")["state"] == "given"
    back = client.post(f"{API}privacy/consents/profiling", {"yes": False}, content_type="application/json", **bearer)
    assert back.json()["state"] == "withdrawn"
    receipt = back.json()["receipt"]
    assert client.get(f"{API}privacy/receipts/{receipt}", **bearer).json()["decision"] == "withdrawn"
    assert client.post(f"{API}privacy/notice/shown", **bearer).json() == {"shown": True}


def test_the_api_refuses_strangers_and_nonsense(client: Client, person: Customer) -> None:
    assert client.get(f"{API}privacy/consents").status_code == 401
    token = client.post(
        f"{API}visitors", {"language": "en", "channel": "portal"}, content_type="application/json"
    ).json()
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {token['token']}"}

    def post(code: str, body: dict[str, object]) -> int:
        sent = client.post(f"{API}privacy/consents/{code}", body, content_type="application/json", **bearer)
        return sent.status_code

    assert post("statutory", {"yes": False}) == 422
    assert post("curiosity", {"yes": True}) == 404
    assert post("profiling", {"yes": True, "more": 1}) == 422
    assert client.get(f"{API}privacy/receipts/20260101-AAAAAAAAAA", **bearer).status_code == 404


def test_the_chat_shows_the_short_notice(client: Client, person: Customer) -> None:
    body = client.get("/chat?lang=en").content.decode()

    assert 'id="privacy-note"' in body and "/privacy/notices/1" in body
