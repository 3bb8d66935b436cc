"""Who chose an authenticator app is asked for its digits in a service too, and a text message alone opens nothing."""

import base64

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.conversations import queries as talks
from foyer.customers import actions as customers
from foyer.customers import trust
from foyer.servicing import actions, queries
from foyer.servicing.tests.factories import by, order_in, talk_with
from foyer.servicing.tests.test_attacks import ready_to_prove

pytestmark = pytest.mark.django_db
NOW = clock.now().replace(hour=2, minute=0, second=10)


def digits(letters):
    return TOTP(base64.b32decode(letters), 6, SHA1(), 30).generate(int(clock.now().timestamp())).decode()  # noqa: S303


@pytest.fixture
def letters(customer, settings):
    settings.FOYER_SMS = "demo"
    with clock.at(NOW):
        token = customers.sign_in(customer, method="sms_code")
        seed = trust.begin_app(customer, token).letters
        trust.confirm_app(customer, token, digits(seed), by=Actor.customer(customer))
    return seed


def test_who_is_known_steps_up_with_the_app_and_no_code_is_sent(customer, letters):
    with clock.at(NOW):
        clock.advance(minutes=2)
        talk = talk_with(customer)
        order = ready_to_prove(talk, customer)
        asked = actions.ask_for_proof(order.pk, by=by(talk))
        assert asked.by_app and asked.shown is None
        foreign = customers.request_code(customer.phone, by=by(talk)).shown

        actions.prove(order.pk, foreign, by=by(talk))
        assert queries.order_of(order.pk).proof_failures == 1, "a text message opens nothing"
        actions.prove(order.pk, digits(letters), by=by(talk))

        assert actions.arrange(order.pk, by=by(talk)).kind == "act"


def test_digits_do_not_open_other_values_and_work_once(customer, letters):
    with clock.at(NOW):
        clock.advance(minutes=2)
        talk = talk_with(customer)
        order = ready_to_prove(talk, customer)
        actions.ask_for_proof(order.pk, by=by(talk))
        actions.fill(order.pk, {"delivery": "outlet"}, by=by(talk))
        actions.arrange(order.pk, by=by(talk))
        actions.confirm(order.pk, by=by(talk))
        actions.arrange(order.pk, by=by(talk))
        actions.prove(order.pk, digits(letters), by=by(talk))
        assert queries.order_of(order.pk).proof_failures == 1

        actions.ask_for_proof(order.pk, by=by(talk))
        actions.prove(order.pk, digits(letters), by=by(talk))
        assert actions.arrange(order.pk, by=by(talk)).kind == "act"
        with pytest.raises(Exception, match="app_code_wrong"):
            trust.check_app(customer.pk, digits(letters))


def test_who_is_not_known_shows_the_number_first_and_then_the_app(customer, letters):
    with clock.at(NOW):
        clock.advance(minutes=2)
        talk = talk_with()
        order = order_in(talk, "balance")
        sent = actions.ask_for_proof(order.pk, phone=customer.phone, by=by(talk))
        assert not sent.by_app, "whether there is an app does not show before the number is proved"

        half = actions.prove(order.pk, sent.shown, by=by(talk))
        assert half.customer_id is None and "app" in half.proving
        assert talks.assurance_of(half.conversation) < 2
        actions.prove(order.pk, sent.shown, by=by(talk))  # the same code once more is none of the app's digits
        assert queries.order_of(order.pk).customer_id is None
        assert actions.ask_for_proof(order.pk, by=by(talk)).by_app, "asked again, it is the app still"

        whole = actions.prove(order.pk, digits(letters), by=by(talk))

        assert whole.customer_id == customer.pk and talks.assurance_of(whole.conversation) == 2
