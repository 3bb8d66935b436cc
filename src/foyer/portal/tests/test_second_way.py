"""An authenticator app through the customer's pages: set up, used, renewed, removed; and nobody else's."""

import base64
import re
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.customers import actions, trust
from foyer.customers.tests.factories import CustomerFactory
from foyer.portal.frame import SESSION_COOKIE

pytestmark = pytest.mark.django_db
PATHS = ["/security/app/begin", "/security/app/confirm", "/security/app/recovery", "/security/app/remove"]


@pytest.fixture(autouse=True)
def demo(settings):
    settings.FOYER_SMS = "demo"


@pytest.fixture
def customer(db):
    return CustomerFactory(phone="13812345678")


def browser_of(customer, **more):
    browser = Client(headers={"Accept-Language": "en"}, **more)
    browser.cookies[SESSION_COOKIE] = actions.sign_in(customer, method="sms_code", door="portal")
    return browser


def digits(letters, shift=0):
    at = int(clock.now().timestamp()) + shift
    return TOTP(base64.b32decode(letters.replace(" ", "")), 6, SHA1(), 30).generate(at).decode()  # noqa: S303


def begun(browser):
    """The letters of a new seed, once the customer has proved to be themselves by text message."""
    asked = browser.post(PATHS[0])
    return browser.post(PATHS[0], {"code": asked.context["shown"]}).context["setting_up"]


def test_it_is_set_up_with_a_picture_and_the_codes_are_shown_once(customer):
    browser = browser_of(customer)
    page = browser.get("/security").content.decode()
    assert "takes over your number" in page and "Set up an authenticator app" in page

    asked = browser.post(PATHS[0])
    assert "First show that it is you" in asked.content.decode() and "setting_up" not in (asked.context or {})
    shown = browser.post(PATHS[0], {"code": asked.context["shown"]})
    body, letters = shown.content.decode(), shown.context["setting_up"]
    assert letters in body and 'class="qr"' in body and "no-store" in shown["Cache-Control"]
    assert "style=" not in body.split('id="second-way"')[1].split("</section>")[0]

    wrong = browser.post(PATHS[1], {"code": "000000"})
    assert wrong.status_code == 422 and letters in wrong.content.decode(), "the same picture once more"
    done = browser.post(PATHS[1], {"code": digits(letters)})

    codes = re.findall(r"<code>([a-z0-9-]+)</code>", done.content.decode())
    assert len(codes) == 8 and "no-store" in done["Cache-Control"]
    again = browser.get("/security").content.decode()
    assert "Unused recovery codes: 8" in again and not any(code in again for code in codes)
    assert letters.replace(" ", "") not in again.replace(" ", "")


def test_somebody_elses_beginning_is_of_no_use(customer):
    letters = begun(browser_of(customer))
    thief, second = browser_of(CustomerFactory()), browser_of(customer)

    for one in (thief, second):
        answer = one.post(PATHS[1], {"code": digits(letters)})
        assert answer.status_code == 409 and letters not in answer.content.decode()
    assert not trust.has_app(customer.pk)


def test_a_session_somebody_took_sets_up_renews_and_removes_nothing(customer):
    taken = browser_of(customer)
    for code in ("", "000000"):
        for path in (PATHS[0], PATHS[2], PATHS[3]):
            assert "setting_up" not in taken.post(path, {"code": code}).context
    token = taken.cookies[SESSION_COOKIE].value
    letters = trust.begin_app(customer, token).letters
    trust.confirm_app(customer, token, digits(letters, -30), by=Actor.customer(customer))

    asked = taken.post(PATHS[3])
    assert asked.context["by_app"] and asked.context["shown"] is None, "no text message opens it"
    assert taken.post(PATHS[3], {"code": "000000"}).status_code == 422
    assert trust.has_app(customer.pk)
    gone = taken.post(PATHS[3], {"code": digits(letters)})
    assert gone["Location"] == "/security?done=app_removed" and not trust.has_app(customer.pk)


@pytest.mark.parametrize("path", PATHS)
def test_strangers_other_sites_and_links_do_nothing(customer, path):
    stranger = Client().post(path)
    assert stranger.status_code == 302 and stranger["Location"].startswith("/sign-in")
    assert browser_of(customer, enforce_csrf_checks=True).post(path).status_code == 403
    assert browser_of(customer).get(path).status_code in (302, 405)
    assert not trust.has_app(customer.pk)


def test_signing_in_by_the_api_asks_for_the_app_after_the_number_and_takes_a_recovery_code(customer, monkeypatch):
    browser = browser_of(customer)
    letters = begun(browser)
    codes = browser.post(PATHS[1], {"code": digits(letters)}).context["recovery"]
    later = clock.now() + timedelta(minutes=3)
    monkeypatch.setattr(clock, "now", lambda: later)

    guest = Client(headers={"Accept-Language": "en"})
    begun_visit = guest.post("/api/v1/visitors", {"language": "en"}, content_type="application/json").json()

    def post(path, **body):
        head = {"Authorization": f"Bearer {begun_visit['token']}"}
        return guest.post(f"/api/v1/{path}", body, content_type="application/json", headers=head)

    for phone in ("13812345678", "13900000009"):  # known with an app, and unknown: the same answer
        told = post("sign-in", phone=phone, code="000000", app="123456")
        assert (told.status_code, told.json()["code"]) == (422, "code_wrong")
    sent = post("sign-in/code", phone="13812345678").json()["code"]
    asked = post("sign-in", phone="13812345678", code=sent)
    assert asked.json()["code"] == "app_needed" and SESSION_COOKIE not in asked.cookies

    assert post("sign-in", phone="13812345678", code=sent, app="<b>").status_code == 422
    done = post("sign-in", phone="13812345678", code=sent, app=codes[0])

    assert done.status_code == 200 and done.cookies[SESSION_COOKIE].value
    assert post("sign-in", phone="13812345678", code=sent, app=codes[0]).status_code in (401, 422)
