"""Times that can be booked: those of the next two weeks' working days, for every outlet that takes appointments."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from foyer.base import clock
from foyer.base.clocks.china import is_rest_day
from foyer.servicing.models import Outlet, Slot

DAYS = 14


def open_slots() -> int:
    """Add the slots that are missing; those that are there stay as they are. Returns how many there were to add."""
    missing = [slot for outlet in Outlet.objects.filter(is_open=True, places__gt=0) for slot in _missing(outlet)]
    Slot.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def _missing(outlet: Outlet) -> list[Slot]:
    now = clock.now()
    known = set(Slot.objects.filter(unit=outlet.unit_id, begins_at__gt=now).values_list("begins_at", flat=True))
    today = now.astimezone(ZoneInfo(outlet.unit.time_zone)).date()
    days = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    times = [at for day in days if not is_rest_day(day) for at in _times(outlet, day) if at > now and at not in known]
    return [
        Slot(unit_id=outlet.unit_id, begins_at=at, minutes=outlet.slot_minutes, capacity=outlet.places) for at in times
    ]


def _times(outlet: Outlet, day: date) -> Iterator[datetime]:
    zone = ZoneInfo(outlet.unit.time_zone)
    at, end = (datetime.combine(day, one, zone) for one in (outlet.bookable_from, outlet.bookable_to))
    while at + timedelta(minutes=outlet.slot_minutes) <= end:
        yield at
        at += timedelta(minutes=outlet.slot_minutes)
