"""Attacks played through HTTP, each noticed within one pass: prompts without end, codes and tokens used twice."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from standardwebhooks import Webhook

from foyer.base import clock, elsewhere, signed
from foyer.base.errors import Refusal
from foyer.conversations.tests.factories import QueueFactory
from foyer.conversations.tests.visiting import API, Browser
from foyer.customers.tests.factories import CustomerFactory
from foyer.security.audit import sealing
from foyer.security.detection import sweeping
from foyer.security.models import Alert, AuditEntry
from foyer.staff.tests.cast import Cast, bring_on
from foyer.staff.tests.test_second_factor import AUTHENTICATE, a_still_clock, code, protect  # noqa: F401
from foyer.staff.tests.test_signing_in import sign_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 27, 4, tzinfo=UTC)
PHONE, SECRET = "13800138000", "whsec_" + base64.b64encode(b"a" * 32).decode()


def door(request: HttpRequest) -> HttpResponse:
    """A door of another house, as one is written."""
    try:
        with signed.taking(request.headers, request.body, secrets=[SECRET], door="sms"):
            return HttpResponse(status=204)
    except Refusal as refusal:
        return HttpResponse(status=refusal.status)


urlpatterns = [path("door", door)]


@pytest.fixture(autouse=True)
def nothing_seen(settings: Any) -> Iterator[None]:
    settings.FOYER_RATE_SCALE = 0
    elsewhere.forget()
    yield
    elsewhere.forget()


@pytest.fixture
def staged() -> Cast:
    return bring_on()


def seen() -> set[str]:
    """The rules that raised an alert after one pass."""
    sealing.seal_waiting()
    sweeping.look()
    return set(Alert.objects.values_list("rule__code", flat=True))


def told(act: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(act=act).order_by("pk"))


def test_prompts_without_end_and_giving_in(staged: Cast) -> None:
    protect(staged.agent)
    for _ in range(6):
        assert sign_in(Client(), "agent").url == AUTHENTICATE  # the password is known; nobody answers the prompt
    assert "mfa-fatigue" in seen() and "mfa-gave-in" not in seen()

    last = Client()
    sign_in(last, "agent")
    last.post(AUTHENTICATE, {"code": code()})

    assert "mfa-gave-in" in seen()
    assert last.get("/desk/").status_code == 302  # their sessions were ended
    alert = Alert.objects.get(rule__code="mfa-gave-in")
    assert (alert.user_id, alert.severity) == (staged.agent.pk, "critical")
    assert {entry.subject for entry in told("staff.factor_asked")} == {f"user:{staged.agent.pk}"}


def test_one_sign_in_with_a_second_factor_is_no_alert(staged: Cast) -> None:
    protect(staged.agent)
    browser = Client()
    sign_in(browser, "agent")
    browser.post(AUTHENTICATE, {"code": code()})

    assert len(told("staff.factor_asked")) == 1 and not {one for one in seen() if one.startswith("mfa")}


def test_wrong_second_factors_and_a_right_one_after_them(staged: Cast) -> None:
    protect(staged.agent)
    browser = Client()
    sign_in(browser, "agent")
    for guess in range(5):
        browser.post(AUTHENTICATE, {"code": f"{guess:06}"})
    assert "mfa-failures" in seen() and "mfa-guessed" not in seen()

    browser.post(AUTHENTICATE, {"code": code()})

    assert "mfa-guessed" in seen()
    assert {entry.details["factor"] for entry in told("staff.sign_in_failed")} == {"totp"}


def test_a_used_code_of_a_colleague_presented_again(staged: Cast) -> None:
    paper = protect(staged.agent)
    paper.mark_as_viewed()
    spare = paper.get_unused_codes()[0]
    for given in (code(), spare):
        for browser in (Client(), Client()):
            sign_in(browser, "agent")
            browser.post(AUTHENTICATE, {"code": given})

    assert [entry.outcome for entry in told("staff.code_replayed")] == ["refused", "refused"]
    assert "code-replayed" in seen()


def enter(browser: Browser, digits: str) -> int:
    return int(browser.post("sign-in", {"phone": PHONE, "code": digits}).status_code)


def test_a_used_code_of_a_customer_presented_again() -> None:
    QueueFactory()
    CustomerFactory(phone=PHONE)
    owner, thief = Browser().begin(), Browser().begin()
    with clock.at(NOON):
        digits = owner.post("sign-in/code", {"phone": PHONE}).json()["code"]
        assert enter(owner, digits) == 200 and enter(owner, digits) == 422  # pressed twice
    with clock.at(NOON + timedelta(seconds=30)):
        assert enter(thief, "000000") == 422 and not told("customers.code_replayed")
        assert enter(thief, digits) == 422

        assert "code-replayed" in seen()
    (entry,) = told("customers.code_replayed")
    assert entry.subject.startswith("phone:") and PHONE not in str(entry.__dict__) and entry.address


def test_a_visitors_token_from_a_second_device() -> None:
    QueueFactory()
    owner = Browser().begin()
    owner.get("conversations/current", headers={"User-Agent": "Phone of the customer"})
    assert not told("conversations.token_elsewhere")

    Browser(owner.token).get("conversations/current", headers={"User-Agent": "Script of a thief"})

    (entry,) = told("conversations.token_elsewhere")
    assert entry.details == {"what": "device"} and entry.actor_kind == "visitor"
    assert owner.token not in str(entry.__dict__) and "token-other-device" in seen()


def test_a_token_that_goes_back_and_forth_between_networks() -> None:
    QueueFactory()
    owner = Browser().begin()

    def asked_from(address: str, minute: int) -> set[str]:
        with clock.at(NOON + timedelta(minutes=minute)):
            owner.get("conversations/current", REMOTE_ADDR=address)
            return seen()

    asked_from("203.0.113.5", 0)
    assert "token-two-networks" not in asked_from("203.0.113.99", 1) | asked_from("198.51.100.7", 2)  # left the house
    asked_from("203.0.113.5", 3)
    assert "token-two-networks" in asked_from("198.51.100.7", 4)


def test_a_customers_sign_in_from_a_second_device() -> None:
    QueueFactory()
    CustomerFactory(phone=PHONE)
    owner, thief = Browser().begin(), Browser()
    enter(owner, owner.post("sign-in/code", {"phone": PHONE}).json()["code"])
    owner.post("visitors", headers={"User-Agent": "Phone of the customer"})
    assert not told("customers.session_elsewhere")

    for name, cookie in owner.client.cookies.items():
        thief.client.cookies[name] = cookie.value
    thief.post("visitors", headers={"User-Agent": "Script of a thief"})

    (entry,) = told("customers.session_elsewhere")
    assert entry.details == {"what": "device"} and entry.actor_kind == "customer" and entry.customer
    assert "token-other-device" in seen()


@pytest.mark.urls(__name__)
def test_messages_with_a_wrong_signature(client: Client) -> None:
    def headers(secret: str, number: int) -> dict[str, str]:
        at = clock.now()
        return {
            "Webhook-Id": f"m{number}", "Webhook-Timestamp": str(int(at.timestamp())),
            "Webhook-Signature": Webhook(secret).sign(f"m{number}", at, "{}"),
        }  # fmt: skip

    def sent(secret: str, number: int) -> int:
        given = headers(secret, number)
        return client.post("/door", "{}", content_type="application/json", headers=given).status_code

    forged = "whsec_" + base64.b64encode(b"b" * 32).decode()
    assert sent(SECRET, 1) == 204 and not told("signed.refused")
    assert sent(SECRET, 1) == 409 and [sent(forged, number) for number in (2, 3, 4)] == [401, 401, 401]

    entries = told("signed.refused")
    assert [entry.details["why"] for entry in entries] == ["already_had", *["signature"] * 3]
    assert {(entry.subject, entry.outcome, entry.address) for entry in entries} == {
        ("door:sms", "refused", "127.0.0.1")
    }
    assert "forged-messages" in seen()


def test_an_unknown_token_tells_nothing() -> None:
    assert Client().get(API + "conversations/current", headers={"Authorization": "Bearer x"}).status_code == 401
    assert not told("conversations.token_elsewhere")
