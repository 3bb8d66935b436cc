"""A visitor's conversations follow them to the customer they turn out to be, and back."""

import pytest

from foyer.base import events
from foyer.base.actors import SYSTEM, Actor
from foyer.base.ids import new_id
from foyer.conversations import actions
from foyer.conversations.models import Conversation, Visitor
from foyer.customers.collecting.joining import join, separate
from foyer.customers.models import AnonymousIdentity
from foyer.customers.tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
STEWARD = Actor("staff", new_id())
WATCHED = ("customer_id", "is_elderly", "is_vulnerable", "assurance_level", "assurance_method", "assurance_at",
           "assurance_until", "priority", "rank_at")  # fmt: skip


@pytest.fixture
def visitor(queue) -> Visitor:
    return actions.start_visit(channel="portal", language="zh")[0]


def talk(visitor: Visitor, *, closed: bool = False) -> Conversation:
    by = Actor.visitor(visitor)
    conversation = actions.open_conversation(visitor, channel="portal", language="zh", by=by)
    if closed:
        actions.close(conversation.pk, disposition="solved", by=by)
    return conversation


def told() -> None:
    while events.deliver_once():
        pass


def states(visitor: Visitor) -> list[tuple]:
    return list(Conversation.objects.filter(visitor=visitor).order_by("pk").values_list(*WATCHED))


def test_signing_in_brings_the_earlier_conversations_and_separating_puts_everything_back(visitor):
    talk(visitor, closed=True)
    talk(visitor)
    before, customer = states(visitor), CustomerFactory(birth_year=1940, is_vulnerable=True)

    actions.identify(visitor, customer, method="sms_code", by=Actor.visitor(visitor))
    told()
    joined = states(visitor)
    separate(AnonymousIdentity.objects.get().pk, by=STEWARD, reason="a shared phone")
    told()
    told()

    assert [state[0] for state in joined] == [customer.pk, customer.pk]
    assert [state[3] for state in joined] == [0, 2]  # what was said before was not said by a verified person
    assert states(visitor) == before
    visitor.refresh_from_db()
    assert visitor.customer is None


def test_what_was_opened_while_joined_is_separated_too(visitor):
    customer = CustomerFactory()
    actions.identify(visitor, customer, method="sms_code", by=Actor.visitor(visitor))
    told()
    visitor.refresh_from_db()
    talk(visitor)

    separate(AnonymousIdentity.objects.get().pk, by=STEWARD, reason="")
    told()

    assert [state[0] for state in states(visitor)] == [None]


def test_a_server_that_knows_the_visitor_joins_without_verifying_who_speaks(visitor):
    talk(visitor)
    customer = CustomerFactory()

    join(str(visitor.pk), customer.pk, by=SYSTEM, method="web:app")
    told()

    assert [(state[0], state[3]) for state in states(visitor)] == [(customer.pk, 1)]


def test_a_visitor_who_is_one_customer_is_not_given_to_another(visitor):
    mine, other = CustomerFactory(), CustomerFactory()
    actions.identify(visitor, mine, method="sms_code", by=Actor.visitor(visitor))
    talk(visitor)
    told()

    join(str(visitor.pk), other.pk, by=SYSTEM, method="web:app")
    told()

    assert {state[0] for state in states(visitor)} == {mine.pk}


def test_an_anonymous_id_of_somewhere_else_touches_no_conversation(visitor):
    talk(visitor)

    join("not-one-of-ours", CustomerFactory().pk, by=SYSTEM, method="web:app")
    join(str(new_id()), CustomerFactory().pk, by=SYSTEM, method="web:app")
    told()

    assert [state[0] for state in states(visitor)] == [None]
