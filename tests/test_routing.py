"""A short line, worked by four at once as `./foyer bench routing` does it."""

import time

import pytest
from bench import line

from foyer.base import clock
from foyer.conversations.models import Assignment, Conversation
from foyer.conversations.routing import route_waiting
from foyer.conversations.sweeping import sweep

pytestmark = pytest.mark.django_db(transaction=True)


def test_four_workers_give_twenty_to_agents_each_once_in_their_order_and_take_back_who_is_not_answered() -> None:
    line.fill(20, 4)

    worked = line.work(4, 0, time.time())

    assert len(worked["took"]) == 20
    assert line.look() == {"assigned": 20, "doubled": 0, "starved": 0, "out_of_order": 0, "overloaded": 0}
    with clock.at(clock.now()):
        clock.advance(seconds=line.TIMER_SECONDS + 1)
        assert sweep() == 20
        assert set(Assignment.objects.values_list("ended_as", flat=True)) == {"lapsed", "no_reply"}
        route_waiting()
    assert not Conversation.objects.filter(status="waiting", offered_to=None).exists()


def test_the_limit_takes_every_row_once() -> None:
    line.bare_fill(20)

    assert len(line.bare(4, 0, time.time())["took"]) == 20
