"""Routing at work: offers, the line, priorities, and what happens when an offer or an answer does not come."""

from datetime import timedelta

import pytest

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.events import deliver_all
from foyer.conversations import actions
from foyer.conversations.events import ConversationWaiting
from foyer.conversations.handlers import look_for_an_agent
from foyer.conversations.models import Assignment, Conversation, Queue
from foyer.conversations.routing import place_in_queue, route_waiting
from foyer.conversations.sweeping import sweep
from foyer.conversations.tests.factories import at_work, conversation, events_of, replies, says, served_by, waiting
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.actions import leave, set_presence, touch_presence
from foyer.staff.models import Skill, UserSkill
from foyer.staff.tests.cast import Cast


@pytest.fixture(autouse=True)
def standing_clock():
    with clock.at(clock.now()):
        yield


def fresh(talk: Conversation) -> Conversation:
    return Conversation.objects.get(pk=talk.pk)


def later(cast: Cast, **time: float) -> None:
    """Time passes while both agents stay at their desks."""
    clock.advance(**time)
    for user in (cast.agent, cast.colleague):
        touch_presence(user)
    sweep()
    route_waiting()


def test_asking_for_a_person_finds_one_at_once(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent)

    talk = waiting()
    deliver_all()

    assert fresh(talk).offered_to == cast.agent
    assert fresh(talk).status == "waiting"


def test_an_offer_says_why_to_staff_only(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent)
    talk = waiting()
    route_waiting()

    offer = Assignment.objects.get(conversation=talk)

    assert offer.reasons[0]["en"] == "serves in the language"
    assert offer.explanation["ranking"][0]["agent"] == str(cast.agent.id)
    (offered,) = events_of(talk, "offered")
    assert offered.is_internal


def test_an_offer_not_taken_in_time_goes_to_the_next(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent, cast.colleague)
    talk = waiting()
    route_waiting()
    first = fresh(talk).offered_to

    later(cast, seconds=queue.no_take_seconds + 1)

    second = fresh(talk).offered_to
    assert {first, second} == {cast.agent, cast.colleague}
    assert Assignment.objects.get(user=first).ended_as == "lapsed"


def test_with_one_agent_the_offer_comes_back_after_a_while(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent)
    talk = waiting()
    route_waiting()

    clock.advance(seconds=queue.no_take_seconds + 1)
    touch_presence(cast.agent)
    sweep()
    route_waiting()
    assert fresh(talk).offered_to is None
    clock.advance(minutes=2, seconds=1)
    touch_presence(cast.agent)
    route_waiting()

    assert fresh(talk).offered_to == cast.agent


def test_declining_passes_it_on(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent, cast.colleague)
    talk = waiting()
    route_waiting()
    first = fresh(talk).offered_to

    actions.decline(talk.id, by=Actor.staff(first))
    route_waiting()

    assert fresh(talk).offered_to not in (None, first)


def test_an_unanswered_customer_is_given_to_another(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent, cast.colleague)
    talk = served_by(cast.agent)
    says(talk)

    later(cast, seconds=queue.answer_seconds + 1)

    assert fresh(talk).offered_to == cast.colleague
    assert Assignment.objects.get(user=cast.agent).ended_as == "no_reply"
    assert fresh(talk).waiting_since == fresh(talk).awaiting_since


