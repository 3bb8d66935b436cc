"""An appointment is cancelled or moved by whom it belongs to, once, and nobody loses a place by a move that fails."""

from datetime import datetime

import pytest
from django.utils import timezone

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.security.models import AuditEntry
from foyer.servicing import actions, appointments, queries
from foyer.servicing.actions import open_slots
from foyer.servicing.errors import CoreRefused, LevelTooLow, ValueRefused
from foyer.servicing.models import Appointment, Order, Outlet, Slot
from foyer.servicing.tests.factories import by, order_in, talk_with
from foyer.servicing.tests.test_processes import NOW, through

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet(cast):
    kept = Outlet.objects.create(
        unit=cast.outlet, city=Bilingual("成都市", "Chengdu"), district=Bilingual("高新区", "Gaoxin"),
        address=Bilingual("天府大道", "Tianfu Avenue"), hours=Bilingual("9–17", "9 to 17"), places=1,
    )  # fmt: skip
    with clock.at(NOW):
        open_slots()
        yield kept


def slot_at(day, hour, minute=0):
    return Slot.objects.get(begins_at=timezone.make_aware(datetime(2026, 3, day, hour, minute)))


def booked(talk, slot):
    unit, day = str(slot.unit_id), f"{timezone.localtime(slot.begins_at).date()}"
    told = through(talk, "appointment", outlet=unit, topic="loan", day=day, time=str(slot.pk))
    assert told.outcome == "booked"
    return Appointment.objects.get(slot=slot, cancelled_at=None)


def test_a_cancelled_place_is_free_for_others_and_stays_on_record(customer, other, outlet):
    talk, slot = talk_with(customer), slot_at(12, 10)
    kept = booked(talk, slot)
    assert slot not in appointments.free_slots()

    told = through(talk, "cancel_appointment", appointment=str(kept.pk))

    assert told.outcome == "cancelled" and "2026-03-12 10:00" in told.text.zh and "2026-03-12 10:00" in told.text.en
    kept.refresh_from_db()
    assert kept.cancelled_at == clock.now() and slot in appointments.free_slots()
    order = Order.objects.get(process="cancel_appointment")
    assert actions.act(order.pk, by=by(talk)).text == told.text  # asked twice, done once
    assert AuditEntry.objects.filter(act="servicing.acted").count() == 2
    assert booked(talk_with(other), slot).customer_id == other.pk
    assert booked(talk, slot_at(12, 10, 30))  # who cancelled may come again


def test_a_moved_one_gives_up_the_old_time_and_holds_the_new(customer, outlet):
    talk = talk_with(customer)
    kept, fresh = booked(talk, slot_at(12, 10)), slot_at(13, 14)

    told = through(talk, "move_appointment", appointment=str(kept.pk), day="2026-03-13", time=str(fresh.pk))

    assert told.outcome == "moved" and "2026-03-13 14:00" in told.text.en
    [held] = appointments.upcoming(customer.pk)
    assert (held.slot, held.topic, held.order.process) == (fresh, "loan", "move_appointment")
    assert slot_at(12, 10) in appointments.free_slots()
    assert Appointment.objects.count() == 2  # the story of both is kept


def test_a_move_to_a_time_that_was_just_taken_leaves_it_where_it_was(customer, other, outlet):
    talk, wanted = talk_with(customer), slot_at(13, 14)
    kept = booked(talk, slot_at(12, 10))
    order = order_in(talk, "move_appointment", appointment=str(kept.pk), day="2026-03-13", time=str(wanted.pk))
    actions.confirm(order.pk, by=by(talk))
    booked(talk_with(other), wanted)

    told = actions.act(order.pk, by=by(talk))

    assert (told.outcome, "约满" in told.text.zh) == ("failed", True)
    assert [one.pk for one in appointments.upcoming(customer.pk)] == [kept.pk]


def test_nobody_holds_two_places_at_one_time_by_moving(customer, outlet):
    talk = talk_with(customer)
    kept, second = booked(talk, slot_at(12, 10)), booked(talk, slot_at(12, 11))
    Slot.objects.update(capacity=2)

    with pytest.raises(CoreRefused) as no:
        appointments.move(kept.pk, second.slot_id, customer=customer.pk, order=second.order_id)
    assert no.value.reason == "booked_then" and appointments.upcoming(customer.pk).count() == 2
    choices = queries.next_of(order_in(talk, "move_appointment", appointment=str(kept.pk), day="2026-03-12")).choices
    assert not {str(kept.slot_id), str(second.slot_id)} & {one.value for one in choices}


def test_what_is_anothers_past_or_cancelled_can_be_neither(customer, other, outlet):
    mine, talk = booked(talk_with(customer), slot_at(12, 10)), talk_with(other)
    order = actions.begin("cancel_appointment", conversation=talk, language="en", by=by(talk))
    assert queries.next_of(order).choices == ()
    [no] = actions.fill(order.pk, {"appointment": str(mine.pk)}, by=by(talk))
    assert isinstance(no, ValueRefused) and "2026" not in no.why.en
    for attempt in (
        lambda: appointments.give_up(mine.pk, customer=other.pk),
        lambda: appointments.move(mine.pk, slot_at(13, 9).pk, customer=other.pk, order=order.pk),
    ):
        with pytest.raises(CoreRefused) as no:
            attempt()
        assert no.value.reason == "no_such_appointment"
    clock.advance(hours=23, minutes=1)
    with pytest.raises(CoreRefused):
        appointments.give_up(mine.pk, customer=customer.pk)
    assert Appointment.objects.get().cancelled_at is None


def test_one_cancelled_meanwhile_at_another_door_is_told_so(customer, outlet):
    talk = talk_with(customer)
    kept = booked(talk, slot_at(12, 10))
    order = order_in(talk, "cancel_appointment", appointment=str(kept.pk))
    actions.confirm(order.pk, by=by(talk))
    appointments.give_up(kept.pk, customer=customer.pk)

    told = actions.act(order.pk, by=by(talk))
    assert told.outcome == "failed" and "已经取消" in told.text.zh


def test_a_stranger_is_asked_who_they_are_and_shown_none(customer, outlet):
    booked(talk_with(customer), slot_at(12, 10))
    talk = talk_with()
    for process in ("cancel_appointment", "move_appointment"):
        order = order_in(talk, process)
        assert queries.next_of(order).kind == "phone" and queries.next_of(order).choices == ()
        with pytest.raises(LevelTooLow):
            actions.act(order.pk, by=by(talk))
        actions.cancel(order.pk, by=by(talk))


def test_another_day_asks_for_another_time(customer, outlet):
    """The time that was chosen hangs on the day; changing the day alone must not keep it."""
    talk = talk_with(customer)
    kept = booked(talk, slot_at(12, 10))
    order = order_in(talk, "move_appointment", appointment=str(kept.pk), day="2026-03-13", time=str(slot_at(13, 14).pk))
    assert actions.fill(order.pk, {"day": "2026-03-16"}, by=by(talk)) == []

    coming = queries.next_of(queries.order_of(order.pk))
    assert (coming.kind, coming.asked.name) == ("field", "time")
    assert str(slot_at(13, 14).pk) not in {one.value for one in coming.choices}
