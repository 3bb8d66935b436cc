"""The days and times at an outlet as choices, and how people name them: Friday, 周五, 3月13号, 10:00, 十点半."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.servicing.appointments import free_slots
from foyer.servicing.models import Slot
from foyer.servicing.processes.declaring import Choice

MOST_DAYS, MOST_TIMES = 6, 20  # every half hour of a day can be named
WEEKDAYS = (
    ("一", "Mon", "monday"), ("二", "Tue", "tuesday"), ("三", "Wed", "wednesday"), ("四", "Thu", "thursday"),
    ("五", "Fri", "friday"), ("六", "Sat", "saturday"), ("日", "Sun", "sunday"),
)  # fmt: skip
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NEAR = {0: ("今天", "today"), 1: ("明天", "tomorrow"), 2: ("后天", "the day after tomorrow")}
_HOURS = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def days_at(unit: UUID | str) -> list[Choice]:
    """The next days on which an outlet has a free time."""
    begins = free_slots(unit=unit).values_list("begins_at", flat=True)
    days = list(dict.fromkeys(timezone.localtime(one).date() for one in begins))[:MOST_DAYS]
    today = timezone.localtime(clock.now()).date()
    return [_day(one, (one - today).days) for one in days]


def times_at(unit: UUID | str, day: str) -> list[Choice]:
    """The free times of one day there."""
    slots = [one for one in free_slots(unit=unit) if f"{timezone.localtime(one.begins_at).date()}" == day]
    return [_time(one.pk, timezone.localtime(one.begins_at)) for one in slots[:MOST_TIMES]]


def named(slot: Slot) -> Bilingual:
    """Outlet, day and time in a line."""
    at = f"{timezone.localtime(slot.begins_at):%Y-%m-%d %H:%M}"
    return Bilingual(f"{slot.unit.name.zh}，{at}", f"{slot.unit.name.en}, {at}")


def words_of_day(day: date, ahead: int) -> tuple[str, ...]:
    """How people name a day."""
    zh, en, whole = WEEKDAYS[day.weekday()]
    month = _MONTHS[day.month - 1]
    dates = [f"{day.month}月{day.day}{mark}" for mark in "日号"] + [f"{month} {day.day}", f"{day.day} {month}"]
    return (*_NEAR.get(ahead, ()), f"周{zh}", f"星期{zh}", en.lower(), whole, *dates)


def label_of_day(day: date) -> Bilingual:
    zh, en, _whole = WEEKDAYS[day.weekday()]
    return Bilingual(f"{day:%m-%d} 周{zh}", f"{en} {day:%m-%d}")


def _day(day: date, ahead: int) -> Choice:
    return Choice(f"{day}", label_of_day(day), words_of_day(day, ahead))


def _time(slot: UUID, at: datetime) -> Choice:
    return Choice(f"{slot}", Bilingual(f"{at:%H:%M}", f"{at:%H:%M}"), _words_of_time(at))


def _words_of_time(at: datetime) -> tuple[str, ...]:
    hour = at.hour if at.hour <= 12 else at.hour - 12
    half = "am" if at.hour < 12 else "pm"
    clocks = (f"{at:%-H:%M}", f"{hour}:{at:%M}{half}", f"{hour}:{at:%M} {half}")
    if at.minute not in (0, 30):
        return clocks
    end = "半" if at.minute else ""
    spoken = (f"{at.hour}点{end}", f"{hour}点{end}", f"{_HOURS[hour]}点{end}")
    return (*clocks, *spoken, *((f"{hour}{half}", f"{hour} {half}") if not at.minute else ()))
