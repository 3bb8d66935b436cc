"""Places at outlets: taken, given up, moved. A time holds no more customers than it has places.

Each is asked for by an order, which keeps who wanted it, when and how surely we knew them. A place that is given up or
moved away from stays on record with the instant; a move takes the new place before it gives up the old one, so that
nobody is left with none.
"""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.servicing.errors import CoreRefused
from foyer.servicing.models import Appointment, Order, Slot

AHEAD, SOONEST = timedelta(days=14), timedelta(minutes=30)
NOTICE = timedelta(hours=1)  # until then it may be cancelled or moved


def free_slots(**more: object) -> QuerySet[Slot]:
    """Those that still have a place, soonest first."""
    soon = clock.now() + SOONEST
    held = Count("appointments", filter=Q(appointments__cancelled_at=None))
    rows = Slot.objects.filter(begins_at__gte=soon, begins_at__lt=clock.now() + AHEAD, **more).annotate(held=held)
    return rows.filter(held__lt=F("capacity")).order_by("begins_at")


def upcoming(customer: UUID | None) -> QuerySet[Appointment]:
    """What a customer holds and may still cancel or move, soonest first."""
    rows = Appointment.objects.filter(customer=customer, cancelled_at=None, begins_at__gt=clock.now() + NOTICE)
    return rows.select_related("slot__unit").order_by("begins_at", "pk")


@transaction.atomic
def book(slot_id: UUID | str, *, customer: UUID, order: UUID, topic: str) -> Appointment:
    """Take a place. Refused: a time that is full or past, or at which they hold another."""
    slot = Slot.objects.select_for_update().select_related("unit").get(pk=slot_id)
    held = Appointment.objects.filter(slot=slot, cancelled_at=None).count()
    if held >= slot.capacity or slot.begins_at <= clock.now():
        raise CoreRefused("slot_full", FULL)
    asked = Order.objects.get(pk=order)
    try:
        with transaction.atomic():
            return Appointment.objects.create(
                slot=slot, order=asked, customer_id=customer, begins_at=slot.begins_at, topic=topic
            )
    except IntegrityError:
        raise CoreRefused("booked_then", BOOKED_THEN) from None


@transaction.atomic
def give_up(appointment_id: UUID | str, *, customer: UUID) -> Appointment:
    """Cancel it: the place is free for others at once. Refused: one that is not theirs, is gone, or is near."""
    kept = _claimed(appointment_id, customer)
    kept.cancelled_at = clock.now()
    kept.save(update_fields=["cancelled_at"])
    return kept


@transaction.atomic
def move(appointment_id: UUID | str, slot_id: UUID | str, *, customer: UUID, order: UUID) -> Appointment:
    """Give it up for another time; where that cannot be had, it stands as it was."""
    kept = _claimed(appointment_id, customer)
    fresh = book(slot_id, customer=customer, order=order, topic=kept.topic)
    kept.cancelled_at = clock.now()
    kept.save(update_fields=["cancelled_at"])
    return fresh


def _claimed(appointment_id: UUID | str, customer: UUID) -> Appointment:
    kept = upcoming(customer).select_for_update(of=("self",)).filter(pk=appointment_id).first()
    if kept is None:
        raise CoreRefused("no_such_appointment", GONE)
    return kept


FULL = Bilingual(
    "这个时间刚刚被约满了，请再约一次，选别的时间。",
    "This time has just been taken; please begin again and choose another.",
)
BOOKED_THEN = Bilingual("您在这个时间已经有一个预约了。", "You have an appointment at this time already.")
GONE = Bilingual(
    "这个预约已经取消，或者离开始不到一小时。如果来不了，请致电网点。",
    "This appointment has been cancelled already, or begins within the hour. If you cannot come, call the outlet.",
)
