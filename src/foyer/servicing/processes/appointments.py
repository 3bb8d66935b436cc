# ruff: noqa: E501  a sentence or a phrase a line, however long
"""A time at an outlet: booked, cancelled, moved. The two that undo are declared first: their words hold “appointment” too."""

from typing import cast
from uuid import UUID

from django.utils import timezone

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.servicing import appointments
from foyer.servicing.appointments import free_slots, upcoming
from foyer.servicing.models import Appointment, Outlet, Slot
from foyer.servicing.processes.declaring import VERIFIED, Ask, Choice, Done, Field, Process, declare
from foyer.servicing.processes.times import days_at, label_of_day, named, times_at, words_of_day

TOPICS = (
    Choice("account", Bilingual("开户与账户", "Accounts"), ("开户", "账户", "account")),
    Choice("loan", Bilingual("贷款", "Loans"), ("贷款", "房贷", "loan", "mortgage")),
    Choice("wealth", Bilingual("存款与理财", "Savings and wealth"), ("存款", "理财", "savings", "wealth", "invest")),
    Choice("other", Bilingual("其他", "Something else"), ("其他", "别的", "other", "else")),
)
NONE_HELD = Bilingual(
    "您现在没有可以取消或更改的预约（最晚在开始前一小时办理）。",
    "You have no appointment that could be cancelled or moved (until one hour before it begins).",
)
STANDS = Bilingual("好的，没有做任何改动，您的预约照旧。", "All right, nothing was changed; your appointment stands.")
_WHEN_EN = r"(on |to )?(mon|tue|wed|thu|fri|sat|sun|tomorrow|next week|\d{1,2}(:\d\d|\s?[ap]m\b))"
_WHEN_ZH = r"(今天|明天|后天|下?周|下?星期|下?礼拜|上午|下午|\d{1,2}[点月号日:：]|[一二两三四五六七八九十]+点)"


def _held(ask: Ask) -> list[Choice]:
    """Those they hold, named by outlet and day."""
    today = timezone.localtime(clock.now()).date()
    found = []
    for one in upcoming(ask.customer):
        day = timezone.localtime(one.begins_at).date()
        found.append(_choice(one, words_of_day(day, (day - today).days)))
    return found


def _held_to_move(ask: Ask) -> list[Choice]:
    """The same, but not known by their day: the day that is named is the one it shall be moved to."""
    return [_choice(one, ()) for one in upcoming(ask.customer)]


def _choice(one: Appointment, words: tuple[str, ...]) -> Choice:
    unit, at = one.slot.unit, timezone.localtime(one.begins_at)
    day = label_of_day(at.date())
    label = Bilingual(f"{unit.name.zh} {day.zh} {at:%H:%M}", f"{unit.name.en}, {day.en} {at:%H:%M}")
    return Choice(str(one.pk), label, (unit.name.zh, unit.name.en.lower(), *words))


def _appointment(ask: Ask) -> Bilingual:
    """Which one it is, for as long as it stands."""
    one = upcoming(ask.customer).filter(pk=ask.values["appointment"]).first()
    return named(one.slot) if one else Bilingual("已经不在的预约", "an appointment that is no longer there")


def _confirm_cancel(ask: Ask) -> Bilingual:
    words = _appointment(ask)
    return Bilingual(
        f"您的预约：{words.zh}。确认不去了吗？取消后这个时间会马上让给别人。",
        f"Your appointment: {words.en}. Shall I cancel it? The time is free for others at once.",
    )


def _cancel(ask: Ask) -> Done:
    given_up = appointments.give_up(ask.values["appointment"], customer=cast(UUID, ask.customer))
    words = named(given_up.slot)
    return Done(
        Bilingual(f"预约已经取消：{words.zh}。需要时随时可以再约。", f"Cancelled: {words.en}. You can book again at any time."),
        outcome="cancelled", next=("appointment",),
    )  # fmt: skip


declare(Process(
    code="cancel_appointment",
    title=Bilingual("取消预约", "Cancel an appointment"),
    button=Bilingual("取消预约", "Cancel my appointment"),
    level=VERIFIED, act_level=VERIFIED, limit=10, needs_core=False,
    fields=(
        Field("appointment", Bilingual("预约", "Appointment"), Bilingual("要取消哪一个预约？", "Which appointment shall I cancel?"),
              choices=_held, nothing=NONE_HELD),
    ),
    confirm=_confirm_cancel, act=_cancel,
    stop=Bilingual("保留预约", "Keep it"), stopped=STANDS,
    orders=(
        r"(取消|撤销|退掉|作废)(掉|一下)?(我|这|那|刚才|刚刚|之前|上次)?.{0,8}预约", r"预约.{0,6}(取消|撤销|退掉|作废|不去了|去不了)",
        r"\b(cancel|call off|drop)\b.{0,25}\b(appointment|booking)\b", r"\bappointment\b.{0,15}\bcancell?ed\b",
        r"\b(can'?t|cannot|won'?t) (make|come to|keep) my appointment\b",
    ),
))  # fmt: skip


