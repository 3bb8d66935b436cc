# ruff: noqa: E501  a sentence or a phrase a line, however long
"""What ends with the bank owing an answer: a complaint, a call. And the shortest way to a person."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from foyer.base import clock
from foyer.base.clocks import legal
from foyer.base.clocks.china import is_rest_day
from foyer.base.legends import CONTACT, FREE_TEXT
from foyer.base.text import Bilingual
from foyer.customers import queries as people
from foyer.servicing.models import Order, Promise
from foyer.servicing.processes.declaring import ANYBODY, Ask, Choice, Done, Field, Process, declare

COMPLAINT_DAYS = 15
SUBJECTS = (
    Choice("service", Bilingual("服务态度", "Service"), ("服务", "态度", "service", "staff", "rude")),
    Choice("fees", Bilingual("收费", "Fees"), ("收费", "费用", "手续费", "fee", "fees", "charge")),
    Choice("product", Bilingual("产品或业务", "A product"), ("产品", "业务", "理财", "贷款", "product", "loan")),
    Choice("system", Bilingual("系统故障", "A fault"), ("系统", "故障", "登录", "app", "system", "error")),
    Choice("other", Bilingual("其他", "Something else"), ("其他", "别的", "other", "else")),
)
WINDOWS = (
    Choice("morning", Bilingual("上午 9–12 点", "Morning, 9 to 12"), ("上午", "早上", "morning")),
    Choice("afternoon", Bilingual("下午 13–17 点", "Afternoon, 13 to 17"), ("下午", "中午", "afternoon")),
    Choice("evening", Bilingual("晚上 18–20 点", "Evening, 18 to 20"), ("晚上", "傍晚", "evening")),
)
_UNTIL = {"morning": time(12), "afternoon": time(17), "evening": time(20)}


def _is_unknown(ask: Ask) -> bool:
    return ask.customer is None


PHONE = Field(
    "phone", Bilingual("电话", "Phone"), Bilingual("怎么联系您？请留一个手机号。", "How may we reach you? Please leave a phone number."),
    kind="phone", legend=CONTACT, needed=_is_unknown,
)  # fmt: skip


def _reach(ask: Ask) -> str:
    """The number they gave, else the one the bank has."""
    customer = people.by_id(ask.customer) if ask.customer else None
    return ask.values.get("phone") or (customer.phone if customer else "")


def _confirm_complaint(ask: Ask) -> Bilingual:
    return Bilingual(
        f"将按以下内容登记投诉：“{ask.values['text']}”。确认提交吗？",
        f"I will record this complaint: “{ask.values['text']}”. Shall I submit it?",
    )


def _complain(ask: Ask) -> Done:
    due = legal.deadline(clock.now(), days=COMPLAINT_DAYS)
    number, day = Order.objects.get(pk=ask.order).number, f"{timezone.localtime(due) - timedelta(seconds=1):%Y-%m-%d}"
    return Done(
        Bilingual(
            f"投诉已登记，编号 {number}。我们最迟在 {day} 前给您答复。如果您想现在就和同事说，也可以转人工。",
            f"Your complaint is recorded under {number}. You will have our answer by {day} at the latest. If you would rather speak to somebody now, ask for a person.",
        ),
        number, "recorded", ("person",),
        promise={"kind": Promise.Kind.COMPLAINT, "due_at": due, "text": ask.values["text"], "phone": _reach(ask)},
    )  # fmt: skip


declare(Process(
    code="complaint",
    title=Bilingual("登记投诉", "Record a complaint"),
    button=Bilingual("登记投诉", "Record a complaint"),
    level=ANYBODY, limit=5, minutes=20, needs_core=False,
    fields=(
        Field("subject", Bilingual("类别", "Subject"), Bilingual("投诉的是哪方面？", "What is it about?"), choices=lambda _ask: SUBJECTS),
        Field("text", Bilingual("经过", "What happened"), Bilingual("请写下发生了什么、希望怎样解决。", "Please write what happened and what would put it right."),
              kind="text", least=5, most=1000, legend=FREE_TEXT),
        PHONE,
    ),
    confirm=_confirm_complaint, act=_complain,
    orders=(r"(登记|提交|记录|填写).{0,4}投诉", r"\b(record|submit|register|file)\b.{0,10}\bcomplaint\b"),
))  # fmt: skip


def next_window(window: str, now: datetime) -> datetime:
    """The end of the next such window on a working day; today's, if it has not begun to end."""
    local = timezone.localtime(now)
    day = local.date()
    if is_rest_day(day) or local.time() >= (datetime.combine(day, _UNTIL[window]) - timedelta(hours=1)).time():
        day += timedelta(days=1)
    while is_rest_day(day):
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, _UNTIL[window]))


def _confirm_call(ask: Ask) -> Bilingual:
    due = timezone.localtime(next_window(ask.values["window"], clock.now()))
    window = next(one.label for one in WINDOWS if one.value == ask.values["window"])
    return Bilingual(
        f"同事会在 {due:%m-%d} {window.zh}给您回电。确认吗？",
        f"A colleague will call you on {due:%m-%d} ({window.en.lower()}). Shall I arrange it?",
    )


def _call_back(ask: Ask) -> Done:
    due = next_window(ask.values["window"], clock.now())
    return Done(
        Bilingual(f"已安排回电，最迟 {timezone.localtime(due):%m-%d %H:%M} 前。请留意电话；我们不会向您索要密码或验证码。",
                  f"The call is arranged, by {timezone.localtime(due):%m-%d %H:%M} at the latest. We never ask you for a password or a code."),
        Order.objects.get(pk=ask.order).number, "arranged",
        promise={"kind": Promise.Kind.CALLBACK, "due_at": due, "text": ask.values["about"], "phone": _reach(ask), "wanted": ask.values["window"]},
    )  # fmt: skip


declare(Process(
    code="callback",
    intents=("callback",),
    title=Bilingual("预约回电", "Call me back"),
    button=Bilingual("请给我回电", "Call me back"),
    level=ANYBODY, limit=5, needs_core=False,
    fields=(
        PHONE,
        Field("window", Bilingual("时间", "When"), Bilingual("什么时候方便接电话？", "When may we call?"), choices=lambda _ask: WINDOWS),
        Field("about", Bilingual("事由", "About"), Bilingual("想谈什么事？一句话就好。", "What is it about? One sentence is enough."), kind="text", least=2, most=200, legend=FREE_TEXT),
    ),
    confirm=_confirm_call, act=_call_back,
    orders=(r"(给|跟)我.{0,4}(回|打).{0,2}(个)?电话", r"回(个)?电(话)?(给我)?", r"\b(call|ring|phone) me( back)?\b", r"\bcallback\b"),
))  # fmt: skip


declare(Process(
    code="person",
    title=Bilingual("转人工", "Talk to a person"),
    button=Bilingual("转人工", "Talk to a person"),
    level=ANYBODY, limit=100, needs_core=False,
    act=lambda _ask: Done(Bilingual("正在为您转接同事，您前面填写的内容他们都能看到。", "I am handing you over to a colleague, who sees what you have entered."), outcome="handed_over", hand_over="asked"),
))  # fmt: skip
