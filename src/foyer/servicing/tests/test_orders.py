"""An order runs along its table of states, whatever comes in which order."""

from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import sampled_from

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.errors import Refusal
from foyer.base.events import deliver_all
from foyer.base.jobs import run_waiting
from foyer.customers.tests.factories import CustomerFactory
from foyer.demo.core_bank.bank import trouble
from foyer.servicing import actions, queries
from foyer.servicing.claiming import MOVES
from foyer.servicing.errors import CoreUnavailable, OftenEnough, OneAtATime
from foyer.servicing.models import LIVE, Order, State
from foyer.servicing.tests.factories import by, card_of, order_in, talk_with

pytestmark = pytest.mark.django_db
NOW = clock.now().replace(hour=2, minute=0)


def test_any_order_of_deeds_keeps_to_the_table(cast):
    seen = iter(range(10_000))

    class Orders(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            number = next(seen)
            self.customer = CustomerFactory(number=f"2004{number:04}", phone=f"1390001{number:04}")
            self.talk = talk_with(self.customer)
            self.order = order_in(self.talk)
            self.before, self.blocked = self.order.state, set()

        def attempt(self, deed):
            with suppress(Refusal):
                deed()

        @rule(kind=sampled_from(["debit", "credit"]), reason=sampled_from(["lost", "stolen", "nonsense"]))
        def fill(self, kind, reason):
            given = {"card": card_of(self.customer.number, kind).id, "reason": reason}
            self.attempt(lambda: actions.fill(self.order.pk, given, by=by(self.talk)))

        @rule()
        def arrange(self):
            actions.arrange(self.order.pk, by=by(self.talk))

        @rule()
        def confirm(self):
            self.attempt(lambda: actions.confirm(self.order.pk, by=by(self.talk)))

        @rule()
        def act(self):
            self.attempt(lambda: actions.act(self.order.pk, by=by(self.talk)))

        @rule(field=sampled_from(["card", "reason"]))
        def forget(self, field):
            self.attempt(lambda: actions.forget(self.order.pk, [field], by=by(self.talk)))

        @precondition(lambda self: self.order.is_live)
        @rule()
        def prove(self):
            self.attempt(lambda: actions.prove(self.order.pk, "000000", by=by(self.talk)))

        @rule()
        def cancel(self):
            if self.order.confirmed_for:
                actions.cancel(self.order.pk, by=by(self.talk))

        @invariant()
        def it_holds(self):
            self.order = queries.order_of(self.order.pk)
            state = self.order.state
            cards = {one: card_of(self.customer.number, one).status for one in ("debit", "credit")}
            assert state == self.before or self.before in MOVES
            assert (self.order.finished_at is None) == (state in LIVE)
            assert sum(one == "blocked" for one in cards.values()) == (state == State.DONE)
            if state == State.CANCELLED:
                assert self.order.filled == {}
            numbers = list(self.order.steps.values_list("seq", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))
            self.before = state

    run_state_machine_as_test(Orders, settings=settings(max_examples=5, stateful_step_count=10, deadline=None))


def test_silence_reminds_once_and_then_ends(customer):
    with clock.at(NOW):
        order = order_in(talk_with(customer))
        clock.advance(minutes=11)
        assert actions.expire_and_remind() == 1
        assert actions.expire_and_remind() == 0
        clock.advance(minutes=11)
        actions.expire_and_remind()

        order = queries.order_of(order.pk)
        assert (order.state, order.filled, order.outcome) == ("expired", {}, "silence")


def test_an_answer_in_time_puts_the_end_off(customer):
    with clock.at(NOW):
        talk = talk_with(customer)
        order = order_in(talk)
        clock.advance(minutes=11)
        actions.expire_and_remind()
        actions.fill(order.pk, {"reason": "lost"}, by=by(talk))
        clock.advance(minutes=9)

        assert actions.expire_and_remind() == 0
        assert queries.order_of(order.pk).is_live


def test_an_order_goes_on_at_another_door_with_what_was_filled(customer):
    first = talk_with(customer)
    order = order_in(first, reason="stolen")
    second = talk_with(customer, channel="app")

    assert queries.live_elsewhere(second) == order
    moved = actions.move(order.pk, conversation=second, by=by(second))

    assert (moved.door_begun, moved.door, moved.filled) == ("portal", "app", {"reason": "stolen"})
    assert queries.live_in(first.pk) is None
    assert queries.next_of(queries.order_of(order.pk)).asked.name == "card"


def test_one_service_at_a_time_in_a_talk(customer):
    talk = talk_with(customer)
    order = order_in(talk)

    assert actions.begin("block_card", conversation=talk, language="zh", by=by(talk)) == order
    with pytest.raises(OneAtATime):
        actions.begin("balance", conversation=talk, language="zh", by=by(talk))


def test_a_service_is_offered_so_often_a_day(customer):
    talk = talk_with(customer)
    for _ in range(3):
        actions.cancel(order_in(talk, "reissue_card").pk, by=by(talk))
    with pytest.raises(OftenEnough):
        order_in(talk, "reissue_card")


def test_a_core_that_is_away_changes_nothing_and_may_be_tried_again(customer):
    talk, order = ready(customer)
    with trouble("unavailable"), pytest.raises(CoreUnavailable):
        actions.act(order.pk, by=by(talk))
    assert queries.order_of(order.pk).is_live
    assert actions.act(order.pk, by=by(talk)).outcome == "blocked"


def test_an_act_that_is_not_answered_is_asked_again_by_a_job_and_told(customer):
    talk, order = ready(customer)
    with trouble("silent"):
        assert actions.act(order.pk, by=by(talk)) is None
    assert queries.order_of(order.pk).state == "acting"
    with pytest.raises(Refusal):
        actions.fill(order.pk, {"reason": "lost"}, by=by(talk))

    run_waiting()
    deliver_all()

    assert queries.order_of(order.pk).state == "done"
    assert card_of(customer.number).status == "blocked"
    assert "已经挂失" in talk.messages.filter(author_kind="assistant").last().text


def test_a_colleague_takes_over_what_is_in_their_talk_and_a_stranger_finds_nothing(customer, cast):
    from foyer.base.actors import Actor
    from foyer.conversations import actions as conversations

    talk = talk_with(customer)
    order = order_in(talk)
    conversations.assign(talk.pk, to=cast.agent, by=SYSTEM)

    assert actions.take_over(order.pk, by=Actor.staff(cast.agent)).taken_by == cast.agent
    for stranger in (cast.stranger, cast.administrator):
        with pytest.raises(Refusal):
            actions.cancel(order.pk, by=Actor.staff(stranger))
    assert actions.cancel(order.pk, by=Actor.staff(cast.agent)).state == "cancelled"


def test_values_are_unreadable_in_the_database(customer):
    from django.db import connection

    order_in(talk_with(), "complaint", subject="service", text="很私密的一段经过", phone="13800010077")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(o)::text FROM servicing_order o")
        kept = str(cursor.fetchall())
    assert "私密" not in kept
    assert "13800010077" not in kept
    assert Order.objects.get().filled["phone"] == "+8613800010077"


def ready(customer):
    talk = talk_with(customer)
    order = order_in(talk, card=card_of(customer.number).id, reason="lost")
    actions.confirm(order.pk, by=by(talk))
    return talk, order
