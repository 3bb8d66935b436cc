"""No list grows a query for each of its lines; sending stays a fixed handful."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.base.actors import Actor
from foyer.conversations import actions, queries
from foyer.conversations.models import Queue
from foyer.conversations.routing import place_in_queue
from foyer.conversations.tests.factories import at_work, conversation, replies, says, served_by, waiting
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import Cast

LISTS: dict[str, Callable[[Cast], Any]] = {
    "mine": lambda cast: queries.my_conversations(cast.agent),
    "waiting": lambda cast: queries.waiting(cast.agent),
    "in_hand": lambda cast: queries.in_hand(cast.supervisor),
    "assisted": lambda cast: queries.assisted(cast.supervisor),
    "queues": lambda cast: queries.queues_of(cast.agent),
    "search": lambda cast: queries.search(cast.supervisor, "贷款"),
    "wall": lambda cast: queries.wall(cast.branch),
}


def count(doing: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        doing()
    return len(captured)


def fill(cast: Cast) -> None:
    says(served_by(cast.agent, customer=CustomerFactory()), "贷款怎么还")
    says(waiting(customer=CustomerFactory()), "贷款")
    says(conversation(), "贷款")


@pytest.mark.parametrize("name", LISTS)
def test_a_longer_list_takes_no_more_queries(name: str, cast: Cast, queue: Queue) -> None:
    fill(cast)
    short = count(lambda: LISTS[name](cast))
    fill(cast)
    fill(cast)

    assert count(lambda: LISTS[name](cast)) <= short


def test_reading_a_thread_is_one_query(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    for number in range(5):
        says(talk, str(number))

    assert count(lambda: queries.thread(talk.id, viewer="staff")) == 1


def test_saying_something_is_a_fixed_handful(cast: Cast, queue: Queue) -> None:
    talk = conversation()
    says(talk)
    held = served_by(cast.agent)
    replies(held, cast.agent)

    assert count(lambda: says(talk)) <= 10
    assert count(lambda: replies(held, cast.agent)) <= 11


def test_place_in_queue_does_not_grow_with_agents(cast: Cast, queue: Queue) -> None:
    talk = waiting()
    at_work(cast.agent)
    one = count(lambda: place_in_queue(talk.id))
    at_work(cast.colleague, cast.supervisor)

    assert count(lambda: place_in_queue(talk.id)) == one


def test_taking_is_a_fixed_handful(cast: Cast, queue: Queue) -> None:
    talk = waiting()

    assert count(lambda: actions.take(talk.id, by=Actor.staff(cast.agent))) <= 25
