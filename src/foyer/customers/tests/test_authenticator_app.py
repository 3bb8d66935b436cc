"""A customer's authenticator app: what it opens, once, and how nobody else gets past it."""

import base64
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import connection

from foyer.base import audit, clock, jobs
from foyer.base.actors import Actor
from foyer.customers import actions, sms, trust
from foyer.customers.errors import AppCodeWrong, AppNeeded, AppPaused, AppStands, CodeWrong, NoApp
from foyer.customers.models import AuthenticatorApp
from foyer.customers.tests.factories import CustomerFactory
from foyer.customers.trust.app import _spend_a_try

pytestmark = pytest.mark.django_db
PHONE, VISIT = "13812345678", Actor("visitor", UUID(int=7))


@pytest.fixture
def customer(db):
    return CustomerFactory(phone=PHONE)


@pytest.fixture
def now(monkeypatch):
    """A clock that one can push on."""
    at = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: at[0])

    def later(**by):
        at[0] += timedelta(**by)

    return later


@pytest.fixture
def sent(settings):
    """Text messages that left the house."""
    texts = []

    class Kept:
        shows = False

        def send(self, phone, text):
            texts.append((phone, text))

    sms.register("kept")(Kept)
    settings.FOYER_SMS = "kept"
    return texts


@pytest.fixture
def acts(monkeypatch):
    told = []
    monkeypatch.setattr(audit, "_keepers", [lambda entry: told.append(entry.kind.code)])
    return told


@pytest.fixture
def code(settings):
    """The digits that a text message to a number would hold."""
    settings.FOYER_SMS = "demo"
    return lambda phone=PHONE: actions.request_code(phone, by=VISIT).shown


def digits(letters, shift=0):
    at = int(clock.now().timestamp()) + shift
    return TOTP(base64.b32decode(letters), 6, SHA1(), 30).generate(at).decode()  # noqa: S303


def set_up(customer):
    """An app that counts; answers its seed, its recovery codes and the token of the browser."""
    token = actions.sign_in(customer, method="sms_code")
    letters = trust.begin_app(customer, token).letters
    return letters, trust.confirm_app(customer, token, digits(letters), by=Actor.customer(customer)), token


def test_it_counts_only_once_confirmed_in_the_browser_that_began(customer, now):
    here, there = (actions.sign_in(customer, method="sms_code") for _ in range(2))
    letters = trust.begin_app(customer, here).letters
    assert not trust.has_app(customer.pk)

    for token, code in ((there, digits(letters)), (here, "000000"), ("", digits(letters))):
        with pytest.raises((NoApp, AppCodeWrong)):
            trust.confirm_app(customer, token, code, by=Actor.customer(customer))
    other = CustomerFactory()
    theirs = actions.sign_in(other, method="sms_code")
    with pytest.raises(NoApp):
        trust.confirm_app(other, theirs, digits(letters), by=Actor.customer(other))

    codes = trust.confirm_app(customer, here, digits(letters), by=Actor.customer(customer))

    assert trust.has_app(customer.pk) and len(set(codes)) == 8 and not trust.has_app(other.pk)
    assert [trust.session_of(one) is None for one in (here, there)] == [False, True], "every other sign-in ended"
    with pytest.raises(AppStands):
        trust.begin_app(customer, here)


def test_what_was_begun_too_long_ago_is_begun_again(customer, now):
    token = actions.sign_in(customer, method="sms_code")
    letters = trust.begin_app(customer, token).letters
    now(minutes=16)

    with pytest.raises(NoApp):
        trust.confirm_app(customer, token, digits(letters), by=Actor.customer(customer))
    assert trust.begin_app(customer, token).letters != letters


