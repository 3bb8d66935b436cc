"""The customer's own security page: theirs alone, at once, and for everybody who must report fraud."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.conversations.models import Conversation
from foyer.conversations.tests.factories import QueueFactory, served_by
from foyer.customers import actions, queries, trust
from foyer.customers.models import Customer, CustomerSession, NoticeReading
from foyer.customers.tests.factories import CustomerFactory
from foyer.portal.frame import SESSION_COOKIE
from foyer.privacy import access
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36"


@pytest.fixture
def customer(db):
    return CustomerFactory(name="张三丰", phone="13812345678")


@pytest.fixture
def signed_in(customer):
    """A browser in which a customer is signed in."""

    def sign_in(who=customer, **more):
        browser = Client(headers={"User-Agent": CHROME, "Accept-Language": "en"}, **more)
        browser.cookies[SESSION_COOKIE] = actions.sign_in(who, method="sms_code", door="portal", user_agent=CHROME)
        return browser

    return sign_in


def test_it_lists_where_one_is_signed_in(signed_in):
    page = signed_in().get("/security").content.decode()

    assert "Chrome · Windows" in page
    assert "this device" in page
    assert "13812345678" not in page


def test_who_is_not_signed_in_can_report_and_sees_nothing_else(client, settings):
    settings.FOYER_BANK_PHONE = "95000"
    page = client.get("/security", headers={"Accept-Language": "en"}).content.decode()

    assert 'id="report-fraud"' in page
    assert 'href="tel:95000"' in page
    assert 'href="tel:96110"' in page
    assert "report-and-freeze" not in page
    assert client.post("/security/freeze").status_code == 302


@pytest.mark.parametrize("path", ["/", "/security", "/my-data", "/chat"])
def test_a_browser_keeps_no_copy_of_a_signed_in_customers_pages(signed_in, client, path):
    assert "no-store" in signed_in().get(path, follow=True)["Cache-Control"]
    assert client.get("/")["Cache-Control"] == "private, no-cache"


def proved(browser, path):
    """The code that was sent comes back with the same button."""
    asked = browser.post(path)
    assert asked.context["proving"] == path
    return browser.post(path, {"code": asked.context["shown"]})


def test_one_place_and_all_others_are_signed_out(signed_in, customer, settings, monkeypatch):
    settings.FOYER_SMS = "demo"
    here, there, third = signed_in(), signed_in(), signed_in()
    session = CustomerSession.objects.order_by("created_at")[1]

    proved(here, f"/security/sessions/{session.pk}/end")
    assert [one.get("/security").context["customer"] for one in (here, there, third)] == [customer, None, customer]

    later = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)  # the next code
    proved(here, "/security/sessions/end")
    assert [one.get("/security").context["customer"] for one in (here, third)] == [customer, None]


def test_the_page_says_what_the_code_is_for_and_what_mends_a_wrong_one(signed_in, customer, settings, monkeypatch):
    settings.FOYER_SMS = "demo"
    here, _other = signed_in(), signed_in()
    path = "/security/sessions/end"

    asked = here.post(path)
    page = asked.content.decode()
    assert "138****5678" in page and "Then you are signed out everywhere else." in page

    wrong = here.post(path, {"code": "000000" if asked.context["shown"] != "000000" else "111111"})
    assert (
        wrong.status_code == 422 and "ask for a new code" in (page := wrong.content.decode()) and 'id="proof"' in page
    )

    again = here.post(path)
    assert again.status_code == 429 and 'id="proof"' in again.content.decode(), "the code already sent still works"

    late = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert here.post(path, {"code": asked.context["shown"]}).status_code == 422, "an old code"
    fresh = here.post(path).context["shown"]
    assert here.post(path, {"code": fresh})["Location"] == "/security?done=others"


def test_who_has_no_phone_is_told_so_and_keeps_the_page(signed_in, customer):
    here = signed_in()
    Customer.objects.filter(pk=customer.pk).update(phone="")

    answer = here.post("/security/sessions/end")

    page = answer.content.decode()
    assert answer.status_code == 409 and "no mobile number" in page and 'id="proof"' not in page
    assert "Freeze my online services" in page


def test_an_address_that_takes_a_deed_leads_back_to_the_page(signed_in):
    """Reloading, changing the language or signing in again there must not end on an empty page."""
    here = signed_in()
    for path in ("/security/sessions/end", f"/security/sessions/{uuid4()}/end", "/security/freeze"):
        assert here.get(path)["Location"] == "/security"
        assert here.put(path).status_code == 405
    assert here.get("/my-data/ask")["Location"] == "/my-data"


def test_a_session_somebody_took_ends_no_other(signed_in, customer, settings):
    settings.FOYER_SMS = "demo"
    thief, owner = signed_in(), signed_in()
    for path in ("/security/sessions/end", f"/security/sessions/{CustomerSession.objects.latest('created_at').pk}/end"):
        for code in ("", "000000", "12345678901234567890", "\x00"):
            answer = thief.post(path, {"code": code} if code else {})
            assert answer.status_code != 302, (path, code)

    assert owner.get("/security").context["customer"] == customer
    assert CustomerSession.objects.filter(revoked_at=None).count() == 2


def test_a_sign_in_of_this_minute_with_a_code_is_proof_enough(client, signed_in, customer, monkeypatch):
    other, here = signed_in(), signed_in()
    monkeypatch.setattr("foyer.portal.security.trust.is_fresh", lambda *_: True)

    assert here.post("/security/sessions/end").status_code == 302
    assert other.get("/security").context["customer"] is None


def test_a_code_sent_to_the_phone_of_another_proves_nothing(signed_in, settings):
    settings.FOYER_SMS = "demo"
    mine, theirs = signed_in(), signed_in(CustomerFactory(phone="13900001111"))
    code = theirs.post("/security/sessions/end").context["shown"]

    answer = mine.post("/security/sessions/end", {"code": code})

    assert answer.status_code == 403 or "proving" in answer.context
    assert CustomerSession.objects.filter(revoked_at=None).count() == 2


def test_nobody_ends_a_strangers_session(signed_in, customer, monkeypatch):
    stranger = signed_in(CustomerFactory())
    signed_in()
    theirs = CustomerSession.objects.get(customer=customer)

    monkeypatch.setattr("foyer.portal.security.trust.is_fresh", lambda *_: True)
    assert stranger.post(f"/security/sessions/{theirs.pk}/end").status_code == 404
    assert stranger.post(f"/security/sessions/{uuid4()}/end").status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


def test_freezing_takes_effect_at_once_here_too(signed_in, customer):
    browser, other = signed_in(), signed_in()

    answer = browser.post("/security/freeze", {"reason": "lost_phone"})

    assert answer.cookies[SESSION_COOKIE].value == ""
    assert other.get("/security").context["customer"] is None
    customer.refresh_from_db()
    assert customer.is_frozen


@pytest.mark.parametrize("path", ["security/freeze", "security/sessions/end"])
def test_another_site_freezes_and_ends_nothing(signed_in, path):
    assert signed_in(enforce_csrf_checks=True).post(f"/{path}").status_code == 403
    assert signed_in().get(f"/{path}")["Location"] == "/security"
    assert not Customer.objects.get().is_frozen and CustomerSession.objects.filter(revoked_at=None).count() == 2


def published(**terms):
    writer, publisher = UserFactory(role="compliance"), UserFactory(role="compliance")
    row = trust.write_notice(
        title=Bilingual("谨防假冒客服", "Beware of false agents"),
        text=Bilingual("不要<b>共享</b>屏幕", "Share no <b>screen</b>"),
        valid_from=clock.now(), valid_until=clock.now() + timedelta(days=1), by=Actor.staff(writer), **terms,
    )  # fmt: skip
    return trust.publish_notice(row.pk, by=Actor.staff(publisher))


@pytest.mark.parametrize("path", ["/", "/sign-in", "/security"])
def test_warnings_stand_on_home_at_sign_in_and_here_in_the_readers_language(client, db, path):
    QueueFactory()
    published()

    english = client.get(path, headers={"Accept-Language": "en"}).content.decode()

    assert "Beware of false agents" in english
    assert "<b>screen</b>" not in english
    assert "谨防假冒客服" in client.get(path, headers={"Accept-Language": "zh"}).content.decode()


def test_a_confirmed_warning_goes_away_for_this_customer(signed_in, customer):
    notice = published(audience="signed_in")
    browser = signed_in()
    assert "Beware of false agents" in browser.get("/security").content.decode()

    browser.post(f"/security/notices/{notice.pk}/read")

    assert "Beware of false agents" not in browser.get("/security").content.decode()
    assert NoticeReading.objects.get().acknowledged_at
    assert browser.post(f"/security/notices/{uuid4()}/read").status_code == 404


@pytest.fixture
def seen_by_staff(db, customer):
    cast = bring_on()
    QueueFactory(unit=cast.branch)
    talk = served_by(cast.agent, customer=customer)
    access.unmask(customer, "customers.phone", "call_back", about=f"conversation:{talk.pk}", by=Actor.staff(cast.agent))
    return cast


def test_who_looked_is_told_by_role_day_and_purpose_and_without_a_name(signed_in, seen_by_staff):
    page = signed_in().get("/security").content.decode()

    assert "To call you back" in page
    assert "Agent" in page
    assert seen_by_staff.agent.display_name not in page
    assert seen_by_staff.agent.username + "<" not in page


def test_another_customer_reads_nothing_of_it(signed_in, seen_by_staff):
    assert "To call you back" not in signed_in(CustomerFactory()).get("/security").content.decode()


def test_the_page_costs_the_same_for_few_and_for_many(signed_in, customer, django_assert_max_num_queries):
    for _each in range(25):
        actions.sign_in(customer, method="sms_code", user_agent=CHROME)
    browser = signed_in()
    browser.get("/security")

    with django_assert_max_num_queries(12):
        browser.get("/security")


def report(browser, **body):
    visitor = browser.post("/api/v1/visitors", {"language": "zh", "channel": "portal"}, content_type="application/json")
    token = {"Authorization": f"Bearer {visitor.json()['token']}"}
    return browser.post("/api/v1/fraud-reports", body, content_type="application/json", headers=token)


def test_fraud_is_reported_in_one_tap_by_anybody(client, db):
    QueueFactory(topics=["fraud"])

    answer = report(client, language="zh")

    assert answer.status_code == 201
    talk = Conversation.objects.get()
    assert (talk.topic, talk.status) == ("fraud", "waiting")
    assert client.post("/api/v1/fraud-reports", {}, content_type="application/json").status_code == 401


def test_reporting_with_a_freeze_stands_the_signed_in_customer_still(signed_in, customer):
    QueueFactory(topics=["fraud"])
    browser = signed_in()

    assert report(browser, freeze=True).status_code == 201

    customer.refresh_from_db()
    assert customer.is_frozen
    assert queries.by_session(browser.cookies[SESSION_COOKIE].value) is None
