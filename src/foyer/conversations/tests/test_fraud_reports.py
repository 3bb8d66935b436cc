"""Reporting fraud in one tap, with or without a freeze; a freeze takes back what was proved before it."""

import pytest

from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.conversations import actions, queries
from foyer.conversations.errors import AssuranceTooLow
from foyer.conversations.models import Conversation
from foyer.conversations.tests.factories import QueueFactory, served_by, visitor
from foyer.customers import trust
from foyer.customers.tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(cast):
    return CustomerFactory(unit=cast.branch)


@pytest.fixture
def fraud_queue(cast, queue):
    return QueueFactory(unit=cast.branch, code="fraud", is_default=False, topics=["fraud"])


def report(who, **terms):
    terms = {"channel": "portal", "language": "zh", "freeze": False, **terms}
    return actions.report_fraud(who, by=Actor.visitor(who), **terms)


def test_one_tap_stands_in_front_of_the_line_for_fraud(fraud_queue):
    talk = report(visitor())

    assert (talk.topic, talk.queue, talk.status) == ("fraud", fraud_queue, "waiting")
    assert talk.priority >= 10


def test_reporting_twice_opens_one_conversation_and_says_it_once(fraud_queue):
    who = visitor()

    first, second = report(who), report(who)

    assert first.pk == second.pk
    said = [one for one in queries.thread(first.pk, viewer="customer") if one["author"]["kind"] == "customer"]
    assert len(said) == 1


def test_who_waits_already_moves_to_the_front(fraud_queue, queue):
    who = visitor()
    talk = actions.open_conversation(who, channel="portal", language="zh", by=Actor.visitor(who))
    actions.request_person(talk.pk, reason="asked", by=Actor.visitor(who))

    report(who)

    assert Conversation.objects.get(pk=talk.pk).queue == fraud_queue


def test_with_a_freeze_the_signed_in_customer_stands_still(fraud_queue, customer):
    who = visitor()
    actions.identify(who, customer, method="sms_code", by=Actor.visitor(who))

    report(who, freeze=True)

    customer.refresh_from_db()
    assert customer.is_frozen


def test_nobody_freezes_a_customer_they_did_not_prove_to_be(fraud_queue, customer):
    report(visitor(), freeze=True)

    customer.refresh_from_db()
    assert not customer.is_frozen


@pytest.fixture
def frozen_talk(cast, queue, customer):
    talk = served_by(cast.supervisor, customer=customer)
    actions.identify(talk.visitor, customer, method="sms_code", by=Actor.visitor(talk.visitor))
    trust.freeze(customer.pk, by=Actor.customer(customer))
    return talk


def test_a_freeze_takes_back_what_was_proved(cast, frozen_talk):
    talk = queries.conversation_for(cast.supervisor, frozen_talk.pk)

    assert queries.assurance_of(talk) == 1
    with pytest.raises(AssuranceTooLow):
        queries.require_assurance(talk, 2)


def test_a_frozen_customer_is_opened_again_after_a_stepped_up_check_only(cast, frozen_talk, customer):
    supervisor = Actor.staff(cast.supervisor)
    with pytest.raises(AssuranceTooLow):
        actions.unfreeze_customer(frozen_talk.pk, by=supervisor)
    actions.set_assurance(frozen_talk.pk, level=2, method="sms_code", by=supervisor)
    with pytest.raises(AssuranceTooLow):
        actions.unfreeze_customer(frozen_talk.pk, by=supervisor)

    actions.set_assurance(frozen_talk.pk, level=3, method="identity_check", by=supervisor)
    actions.unfreeze_customer(frozen_talk.pk, by=supervisor)

    customer.refresh_from_db()
    assert not customer.is_frozen


def test_an_agent_opens_nobody_again(cast, queue, customer):
    talk = served_by(cast.agent, customer=customer)
    trust.freeze(customer.pk, by=Actor.customer(customer))
    actions.set_assurance(talk.pk, level=3, method="identity_check", by=Actor.staff(cast.agent))

    with pytest.raises(Forbidden):
        actions.unfreeze_customer(talk.pk, by=Actor.staff(cast.agent))
