"""An order in a talk with a customer whom we know as surely as a test needs."""

from foyer.base.actors import ASSISTANT, Actor
from foyer.conversations import actions as conversations
from foyer.conversations.tests.factories import conversation, visitor
from foyer.demo.core_bank import DemoCore
from foyer.servicing import actions


def talk_with(customer=None, *, level=2, channel="portal"):
    who = visitor(channel=channel)
    talk = conversation(of=who, channel=channel)
    if customer is not None:
        conversations.identify(who, customer, method="session", by=Actor.visitor(who))
        if level != 2:
            conversations.set_assurance(talk.pk, level=level, method="test", by=ASSISTANT)
    talk.refresh_from_db()
    return talk


def order_in(talk, process="block_card", **values):
    order = actions.begin(process, conversation=talk, language="zh", by=by(talk))
    actions.arrange(order.pk, by=by(talk))
    if values:
        assert actions.fill(order.pk, values, by=by(talk)) == []
    actions.arrange(order.pk, by=by(talk))
    order.refresh_from_db()
    return order


def by(talk):
    return Actor("customer", talk.customer_id) if talk.customer_id else Actor("visitor", talk.visitor_id)


def card_of(number, kind="debit"):
    return next(one for one in DemoCore().cards(number) if one.kind == kind)