def test_nothing_of_it_lies_in_clear(customer, now):
    letters, codes, _token = set_up(customer)

    with connection.cursor() as cursor:
        cursor.execute("SELECT seed, recovery::text FROM customers_authenticatorapp")
        kept = " ".join(cursor.fetchone())
    assert letters not in kept and not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_signing_in_needs_both_and_the_app_is_asked_only_after_the_number_is_proved(customer, now, code):
    letters, _codes, _token = set_up(customer)
    now(minutes=2)
    plain = CustomerFactory(phone="13900000001")

    with pytest.raises(CodeWrong) as wrong:
        actions.verify_code(PHONE, "000000", app=digits(letters), by=VISIT)
    assert wrong.value.code == "code_wrong", "whether there is an app does not show"
    by_text = code()
    with pytest.raises(AppNeeded):
        actions.verify_code(PHONE, by_text, by=VISIT)
    with pytest.raises(AppCodeWrong):
        actions.verify_code(PHONE, by_text, app="000000", by=VISIT)

    who, token = actions.verify_code(PHONE, by_text, app=digits(letters), by=VISIT)

    assert who == customer and trust.session_of(token)
    with pytest.raises(CodeWrong):  # both are used
        actions.verify_code(PHONE, by_text, app=digits(letters), by=VISIT)
    assert actions.verify_code(plain.phone, code(plain.phone), by=VISIT)[0] == plain


def test_used_digits_and_earlier_ones_open_nothing_more(customer, now, acts):
    letters, _codes, _token = set_up(customer)
    with pytest.raises(AppCodeWrong):  # those of setting up
        trust.check_app(customer.pk, digits(letters))
    assert "customers.app_replayed" in acts

    now(seconds=60)
    early = digits(letters, -30)
    trust.check_app(customer.pk, digits(letters))
    for again in (early, digits(letters)):
        with pytest.raises(AppCodeWrong):
            trust.check_app(customer.pk, again)


def test_guessing_ends_after_five_and_right_digits_wait_too(customer, now):
    letters, codes, _token = set_up(customer)
    now(minutes=5)
    for _ in range(5):
        with pytest.raises(AppCodeWrong):
            trust.check_app(customer.pk, "000000" if digits(letters) != "000000" else "111111")
    for tried in (digits(letters), codes[0]):
        with pytest.raises(AppPaused):
            trust.check_app(customer.pk, tried)

    now(minutes=16)
    trust.check_app(customer.pk, digits(letters))
    assert AuthenticatorApp.objects.get().failures == 0


def test_a_recovery_code_opens_once_in_whatever_form_and_new_ones_end_the_old(customer, now):
    _letters, codes, _token = set_up(customer)
    trust.check_app(customer.pk, codes[0].upper().replace("-", " "))
    with pytest.raises(AppCodeWrong):
        trust.check_app(customer.pk, codes[0])

    fresh = trust.renew_recovery(customer, by=Actor.customer(customer))
    with pytest.raises(AppCodeWrong):
        trust.check_app(customer.pk, codes[1])
    trust.check_app(customer.pk, fresh[0])
    assert trust.app_of(customer.pk).recovery_left == 7


def test_proving_again_is_by_the_app_and_no_text_message_does(customer, now, sent):
    letters, codes, _token = set_up(customer)
    now(minutes=2)
    asked = actions.request_proof(customer.pk)
    assert asked.by_app and asked.shown is None

    for wrong in ("000000", ""):
        with pytest.raises(CodeWrong):
            actions.prove(customer.pk, wrong)
    actions.prove(customer.pk, digits(letters))
    actions.prove(customer.pk, codes[0])
    with pytest.raises(CodeWrong):
        actions.prove(CustomerFactory().pk, digits(letters))
    assert not sent


def test_removing_ends_the_other_sign_ins_and_is_told(customer, now, sent, acts):
    _letters, _codes, here = set_up(customer)
    there = actions.sign_in(customer, method="sms_code")
    trust.remove_app(customer, token=here, by=Actor.customer(customer))
    trust.remove_app(customer, token=here, by=Actor.customer(customer))

    assert not trust.has_app(customer.pk) and not AuthenticatorApp.objects.exists()
    assert trust.session_of(here) and not trust.session_of(there)
    assert acts.count("customers.app_removed") == 1 and "customers.app_set_up" in acts
    jobs.run_waiting()
    told = [text for _phone, text in sent if "验证器" in text]
    assert len(told) == 2 and all(phone == f"+86{PHONE}" for phone, _text in sent)


def test_after_a_merge_the_app_is_still_asked_for(customer, now):
    set_up(customer)
    survivor = CustomerFactory()
    type(customer).objects.filter(pk=customer.pk).update(merged_into=survivor)

    assert trust.has_app(survivor.pk)


def test_tries_at_once_are_counted_one_by_one(customer, now):
    set_up(customer)
    stale = [AuthenticatorApp.objects.get() for _ in range(8)]  # eight requests that read the same row
    assert [_spend_a_try(one) for one in stale].count(True) == 5
