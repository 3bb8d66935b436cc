"""Whom a colleague looks for stands in no address: not in a link, a history, a referrer or a log."""

import re

import pytest
from django.test import Client

from foyer.conversations.tests.factories import QueueFactory, says, served_by
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return bring_on()


@pytest.fixture
def browser(cast):
    QueueFactory(unit=cast.branch)
    served_by(cast.agent, customer=CustomerFactory(name="欧阳震华", unit=cast.outlet))
    opened = Client()
    opened.force_login(cast.agent)
    return opened


def test_the_body_finds_and_an_address_does_not(browser):
    for page in ("/desk/customers", "/desk/pane/search"):
        assert browser.get(f"{page}?q=欧阳震华").context["text"] == ""
        assert browser.post(page, {"q": "欧阳震华"}).context["text"] == "欧阳震华"


def test_what_was_looked_for_is_in_no_link_of_the_answer(browser):
    for page in ("/desk/customers", "/desk/pane/search"):
        answer = browser.post(page, {"q": "欧阳震华 13812345678"}).content.decode()
        links = re.findall(r'(?:href|action|hx-get|src)="([^"]*)"', answer)
        assert not [link for link in links if "138" in link or "%E6%AC%A7" in link or "欧阳" in link]


def test_the_staff_interface_takes_it_in_the_body_only(browser, cast):
    says(served_by(cast.agent), "我的社保卡丢了")

    assert browser.get("/api/v1/staff/search?q=社保卡").status_code == 405
    found = browser.post("/api/v1/staff/search", {"q": "社保卡"}, content_type="application/json")
    assert len(found.json()["conversations"]) == 1
    long = browser.post("/api/v1/staff/search", {"q": "x" * 201}, content_type="application/json")
    assert long.status_code == 422


def test_another_site_cannot_have_somebody_looked_up(browser):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    for page in ("/desk/customers", "/desk/pane/search", "/desk/pane/knowledge"):
        assert strict.post(page, {"q": "欧阳震华"}).status_code == 403


def test_looking_many_up_in_a_minute_is_slowed_in_the_body_too(browser, settings):
    settings.FOYER_RATE_SCALE = 0.05
    answers = [browser.post("/desk/pane/search", {"q": "x"}).status_code for _ in range(12)]

    assert 429 in answers
