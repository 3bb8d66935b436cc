# ruff: noqa: E501  a sentence or a phrase a line, however long
"""Finding an outlet, and a time there. A time holds no more customers than it has places."""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.servicing.errors import CoreRefused
from foyer.servicing.models import Appointment, Order, Outlet, Slot
from foyer.servicing.processes.declaring import ANYBODY, VERIFIED, Ask, Choice, Done, Field, Process, declare

AHEAD, SOONEST = timedelta(days=14), timedelta(minutes=30)
WEEKDAYS = (("一", "Mon"), ("二", "Tue"), ("三", "Wed"), ("四", "Thu"), ("五", "Fri"), ("六", "Sat"), ("日", "Sun"))
TOPICS = (
    Choice("account", Bilingual("开户与账户", "Accounts"), ("开户", "账户", "account")),
    Choice("loan", Bilingual("贷款", "Loans"), ("贷款", "房贷", "loan", "mortgage")),
    Choice("wealth", Bilingual("存款与理财", "Savings and wealth"), ("存款", "理财", "savings", "wealth", "invest")),
    Choice("other", Bilingual("其他", "Something else"), ("其他", "别的", "other", "else")),
)


def _cities(_ask: Ask) -> list[Choice]:
    cities = {one.city.zh: one.city for one in Outlet.objects.filter(is_open=True)}
    return [Choice(name, city, (city.zh.removesuffix("市"), city.en.lower())) for name, city in cities.items()]


def _describe(one: Outlet) -> Bilingual:
    def line(language: str, address: str, phone: str) -> str:
        parts = [
            f"{address}{one.address.in_(language)}",
            one.hours.in_(language),
            f"{phone} {one.phone}" if one.phone else "",
        ]
        separator = "；" if language == "zh" else "; "
        return f"{one.unit.name.in_(language)}{'：' if language == 'zh' else ': '}{separator.join(filter(None, parts))}"

    return Bilingual(line("zh", "地址 ", "电话"), line("en", "", "phone"))


def _find(ask: Ask) -> Done:
    found = [
        one for one in Outlet.objects.filter(is_open=True).select_related("unit") if one.city.zh == ask.values["city"]
    ]
    lines = [_describe(one) for one in found]
    return Done(
        Bilingual("\n".join(f"· {one.zh}" for one in lines), "\n".join(f"· {one.en}" for one in lines)),
        outcome="shown", next=("appointment",),
    )  # fmt: skip


declare(Process(
    code="find_outlet",
    intents=("branch-find",),
    title=Bilingual("查找网点", "Find a branch"),
    button=Bilingual("查找网点", "Find a branch"),
    level=ANYBODY, limit=100, minutes=5, needs_core=False,
    fields=(
        Field("city", Bilingual("城市", "City"), Bilingual("在哪个城市？", "In which city?"), choices=_cities,
              nothing=Bilingual("网点资料还没有登记，请转人工咨询。", "No outlet is on record yet; please ask for a person.")),
    ),
    act=_find,
    questions=(r"(附近|最近|哪里有|哪儿有|找|查).{0,8}(网点|支行|分行|营业厅)", r"(网点|支行)(地址|在哪)", r"\b(find|nearest|closest|locate|where is|where are)\b.{0,20}\b(branch|branches|outlet|outlets)\b"),
))  # fmt: skip


def free_slots(**more: object) -> QuerySet[Slot]:
    """Those that still have a place, soonest first."""
    soon = clock.now() + SOONEST
    held = Count("appointments", filter=Q(appointments__cancelled_at=None))
    rows = Slot.objects.filter(begins_at__gte=soon, begins_at__lt=clock.now() + AHEAD, **more).annotate(held=held)
    return rows.filter(held__lt=F("capacity")).order_by("begins_at")


def _outlets(_ask: Ask) -> list[Choice]:
    units = free_slots().values_list("unit", flat=True).order_by()
    rows = Outlet.objects.filter(is_open=True, unit__in=units).select_related("unit")
    return [
        Choice(
            str(one.unit_id),
            one.unit.name,
            (one.unit.name.zh, one.unit.name.en.lower(), one.district.zh, one.district.en.lower()),
        )
        for one in rows
    ]


def _days(ask: Ask) -> list[Choice]:
    begin = free_slots(unit=ask.values["outlet"]).values_list("begins_at", flat=True) if ask.has("outlet") else []
    days = list(dict.fromkeys(timezone.localtime(one).date() for one in begin))[:6]
    today = timezone.localtime(clock.now()).date()
    return [_day(one, (one - today).days) for one in days]


