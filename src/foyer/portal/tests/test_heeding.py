"""A warning that must be confirmed holds back the parts it concerns, once, and never a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.customers import actions, trust
from foyer.customers.models import Customer, NoticeReading, RiskNotice
from foyer.customers.tests.factories import CustomerFactory
from foyer.portal.frame import SESSION_COOKIE
from foyer.security.models import AuditEntry
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
BLOCKED = ("/chat", "/knowledge", "/privacy", "/my-data", "/my-data/decisions")
FREE = ("/", "/security", "/chat?person=1", "/privacy/notices")


@pytest.fixture
def customer(db: None) -> Customer:
    found: Customer = CustomerFactory()
    return found


@pytest.fixture
def browser(customer: Customer) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.cookies[SESSION_COOKIE] = actions.sign_in(customer, method="sms_code", door="portal", user_agent="x")
    return client


def warned(*parts: str, must_acknowledge: bool = True, **more: Any) -> RiskNotice:
    unit = bring_on().head_office if not RiskNotice.objects.exists() else None
    names = {"role": "compliance", **({"unit": unit} if unit else {})}
    writer, publisher = UserFactory(**names), UserFactory(**names)
    row = trust.write_notice(
        title=Bilingual("警惕冒充客服", "Beware of false agents"),
        text=Bilingual("我们从不索要验证码。", "We never ask for codes."),
        valid_from=clock.now(), valid_until=clock.now() + timedelta(days=1), by=Actor.staff(writer),
        must_acknowledge=must_acknowledge, parts=parts, **more,
    )  # fmt: skip
    return trust.publish_notice(row.pk, by=Actor.staff(publisher))


def test_without_parts_everything_waits_but_safety_and_a_person(browser: Client) -> None:
    warned()

    for path in BLOCKED:
        answer = browser.get(path)
        assert answer.status_code == 302 and answer["Location"].startswith("/heed?part="), path
    for path in FREE:
        assert browser.get(path).status_code == 200, path
    shown = browser.get(browser.get("/my-data")["Location"]).content.decode()
    assert "We never ask for codes." in shown and "/chat?person=1#person" in shown and "/security" in shown


def test_it_is_confirmed_once_recorded_and_leads_on(browser: Client, customer: Customer) -> None:
    first, second = warned("data"), warned("data", "help")
    asked = {"from": "heed", "part": "data", "next": "/my-data"}

    answer = browser.post(f"/security/notices/{first.pk}/read", asked)
    assert browser.get(answer["Location"]).status_code == 200, "there is one more"
    assert browser.get("/my-data").status_code == 302
    answer = browser.post(f"/security/notices/{second.pk}/read", asked)
    assert browser.get(answer["Location"])["Location"] == "/my-data"
    assert browser.get("/my-data").status_code == 200 and browser.get("/knowledge").status_code == 200

    browser.post(f"/security/notices/{second.pk}/read", asked)
    assert NoticeReading.objects.filter(customer=customer, acknowledged_at__isnull=False).count() == 2
    assert AuditEntry.objects.filter(act="customers.notice_confirmed").count() == 2


def test_only_the_parts_it_concerns_wait(browser: Client) -> None:
    warned("help")

    assert browser.get("/knowledge").status_code == 302
    for path in ("/chat", "/my-data", "/privacy"):
        assert browser.get(path).status_code == 200, path


def test_what_need_not_be_confirmed_or_is_over_holds_nothing_back(browser: Client) -> None:
    warned(must_acknowledge=False)
    ended = warned()
    RiskNotice.objects.filter(pk=ended.pk).update(valid_from=clock.now() - timedelta(days=2), valid_until=clock.now())

    assert browser.get("/my-data").status_code == 200


def test_whoever_is_not_signed_in_is_not_held_back(browser: Client) -> None:
    warned()

    assert Client().get("/knowledge").status_code == 200
    assert Client().get("/heed?part=help&next=/knowledge")["Location"] == "/knowledge"


def test_the_way_on_stays_within_our_pages(browser: Client) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert browser.get("/heed", {"part": "help", "next": elsewhere})["Location"] == "/"


def test_large_type_readers_are_held_back_by_what_is_for_them(browser: Client, settings: Any) -> None:
    warned("help", audience="elderly")

    assert browser.get("/knowledge").status_code == 200
    browser.cookies[settings.FOYER_ELDERLY_COOKIE] = "1"
    waiting = browser.get("/knowledge")
    assert waiting.status_code == 302 and "We never ask" in browser.get(waiting["Location"]).content.decode()