def test_an_answer_in_time_keeps_the_conversation(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    says(talk)
    clock.advance(seconds=queue.answer_seconds - 1)
    replies(talk, cast.agent)

    clock.advance(seconds=30)
    sweep()

    assert fresh(talk).assignee == cast.agent


def test_who_goes_away_loses_it_and_the_customer_keeps_their_place(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent)
    talk = served_by(cast.agent)
    says(talk)
    clock.advance(seconds=10)

    leave(cast.agent, by=Actor.staff(cast.agent))
    deliver_all()

    assert fresh(talk).status == "waiting"
    assert fresh(talk).waiting_since < clock.now()
    assert Assignment.objects.get(user=cast.agent).ended_as == "away"


def test_on_a_break_one_keeps_what_one_has_and_is_given_nothing(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent)
    mine, offered = served_by(cast.agent), waiting()
    route_waiting()
    assert fresh(offered).offered_to == cast.agent

    set_presence(cast.agent, "break", by=Actor.staff(cast.agent))
    deliver_all()
    route_waiting()

    assert fresh(mine).assignee == cast.agent
    assert fresh(offered).offered_to is None


def test_who_comes_back_is_given_what_waits(cast: Cast, queue: Queue) -> None:
    talk = waiting()
    deliver_all()
    assert fresh(talk).offered_to is None

    at_work(cast.agent)
    deliver_all()

    assert fresh(talk).offered_to == cast.agent


def test_the_vulnerable_and_elderly_go_first_but_nobody_waits_for_ever(cast: Cast, queue: Queue) -> None:
    plain = waiting()
    clock.advance(seconds=30)
    elderly = waiting(customer=CustomerFactory(birth_year=1940))
    fragile = waiting(customer=CustomerFactory(is_vulnerable=True, birth_year=1950))

    line = list(Conversation.objects.filter(status="waiting").order_by("rank_at"))
    assert line == [fragile, elderly, plain]

    clock.advance(minutes=20)
    assert waiting(customer=CustomerFactory(is_vulnerable=True)).rank_at > fresh(plain).rank_at


def test_a_newcomer_does_not_pass_those_who_wait_longer(cast: Cast, queue: Queue) -> None:
    """The agent is there before anybody has looked at the line again."""
    cast.agent.capacity = 1
    cast.agent.save()
    first = waiting()
    deliver_all()
    at_work(cast.agent)
    clock.advance(seconds=1)
    second = waiting()

    look_for_an_agent(ConversationWaiting(second.id, queue.id, 0))

    assert fresh(first).offered_to == cast.agent and fresh(second).offered_to is None


def test_who_fits_nobody_holds_up_nobody(cast: Cast, queue: Queue) -> None:
    """Eleven wait for an English speaker; the twelfth, whom the agent understands, is served."""
    cast.agent.languages = ["zh"]
    cast.agent.save()
    for _ in range(11):
        waiting(language="en")
    clock.advance(seconds=1)
    understood = waiting(language="zh")

    at_work(cast.agent)
    route_waiting()

    assert fresh(understood).offered_to == cast.agent
    assert Assignment.objects.count() == 1


def test_skill_and_language_are_needed_until_the_wait_is_long(cast: Cast, queue: Queue) -> None:
    loans = Skill.objects.create(code="loans", name={"zh": "贷款", "en": "Loans"})
    queue.skills.add(loans)
    UserSkill.objects.create(user=cast.colleague, skill=loans, level=4)
    at_work(cast.agent, cast.colleague)
    cast.colleague.capacity = 1
    cast.colleague.save()

    first, second = waiting(), waiting()
    route_waiting()

    assert fresh(first).offered_to == cast.colleague and fresh(second).offered_to is None
    actions.take(first.id, by=Actor.staff(cast.colleague))
    replies(first, cast.colleague)
    later(cast, seconds=queue.relax_seconds)
    assert fresh(second).offered_to == cast.agent


def test_a_queue_that_pushes_gives_without_asking(cast: Cast, queue: Queue) -> None:
    queue.is_pushed = True
    queue.save()
    at_work(cast.agent)

    talk = waiting()
    route_waiting()

    assert fresh(talk).assignee == cast.agent


def test_a_topic_finds_its_queue_and_its_priority(cast: Cast, queue: Queue) -> None:
    fraud = type(queue).objects.create(
        code="fraud", name={"zh": "反欺诈", "en": "Fraud"}, unit=cast.branch, topics=["fraud"]
    )
    talk = conversation()

    actions.request_person(talk.id, reason="fraud", topic="fraud", by=Actor.visitor(talk.visitor))

    assert fresh(talk).queue == fraud and fresh(talk).priority == 10


def test_place_and_wait_are_told(cast: Cast, queue: Queue) -> None:
    first, second = waiting(), waiting()
    assert place_in_queue(second.id).position == 2
    assert place_in_queue(second.id).wait_seconds is None

    at_work(cast.agent)
    assert place_in_queue(first.id).wait_seconds == queue.no_take_seconds // 2
    for _ in range(3):
        served_by(cast.agent)

    assert place_in_queue(second.id).wait_seconds == round(2 * 300 / 3)
    assert place_in_queue(conversation().id).position is None


def test_asking_again_changes_nothing(queue: Queue) -> None:
    talk = waiting()

    again = actions.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))

    assert again.last_seq == talk.last_seq and again.owner_epoch == talk.owner_epoch


def test_a_snoozed_conversation_frees_the_hand_and_comes_back(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    replies(talk, cast.agent)
    actions.snooze(talk.id, until=clock.now() + timedelta(hours=1), by=Actor.staff(cast.agent))

    clock.advance(hours=1, seconds=1)
    sweep()

    assert fresh(talk).status == "active" and fresh(talk).assignee == cast.agent


def test_a_snoozed_conversation_wakes_when_the_customer_writes(cast: Cast, queue: Queue) -> None:
    talk = served_by(cast.agent)
    replies(talk, cast.agent)
    actions.snooze(talk.id, until=clock.now() + timedelta(hours=1), by=Actor.staff(cast.agent))

    says(talk)

    assert fresh(talk).status == "active"
