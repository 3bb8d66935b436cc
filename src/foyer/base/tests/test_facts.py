"""Facts: told in the change's own transaction, heard at least once, in order for each key."""

from dataclasses import dataclass
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connections, transaction

from foyer.base import clock, events
from foyer.base.events.delivery import MOST_ATTEMPTS
from foyer.base.events.models import Delivery, OutboxFact
from foyer.base.ids import new_id

pytestmark = pytest.mark.django_db


@events.fact("test.CardFrozen", key="card")
@dataclass(frozen=True)
class CardFrozen:
    card: UUID
    number: int = 0
    note: str | None = None


heard: list[CardFrozen] = []
broken: set[int] = set()


@events.on(CardFrozen)
def hear(fact: CardFrozen) -> None:
    if fact.number in broken:
        raise ValueError("the core system said no")
    heard.append(fact)


@pytest.fixture(autouse=True)
def _silence():
    heard.clear()
    broken.clear()


def tell(card: UUID, number: int) -> None:
    with transaction.atomic():
        events.publish(CardFrozen(card, number))


def test_a_fact_is_heard_with_the_types_it_was_told_with():
    card = new_id()

    tell(card, 1)
    events.deliver_all()

    assert heard == [CardFrozen(card, 1, None)]


def test_a_fact_of_a_change_that_failed_is_never_told():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.publish(CardFrozen(new_id()))
        raise ZeroDivisionError

    assert events.deliver_all() == 0


@pytest.mark.django_db(transaction=True)
def test_a_fact_without_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        events.publish(CardFrozen(new_id()))


def test_a_failing_subscriber_is_tried_again_later_and_holds_only_its_own_key():
    first, second = new_id(), new_id()
    broken.add(1)
    tell(first, 1)
    tell(first, 2)
    tell(second, 3)

    events.deliver_all()
    assert [fact.number for fact in heard] == [3]

    broken.clear()
    with clock.at(clock.now()):
        clock.advance(seconds=2)
        events.deliver_all()
    assert [fact.number for fact in heard] == [3, 1, 2]


def test_a_subscriber_that_keeps_failing_ends_in_the_dead_letter_register_and_is_replayed():
    card = new_id()
    broken.add(1)
    tell(card, 1)
    tell(card, 2)
    with clock.at(clock.now()):
        for _attempt in range(MOST_ATTEMPTS):
            events.deliver_all()
            clock.advance(minutes=10)
        events.deliver_all()

        dead = Delivery.objects.get(state="dead")
        assert dead.last_error == "ValueError: the core system said no"
        assert [fact.number for fact in heard] == [2]

        broken.clear()
        assert events.replay([dead.pk]) == 1
        events.deliver_all()
    assert [fact.number for fact in heard] == [2, 1]
    assert events.backlog() == {"due": 0, "dead": 0, "oldest": None}


def test_facts_are_forgotten_only_when_everyone_has_had_them():
    broken.add(2)
    tell(new_id(), 1)
    tell(new_id(), 2)
    events.deliver_all()

    with clock.at(clock.now()):
        clock.advance(days=30)
        events.purge()

    assert [fact.payload["number"] for fact in OutboxFact.objects.all()] == [2]


@pytest.mark.django_db(transaction=True)
def test_two_relays_share_the_work_and_keep_each_key_in_order():
    cards = [new_id() for _ in range(5)]
    for number in range(60):
        tell(cards[number % 5], number)
    start = Barrier(2)

    def relay() -> None:
        start.wait()
        try:
            while Delivery.objects.filter(state="due").exists():
                events.deliver_all()
        finally:
            connections.close_all()

    relays = [Thread(target=relay) for _ in range(2)]
    for thread in relays:
        thread.start()
    for thread in relays:
        thread.join()

    assert sorted(fact.number for fact in heard) == list(range(60))
    for card in cards:
        numbers = [fact.number for fact in heard if fact.card == card]
        assert numbers == sorted(numbers)