def _day(day: object, ahead: int) -> Choice:
    zh, en = WEEKDAYS[day.weekday()]  # type: ignore[attr-defined]
    near = {0: ("今天", "today"), 1: ("明天", "tomorrow"), 2: ("后天", "the day after tomorrow")}.get(ahead, ())
    return Choice(
        f"{day}", Bilingual(f"{day:%m-%d} 周{zh}", f"{en} {day:%m-%d}"), (*near, f"周{zh}", f"星期{zh}", en.lower())
    )


def _times(ask: Ask) -> list[Choice]:
    if not (ask.has("outlet") and ask.has("day")):
        return []
    slots = [
        one
        for one in free_slots(unit=ask.values["outlet"])
        if f"{timezone.localtime(one.begins_at).date()}" == ask.values["day"]
    ]
    return [_time(one.pk, timezone.localtime(one.begins_at)) for one in slots[:10]]


def _time(slot: UUID, at: datetime) -> Choice:
    hour = at.hour if at.hour <= 12 else at.hour - 12
    spoken = f"{hour}点" + ("半" if at.minute == 30 else "")
    half = "am" if at.hour < 12 else "pm"
    words = (
        (f"{at.hour}点" + ("半" if at.minute == 30 else ""), spoken, f"{hour}{half}", f"{hour} {half}")
        if at.minute in (0, 30)
        else ()
    )
    return Choice(f"{slot}", Bilingual(f"{at:%H:%M}", f"{at:%H:%M}"), words)


def _slot_words(ask: Ask) -> Bilingual:
    slot = Slot.objects.select_related("unit").get(pk=ask.values["time"])
    at = f"{timezone.localtime(slot.begins_at):%Y-%m-%d %H:%M}"
    return Bilingual(f"{slot.unit.name.zh}，{at}", f"{slot.unit.name.en}, {at}")


def _confirm(ask: Ask) -> Bilingual:
    words = _slot_words(ask)
    return Bilingual(f"将预约：{words.zh}。确认吗？", f"I will book: {words.en}. Shall I book it?")


@transaction.atomic
def _book(ask: Ask) -> Done:
    slot = Slot.objects.select_for_update().get(pk=ask.values["time"])
    held = Appointment.objects.filter(slot=slot, cancelled_at=None).count()
    if held >= slot.capacity or slot.begins_at <= clock.now():
        raise CoreRefused(
            "slot_full",
            Bilingual(
                "这个时间刚刚被约满了，请再约一次，选别的时间。",
                "This time has just been taken; please begin again and choose another.",
            ),
        )
    try:
        with transaction.atomic():
            Appointment.objects.create(
                slot=slot, order=Order.objects.get(pk=ask.order), customer_id=cast(UUID, ask.customer), begins_at=slot.begins_at,
                topic=ask.values["topic"],
            )  # fmt: skip
    except IntegrityError:
        raise CoreRefused(
            "booked_then", Bilingual("您在这个时间已经有一个预约了。", "You have an appointment at this time already.")
        ) from None
    words = _slot_words(ask)
    return Done(
        Bilingual(
            f"预约好了：{words.zh}。请带身份证准时到达。", f"Booked: {words.en}. Please bring your identity document."
        ),
        outcome="booked",
    )


declare(Process(
    code="appointment",
    intents=("appointment",),
    title=Bilingual("预约网点", "Book an appointment"),
    button=Bilingual("预约网点", "Book an appointment"),
    level=VERIFIED, act_level=VERIFIED, limit=5, needs_core=False,
    fields=(
        Field("outlet", Bilingual("网点", "Outlet"), Bilingual("想去哪个网点？", "At which outlet?"), choices=_outlets,
              nothing=Bilingual("最近两周没有可以预约的时间。", "There is no free time within the next two weeks.")),
        Field("topic", Bilingual("事项", "About"), Bilingual("想办什么事？", "What is it about?"), choices=lambda _ask: TOPICS),
        Field("day", Bilingual("日期", "Day"), Bilingual("哪一天？", "On which day?"), choices=_days,
              nothing=Bilingual("这个网点最近没有空的时间。", "This outlet has no free time at the moment.")),
        Field("time", Bilingual("时间", "Time"), Bilingual("几点？", "At what time?"), choices=_times,
              nothing=Bilingual("这一天已经约满了。", "This day is full.")),
    ),
    confirm=_confirm, act=_book,
    orders=(r"预约", r"约.{0,4}(网点|支行|时间)", r"\b(book|make|schedule|arrange|need|want)\b.{0,15}\bappointment\b"),
))  # fmt: skip