def _outlet(ask: Ask) -> UUID | None:
    """Where the appointment is; a move stays at its outlet."""
    chosen = ask.values.get("appointment")
    one = upcoming(ask.customer).filter(pk=chosen).first() if chosen else None
    return one.slot.unit_id if one else None


def _other_days(ask: Ask) -> list[Choice]:
    unit = _outlet(ask)
    return days_at(unit) if unit else []


def _other_times(ask: Ask) -> list[Choice]:
    unit = _outlet(ask)
    if unit is None or not ask.has("day"):
        return []
    mine = set(upcoming(ask.customer).values_list("slot", flat=True))
    return [one for one in times_at(unit, ask.values["day"]) if UUID(one.value) not in mine]


def _confirm_move(ask: Ask) -> Bilingual:
    old, new = _appointment(ask), named(_slot(ask))
    return Bilingual(
        f"将把预约从 {old.zh} 改到 {new.zh}。确认吗？",
        f"I will move your appointment from {old.en} to {new.en}. Shall I?",
    )


def _move(ask: Ask) -> Done:
    fresh = appointments.move(
        ask.values["appointment"], ask.values["time"], customer=cast(UUID, ask.customer), order=ask.order
    )
    words = named(fresh.slot)
    return Done(
        Bilingual(
            f"预约改好了：{words.zh}。原来的时间已经取消。请带身份证准时到达。",
            f"Moved: {words.en}. The earlier time is given up. Please bring your identity document.",
        ),
        outcome="moved", next=("move_appointment", "cancel_appointment"),
    )  # fmt: skip


declare(Process(
    code="move_appointment",
    title=Bilingual("更改预约时间", "Move an appointment"),
    button=Bilingual("改预约时间", "Move my appointment"),
    level=VERIFIED, act_level=VERIFIED, limit=5, needs_core=False,
    fields=(
        Field("appointment", Bilingual("预约", "Appointment"), Bilingual("要改哪一个预约？", "Which appointment shall I move?"),
              choices=_held_to_move, nothing=NONE_HELD),
        Field("day", Bilingual("日期", "Day"), Bilingual("改到哪一天？", "To which day?"), choices=_other_days,
              nothing=Bilingual("这个网点最近没有别的空时间，您的预约照旧。", "This outlet has no other free time at the moment; your appointment stands.")),
        Field("time", Bilingual("时间", "Time"), Bilingual("改到几点？", "To what time?"), choices=_other_times,
              nothing=Bilingual("这一天已经约满了，您的预约照旧。", "This day is full; your appointment stands.")),
    ),
    confirm=_confirm_move, act=_move,
    stop=Bilingual("不改了", "Leave it as it is"), stopped=STANDS,
    orders=(
        r"(更改|修改|变更|调整|推迟|延后|改一?下?|换一?下?|挪一?下?)(我|这个|那个|之前|上次|原来)?(们)?(的)?(网点)?预约", r"(改|换)个?(预约|约)的?(时间|日子|日期)",
        r"预约.{0,10}(改到|改成|改在|改期|改约|改一?下?时间|挪到|换到|换成|换个时间|推迟|延后|调到)", r"改期|改约",
        rf"^(那就|请|帮我|把它|麻烦)?(改|挪|换|推迟|延)(到|成|在){_WHEN_ZH}",
        r"\b(move|reschedule|change|postpone|shift|push back|bring forward)\b.{0,25}\b(appointment|booking)\b", r"\breschedule\b",
        rf"\b(move|change|shift) (it|that|this) (to )?{_WHEN_EN}",
    ),
))  # fmt: skip


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
    return days_at(ask.values["outlet"]) if ask.has("outlet") else []


def _times(ask: Ask) -> list[Choice]:
    return times_at(ask.values["outlet"], ask.values["day"]) if ask.has("outlet") and ask.has("day") else []


def _slot(ask: Ask) -> Slot:
    return Slot.objects.select_related("unit").get(pk=ask.values["time"])


def _confirm_book(ask: Ask) -> Bilingual:
    words = named(_slot(ask))
    return Bilingual(f"将预约：{words.zh}。确认吗？", f"I will book: {words.en}. Shall I book it?")


def _book(ask: Ask) -> Done:
    made = appointments.book(
        ask.values["time"], customer=cast(UUID, ask.customer), order=ask.order, topic=ask.values["topic"]
    )
    words = named(made.slot)
    return Done(
        Bilingual(f"预约好了：{words.zh}。请带身份证准时到达。", f"Booked: {words.en}. Please bring your identity document."),
        outcome="booked", next=("move_appointment", "cancel_appointment"),
    )  # fmt: skip


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
    confirm=_confirm_book, act=_book,
    orders=(r"预约", r"约.{0,4}(网点|支行|时间)", r"\b(book|make|schedule|arrange|need|want)\b.{0,15}\bappointment\b"),
))  # fmt: skip
