"""Many at once in one conversation: each said once, numbered without a gap, seen in the order of the numbers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connections

from foyer.base.events.models import OutboxFact
from foyer.base.live.models import LiveEvent
from foyer.conversations.models import Message, Queue
from foyer.conversations.tests.factories import conversation, says

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6
T = TypeVar("T")


def at_once(doing: Callable[[int], T], times: int) -> list[T]:
    def in_own_thread(number: int) -> T:
        try:
            return doing(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(in_own_thread, range(times)))


def test_the_same_words_sent_many_times_at_once_are_said_once(queue: Queue) -> None:
    talk = conversation()

    said = at_once(lambda _number: says(talk, "在吗", client_id="retry-1").id, AT_ONCE)

    assert len(set(said)) == 1
    assert Message.objects.filter(conversation=talk).count() == 1
    assert OutboxFact.objects.filter(name="conversations.CustomerWrote").count() == 1


def test_different_words_at_once_are_numbered_without_a_gap_and_shown_in_that_order(queue: Queue) -> None:
    talk = conversation()

    at_once(lambda number: says(talk, f"第{number}句", client_id=f"words-{number}"), 4 * AT_ONCE)

    numbers = list(range(1, 4 * AT_ONCE + 1))
    assert list(talk.messages.order_by("seq").values_list("seq", flat=True)) == numbers
    shown = LiveEvent.objects.filter(topic=f"conversation:{talk.id}", kind="message").order_by("seq")
    assert [event.data["message"]["seq"] for event in shown] == numbers
    talk.refresh_from_db()
    assert talk.last_seq == len(numbers)
