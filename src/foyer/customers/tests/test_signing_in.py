"""Signing in by phone and one-time code, and what never leaves the room."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.customers import actions, queries, sms
from foyer.customers.errors import CodesTooOften, CodeWrong, NoSuchCustomer, PhoneNotValid, SmsNotSent
from foyer.customers.masking import masked_email, masked_name, masked_phone
from foyer.customers.models import Customer, SignInCode
from foyer.customers.phones import normalise_phone
from foyer.customers.sms import ConsoleSender, HttpSender
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import bring_on

PHONE = "13800138000"

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer() -> Customer:
    return CustomerFactory(phone=PHONE)


def code_for(phone: str = PHONE) -> str:
    shown = actions.request_code(phone).shown
    assert shown
    return shown


def test_the_right_code_signs_in_once(customer: Customer) -> None:
    code = code_for()

    signed_in, token = actions.verify_code("+86 138 0013 8000", code)

    assert signed_in == customer and queries.by_session(token) == customer
    with pytest.raises(CodeWrong):
        actions.verify_code(PHONE, code)


def test_a_code_is_good_for_five_minutes_and_five_tries(customer: Customer) -> None:
    with clock.at(clock.now()):
        code = code_for()
        clock.advance(minutes=5, seconds=1)
        with pytest.raises(CodeWrong):
            actions.verify_code(PHONE, code)
        code = code_for()
        for _ in range(5):
            with pytest.raises(CodeWrong):
                actions.verify_code(PHONE, "wrong!")
        with pytest.raises(CodeWrong):
            actions.verify_code(PHONE, code)


def test_codes_are_not_sent_too_often(customer: Customer) -> None:
    with clock.at(clock.now()):
        code_for()
        with pytest.raises(CodesTooOften):
            code_for()
        for _ in range(4):
            clock.advance(seconds=61)
            code_for()
        clock.advance(seconds=61)
        with pytest.raises(CodesTooOften):
            code_for()


def test_a_number_that_cannot_be_one_is_refused() -> None:
    for nonsense in ("", "12", "not a phone"):
        with pytest.raises(PhoneNotValid):
            actions.request_code(nonsense)


def test_signing_out_and_time_end_a_session(customer: Customer) -> None:
    one, two = actions.sign_in(customer, method="test"), actions.sign_in(customer, method="test")

    actions.sign_out(one)

    assert queries.by_session(one) is None and queries.by_session("") is None
    with clock.at(clock.now() + timedelta(hours=13)):
        assert queries.by_session(two) is None


def test_nothing_readable_is_stored(customer: Customer) -> None:
    code = code_for()

    with connection.cursor() as cursor:
        cursor.execute("SELECT c.*, s.* FROM customers_customer c, customers_signincode s")
        stored = str(cursor.fetchall())

    assert "张三" not in stored and "13800138000" not in stored and code not in stored
    assert SignInCode.objects.count() == 1


def test_what_is_shown_is_masked(customer: Customer) -> None:
    assert [masked_name(name) for name in ("张三", "欧阳修", "Mary Ann Smith", "")] == [
        "张*",
        "欧**",
        "M*** A*** S***",
        "",
    ]
    assert [masked_phone(phone) for phone in ("+8613800138000", "+85291234567", "")] == ["138****8000", "+85****67", ""]
    assert [masked_email(mail) for mail in ("zhangsan@example.com", "a@b.cn", "")] == [
        "zha***@example.com",
        "a***@b.cn",
        "",
    ]
    card = queries.card(customer)
    assert card["name"] == "张*" and card["phone"] == "138****8000"


def test_a_card_is_for_colleagues_of_the_unit() -> None:
    cast = bring_on()
    customer = CustomerFactory(unit=cast.outlet)

    assert queries.card_for(cast.supervisor, customer.pk)["number"] == customer.number
    with pytest.raises(NoSuchCustomer):
        queries.card_for(cast.stranger, customer.pk)


def test_blocking_and_unblocking_twice_change_nothing(customer: Customer) -> None:
    first = actions.block(customer.pk, reason="a", by=SYSTEM)
    second = actions.block(customer.pk, reason="b", by=SYSTEM)

    assert second.blocked_at == first.blocked_at and second.blocked_reason == "a"
    assert not actions.unblock(customer.pk, by=SYSTEM).is_blocked
    with pytest.raises(NoSuchCustomer):
        actions.block(first.dedicated_agent_id or SignInCode().pk, reason="x", by=SYSTEM)


def test_age_makes_a_customer_elderly() -> None:
    assert CustomerFactory(birth_year=1940).is_elderly
    assert not CustomerFactory(birth_year=1990).is_elderly


def test_numbers_are_kept_in_one_form() -> None:
    assert {normalise_phone(text) for text in ("138 0013 8000", "+86-13800138000", "0086 13800138000")} == {
        "+8613800138000"
    }


def test_production_needs_a_real_sender(settings) -> None:
    settings.FOYER_SMS, settings.FOYER_PRODUCTION = "demo", True
    with pytest.raises(ImproperlyConfigured):
        sms.configured()
    settings.FOYER_SMS = "nobody"
    with pytest.raises(ImproperlyConfigured):
        sms.configured()
    settings.FOYER_SMS, settings.FOYER_PRODUCTION = "console", False
    assert isinstance(sms.configured(), ConsoleSender)
    with pytest.raises(ImproperlyConfigured):
        HttpSender("http://elsewhere.example/sms")


def test_the_http_sender_posts_json_and_tells_when_it_fails() -> None:
    heard: list[tuple[str | None, dict[str, str]]] = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.headers["Authorization"], json.loads(body)))
            self.send_response(200 if len(heard) == 1 else 500)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    sender = HttpSender(f"http://127.0.0.1:{server.server_port}/sms", "secret")
    try:
        sender.send("+8613800138000", "您的验证码")
        with pytest.raises(SmsNotSent):
            sender.send("+8613800138000", "again")
    finally:
        server.shutdown()

    assert heard[0] == ("Bearer secret", {"to": "+8613800138000", "text": "您的验证码"})
