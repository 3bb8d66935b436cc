"""Those who wait are told their places: the same ones they would be told if they asked, for one price."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.conversations.models import Queue
from foyer.conversations.routing import place_in_queue
from foyer.conversations.routing.estimating import places_in
from foyer.conversations.routing.telling import tell_places
from foyer.conversations.tests.factories import at_work, served_by, waiting
from foyer.staff.tests.cast import Cast


def test_everybody_is_told_what_they_would_be_told_if_they_asked(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent)
    line = [waiting() for _ in range(3)]

    told = dict(places_in(queue, most=50))

    assert told == {talk.pk: place_in_queue(talk.pk) for talk in line}
    assert [told[talk.pk].ahead for talk in line] == [0, 1, 2]


def test_a_long_line_costs_no_more_than_a_short_one(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent)
    costs = []
    for _ in range(2):
        waiting()
        with CaptureQueriesContext(connection) as captured:
            places_in(queue, most=50)
        costs.append(len(captured))

    assert costs[0] == costs[1]


def test_telling_is_harmless_when_nobody_waits_and_when_done_twice(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)

    tell_places(talk.pk)
    waiting()
    tell_places(talk.pk)
    tell_places(talk.pk)
