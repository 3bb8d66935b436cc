"""A code is sent by a job: asking for one tells nothing about the number and waits for nothing; a stale one stays."""

import re
import socket
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from foyer.base import clock, jobs
from foyer.customers import actions, sms
from foyer.customers.errors import CodesTooOften, CodeWrong, SmsNotSent
from foyer.customers.jobs import send_code
from foyer.customers.models import SignInCode
from foyer.customers.tests.factories import CustomerFactory

KNOWN, UNKNOWN = "13800138000", "13900139000"

pytestmark = pytest.mark.django_db


class Gateway:
    """A gateway that only notes what it was given, or fails as often as it is told to."""

    shows = False

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.failures = 0

    def send(self, phone: str, text: str) -> None:
        self.sent.append((phone, text))
        if self.failures:
            self.failures -= 1
            raise SmsNotSent

    @property
    def codes(self) -> list[str]:
        return [found[0] for _phone, text in self.sent if (found := re.findall(r"\d{6}", text))]


@pytest.fixture
def gateway(settings) -> Gateway:
    made = Gateway()
    sms.register("test")(lambda: made)
    settings.FOYER_SMS = "test"
    CustomerFactory(phone=KNOWN)
    return made


@pytest.fixture
def standing_clock() -> Iterator[None]:
    with clock.at(clock.now()):
        yield


def statements(phone: str) -> list[str]:
    """What the database is asked while a code is asked for, without the values."""
    with CaptureQueriesContext(connection) as captured:
        actions.request_code(phone)
    return [re.sub(r"'[^']*'|\"s\d+_x\d+\"", "?", query["sql"]).split("(")[0] for query in captured]


def test_a_known_and_an_unknown_number_cost_the_same_and_are_answered_alike(gateway: Gateway) -> None:
    first, second = statements(KNOWN), statements(UNKNOWN)

    assert first == second and len(first) == 7
    assert not any("customers_customer" in statement for statement in first)
    with clock.at(clock.now() + timedelta(minutes=2)):
        known, unknown = actions.request_code(KNOWN), actions.request_code(UNKNOWN)
    assert known == unknown and known.shown is None


def test_the_request_does_not_wait_for_the_gateway(gateway: Gateway) -> None:
    """However slow the gateway, nobody calls it before a job process does."""
    actions.request_code(KNOWN)

    assert gateway.sent == [] and ProcrastinateJob.objects.filter(status="todo").count() == 1
    jobs.run_waiting()
    assert [phone for phone, _text in gateway.sent] == ["+8613800138000"]


def test_the_code_that_was_sent_signs_in_once(gateway: Gateway) -> None:
    actions.request_code(KNOWN)
    jobs.run_waiting()

    customer, _token = actions.verify_code(KNOWN, gateway.codes[0])

    assert customer.phone == "+8613800138000"
    with pytest.raises(CodeWrong):
        actions.verify_code(KNOWN, gateway.codes[0])


def test_for_an_unknown_number_the_job_ends_quietly(gateway: Gateway) -> None:
    actions.request_code(UNKNOWN)

    assert jobs.run_waiting() == 1 and gateway.sent == []
    with pytest.raises(CodeWrong):
        actions.verify_code(UNKNOWN, "000000")


def test_a_gateway_that_failed_is_given_the_same_code_again(gateway: Gateway) -> None:
    gateway.failures = 1
    actions.request_code(KNOWN)
    with pytest.raises(SmsNotSent):
        jobs.run_waiting()

    jobs.run_waiting()

    assert len(gateway.codes) == 2 and len(set(gateway.codes)) == 1
    assert actions.verify_code(KNOWN, gateway.codes[0])


def test_a_job_run_twice_sends_one_code_only(gateway: Gateway) -> None:
    actions.request_code(KNOWN)
    code = str(SignInCode.objects.get().pk)

    send_code(code, [])
    send_code(code, [])

    assert len(set(gateway.codes)) == 1
    actions.verify_code(KNOWN, gateway.codes[0])
    send_code(code, [])
    assert len(gateway.codes) == 2


def test_what_opens_nothing_any_more_is_not_sent(gateway: Gateway, standing_clock: None) -> None:
    actions.request_code(KNOWN)
    clock.advance(seconds=61)
    actions.request_code(KNOWN)
    first, second = SignInCode.objects.order_by("sent_at")

    send_code(str(first.pk), [])
    assert gateway.codes == []
    clock.advance(minutes=6)
    send_code(str(second.pk), [])
    assert gateway.codes == []


def test_neither_job_nor_table_holds_number_or_code(gateway: Gateway) -> None:
    actions.request_code(KNOWN)
    arguments = ProcrastinateJob.objects.get().args
    jobs.run_waiting()

    assert set(arguments) == {"code_id", "older_indexes"} and arguments["older_indexes"] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT j.*, s.* FROM procrastinate_jobs j, customers_signincode s")
        kept = str(cursor.fetchall())
    assert "13800138000" not in kept and gateway.codes[0] not in kept


def test_while_the_key_changes_the_code_still_arrives_and_opens(gateway: Gateway, settings) -> None:
    """The customer is indexed under the old key; the job is run by a process that knows one key more than the asker."""
    actions.request_code(KNOWN)
    settings.FOYER_KEYS = {**settings.FOYER_KEYS, "9": b64encode(b"n" * 32).decode()}
    jobs.run_waiting()
    assert actions.verify_code(KNOWN, gateway.codes[0])

    with clock.at(clock.now() + timedelta(minutes=2)):
        actions.request_code(KNOWN)
        jobs.run_waiting()
        assert len(gateway.codes) == 2 and actions.verify_code(KNOWN, gateway.codes[1])


def test_a_gateway_that_speaks_nonsense_has_failed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def nonsense() -> None:
            caller, _address = server.accept()
            with caller:
                caller.recv(4096)
                caller.sendall(b"?\r\n\r\n")

        Thread(target=nonsense, daemon=True).start()
        port = server.getsockname()[1]

        with pytest.raises(SmsNotSent):
            sms.HttpSender(f"http://127.0.0.1:{port}/sms").send("+8613800138000", "x")


@pytest.mark.django_db(transaction=True)
def test_asked_many_times_at_once_one_code_is_made(settings) -> None:
    def ask(_number: int) -> bool:
        try:
            actions.request_code(KNOWN)
            return True
        except CodesTooOften:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(ask, range(6)))

    assert made.count(True) == SignInCode.objects.count() == 1


def test_the_demonstration_shows_the_code_of_a_known_number_at_once(settings) -> None:
    CustomerFactory(phone=KNOWN)
    settings.FOYER_SMS = "demo"

    shown = actions.request_code(KNOWN).shown

    assert shown and actions.request_code(UNKNOWN).shown is None
    assert actions.verify_code(KNOWN, shown)
