"""Enumeration: whether somebody is known shows neither in words nor in the work that is done."""

import re
from functools import partial

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foyer.base.ids import new_id
from foyer.conversations import actions
from foyer.conversations.tests.factories import QueueFactory
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def hashed(monkeypatch):
    """How often a password is hashed."""
    count, hasher = [0], hashers.MD5PasswordHasher
    encode = hasher.encode

    def counted(self, *args, **kwargs):
        count[0] += 1
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(hasher, "encode", counted)
    return count


def test_a_wrong_password_and_an_unknown_name_look_and_cost_the_same(hashed, settings):
    settings.FOYER_RATE_SCALE = 0
    bring_on()
    seen = {}
    for name in ("agent", "nobody-here"):
        hashed[0] = 0
        answer = Client().post("/accounts/login/", {"login": name, "password": "wrong wrong wrong"})
        page = answer.content.decode().replace(name, "NAME")
        errors = [str(error) for error in answer.context["form"].non_field_errors()]
        seen[name] = (answer.status_code, errors, hashed[0] > 0, len(page))
    known, unknown = seen.values()

    assert known[:3] == unknown[:3]


def test_a_forgotten_password_says_the_same_for_all(settings):
    settings.FOYER_RATE_SCALE = 0
    bring_on()
    answers = [
        Client().post("/accounts/password/reset/", {"email": mail}) for mail in ("agent@bank.example", "no@x.example")
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]


def test_asking_for_a_code_does_the_same_for_every_number(settings):
    settings.FOYER_RATE_SCALE, settings.FOYER_SMS = 0, "http"
    settings.FOYER_SMS_URL = "https://sms.bank.example/"
    QueueFactory()
    CustomerFactory(phone="13800138000")
    _visitor, token = actions.start_visit(channel="portal", language="zh")
    seen = []
    for phone in ("13800138000", "13900139000"):
        with CaptureQueriesContext(connection) as queries:
            answer = Client(headers={"Authorization": f"Bearer {token}"}).post(
                "/api/v1/sign-in/code", {"phone": phone}, content_type="application/json"
            )
        verbs = [query["sql"].split()[0] for query in queries]
        seen.append((answer.status_code, sorted(answer.json()), answer.json()["code"], verbs))

    assert seen[0] == seen[1]
    assert seen[0][:3] == (202, ["code", "expires_at"], None)


def work_of(deed):
    """What a request costs: its statements without their values, and its answer without what is the asker's own."""
    with CaptureQueriesContext(connection) as queries:
        answer = deed()
    shapes = [re.sub(r"'[^']*'(::\w+)?|\b\d+\b|ARRAY\[[^]]*\]", "?", query["sql"]) for query in queries]
    return answer.status_code, answer.content, shapes


def test_a_wrong_code_does_the_same_work_for_known_and_unknown_numbers(settings):
    """Over many numbers and tries: the same statements in the same order, the same digests, the same answer."""
    settings.FOYER_RATE_SCALE, settings.FOYER_SMS = 0, "http"
    settings.FOYER_SMS_URL = "https://sms.bank.example/"
    QueueFactory()
    known = [f"1380013{number:04}" for number in range(4)]
    for phone in known:
        CustomerFactory(phone=phone)
    seen = {True: [], False: []}
    for phone in [*known, *(f"1390013{number:04}" for number in range(4))]:
        _visitor, token = actions.start_visit(channel="portal", language="zh")
        browser = Client(headers={"Authorization": f"Bearer {token}"})
        ask = partial(browser.post, "/api/v1/sign-in/code", {"phone": phone}, content_type="application/json")
        wrong = partial(
            browser.post, "/api/v1/sign-in", {"phone": phone, "code": "000000"}, content_type="application/json"
        )
        never_asked = [work_of(wrong)]
        ask()
        seen[phone in known].append(never_asked + [work_of(wrong) for _ in range(6)])

    assert all(one == seen[True][0] for one in [*seen[True], *seen[False]])
    assert {status for status, _body, _work in seen[True][0]} == {422}


def test_signing_in_hashes_as_often_whoever_asks(hashed, settings):
    """Known, unknown, let go, without a password, by name or address: each costs one hash, and one answer a kind."""
    settings.FOYER_RATE_SCALE, settings.AXES_ENABLED = 0, False
    cast = bring_on()
    cast.colleague.is_active = False
    cast.colleague.save()
    cast.stranger.set_unusable_password()
    cast.stranger.save()
    costs = {}
    for name in ("agent", "nobody-here", "colleague", "stranger", "agent@bank.example", "x@bank.example"):
        costs[name] = []
        for _ in range(3):
            hashed[0] = 0
            answer = Client().post("/accounts/login/", {"login": name, "password": "wrong wrong wrong"})
            errors = [str(error) for error in answer.context["form"].non_field_errors()]
            costs[name].append((hashed[0], answer.status_code, errors))

    by_name = {str(told) for name, told in costs.items() if "@" not in name}
    by_address = {str(told) for name, told in costs.items() if "@" in name}
    assert len(by_name) == len(by_address) == 1, costs
    assert {hashes for told in costs.values() for hashes, _status, _errors in told} == {1}


def test_looking_somebody_up_tells_a_stranger_nothing_by_its_work(settings):
    """A colleague of another unit who asks for a customer, by number or by id: as if there were none."""
    settings.FOYER_RATE_SCALE = 0
    cast = bring_on()
    theirs = CustomerFactory(unit=cast.outlet)
    browser = Client()
    browser.force_login(cast.stranger)
    browser.get("/desk/")
    looked = {
        name: [work_of(partial(browser.get, f"/desk/customers/{pk}")) for _ in range(3)]
        for name, pk in (("theirs", theirs.pk), ("nobody's", new_id()))
    }
    statuses = {name: {status for status, _body, _work in tries} for name, tries in looked.items()}

    assert statuses == {"theirs": {404}, "nobody's": {404}}
    pages = [re.sub(rb"[A-Za-z0-9]{64}", b"TOKEN", looked[name][-1][1]) for name in looked]
    assert pages[0] == pages[1]


def test_a_thousand_numbers_from_one_address_are_stopped(settings):
    settings.FOYER_RATE_SCALE = 1
    QueueFactory()
    _visitor, token = actions.start_visit(channel="portal", language="zh")
    browser = Client(headers={"Authorization": f"Bearer {token}"})
    codes = [
        browser.post("/api/v1/sign-in/code", {"phone": f"138001{n:05}"}, content_type="application/json").status_code
        for n in range(12)
    ]

    assert codes[:6] == [202] * 6
    assert set(codes[6:]) == {429}


def test_a_code_is_not_guessed(settings):
    settings.FOYER_RATE_SCALE = 0
    QueueFactory()
    CustomerFactory(phone="13800138000")
    _visitor, token = actions.start_visit(channel="portal", language="zh")
    browser = Client(headers={"Authorization": f"Bearer {token}"})
    code = browser.post("/api/v1/sign-in/code", {"phone": "13800138000"}, content_type="application/json").json()[
        "code"
    ]
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        browser.post("/api/v1/sign-in", {"phone": "13800138000", "code": wrong}, content_type="application/json")

    right = browser.post("/api/v1/sign-in", {"phone": "13800138000", "code": code}, content_type="application/json")
    assert right.status_code != 200
