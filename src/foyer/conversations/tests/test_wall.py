"""The wall and the measures behind it."""

import pytest

from foyer.base import clock, measures
from foyer.base.actors import ASSISTANT, Actor
from foyer.conversations import actions, queries
from foyer.conversations.models import Queue
from foyer.conversations.tests.factories import at_work, conversation, replies, says, waiting
from foyer.staff.tests.cast import Cast


@pytest.fixture(autouse=True)
def standing_clock():
    with clock.at(clock.now().replace(minute=30)):  # the whole story within one hour
        yield


def test_the_wall_tells_what_is_now_and_was_today(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent)
    quick, slow, left = waiting(), waiting(), waiting()
    actions.take(quick.id, by=Actor.staff(cast.agent))
    says(quick)
    clock.advance(seconds=queue.standard_seconds + 40)
    actions.take(slow.id, by=Actor.staff(cast.agent))
    actions.close(left.id, disposition="solved", by=Actor.visitor(left.visitor))
    still = waiting()
    clock.advance(seconds=5)

    wall = queries.wall(cast.branch)

    assert wall["now"] == {
        "assisted": 0, "waiting": 1, "active": 2, "snoozed": 0, "unanswered": 2, "longest_wait_seconds": 5,
    }  # fmt: skip
    assert wall["today"]["service_level"] == pytest.approx(1 / 3)
    assert wall["today"]["service_level_of"] == 3
    assert (wall["today"]["abandoned"], wall["today"]["opened"], wall["today"]["handed_over"]) == (1, 4, 4)
    assert wall["queues"][0]["waiting"] == 1 and wall["queues"][0]["longest_wait_seconds"] == 5
    assert wall["agents"]["by_state"]["available"] == 1
    loads = {agent["id"]: agent["load"] for agent in wall["agents"]["people"]}
    assert loads[str(cast.agent.id)] == 2
    assert wall["trend"][-1]["opened"] == 4
    assert queries.place_in_queue(still.id).position == 1


def test_another_branch_has_another_wall(cast: Cast, queue: Queue) -> None:
    waiting()

    wall = queries.wall(cast.other_branch)

    assert wall["now"]["waiting"] == 0 and wall["queues"] == [] and wall["today"]["opened"] == 0


def test_the_measures_of_a_whole_story(cast: Cast, queue: Queue) -> None:
    start = clock.now()
    at_work(cast.colleague)
    talk = conversation()
    says(talk)
    citations = {"citations": [{"code": "x", "version": 1}]}
    actions.send(talk.id, text="答", client_id="a", by=ASSISTANT, epoch=talk.owner_epoch, payload=citations)
    actions.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))
    clock.advance(seconds=12)
    actions.take(talk.id, by=Actor.staff(cast.agent))
    clock.advance(seconds=8)
    replies(talk, cast.agent)
    clock.advance(seconds=100)
    actions.transfer(talk.id, to_user=cast.colleague, reason="expert", by=Actor.staff(cast.agent))
    actions.close(talk.id, disposition="solved", by=Actor.staff(cast.colleague))
    actions.rate(talk.id, score=4, by=Actor.visitor(talk.visitor))
    clock.advance(seconds=1)

    def figure(name: str, **where: str) -> measures.Figure:
        return measures.figure(f"conversations.{name}", start, clock.now(), queue="general", **where)

    assert [figure(name).sum for name in ("opened", "answered_with_citation", "handed_over", "transferred")] == [
        1,
        1,
        1,
        1,
    ]
    assert figure("wait").sum == 12
    assert figure("first_response").sum == 20
    assert figure("handle_time").sum == 108
    assert (figure("service_level").value, figure("abandoned").value, figure("contained").value) == (1, 0, 0)
    assert (figure("rating").mean, figure("satisfied").value) == (4, 1)
    assert figure("closed", disposition="solved").sum == 1


def test_what_the_assistant_ends_alone_is_contained(queue: Queue) -> None:
    start = clock.now()
    talk = conversation()
    actions.close(talk.id, disposition="answered", by=ASSISTANT)
    clock.advance(seconds=1)

    assert measures.figure("conversations.contained", start, clock.now()).value == 1
