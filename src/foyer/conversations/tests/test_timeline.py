"""A customer's conversations stand on their timeline, once each, as they are now."""

from typing import Any

from foyer.base.actors import Actor
from foyer.base.events import deliver_all
from foyer.conversations import actions
from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import conversation, replies, served_by
from foyer.conversations.timeline import KIND, keep_on_timeline
from foyer.customers.models import Customer
from foyer.customers.profile import timeline
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import Cast


def entries(customer: Customer) -> list[dict[str, Any]]:
    return [entry for entry in timeline.page([customer.pk], []) if entry["kind"] == KIND]


def test_a_conversation_is_told_once_and_its_end_too(cast: Cast, queue: Queue) -> None:
    customer = CustomerFactory()
    talk = served_by(cast.agent, customer=customer)
    replies(talk, cast.agent)
    deliver_all()
    assert [entry["about"] for entry in entries(customer)] == [str(talk.pk)]

    actions.close(talk.pk, disposition="solved", summary="", by=Actor.staff(cast.agent))
    deliver_all()

    (entry,) = entries(customer)
    assert talk.number in entry["text"]
    assert "closed" in entry["text"] or "已结束" in entry["text"]


def test_a_conversation_that_is_nobodys_stands_on_no_timeline(cast: Cast, queue: Queue) -> None:
    customer = CustomerFactory()
    talk = conversation(customer=customer)
    keep_on_timeline(talk)
    talk.customer = None

    keep_on_timeline(talk)

    assert entries(customer) == []
