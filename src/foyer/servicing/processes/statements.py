# ruff: noqa: E501  a sentence or a phrase a line, however long
"""A statement of account as a PDF, made when it is asked for and handed over in the conversation."""

from datetime import date, timedelta

from django.utils import timezone

from foyer.base import clock, house, paper
from foyer.base.text import Bilingual
from foyer.servicing.core import Statement
from foyer.servicing.processes import saying
from foyer.servicing.processes.declaring import VERIFIED, Ask, Choice, Done, Field, Process, declare
from foyer.servicing.processes.money import accounts

PERIODS = (
    Choice("this_month", Bilingual("本月", "This month"), ("本月", "这个月", "当月", "this month")),
    Choice("last_month", Bilingual("上个月", "Last month"), ("上月", "上个月", "last month", "previous month")),
    Choice(
        "three_months",
        Bilingual("近三个月", "Last three months"),
        ("三个月", "3个月", "季度", "three months", "3 months", "quarter"),
    ),
)


def days_of(period: str, today: date) -> tuple[date, date]:
    """First and last day of a period; what has not been yet is left out."""
    first = today.replace(day=1)
    if period == "this_month":
        return first, today
    before = (first - timedelta(days=1)).replace(day=1)
    if period == "last_month":
        return before, first - timedelta(days=1)
    earlier = (before - timedelta(days=1)).replace(day=1)
    return earlier, today


def document(page: Statement, *, language: str) -> bytes:
    """The statement as A4 pages."""
    zh = language == "zh"
    name, bank = saying.account(page.account).in_(language), house.name().in_(language)
    span = f"{page.first:%Y-%m-%d} – {page.last:%Y-%m-%d}"
    money = [saying.money(sum_, page.account.currency).in_(language) for sum_ in (page.opening, page.closing)]
    lines = [
        paper.title("账户对账单" if zh else "Statement of account"),
        paper.note(f"{bank} · {name} · {span}"),
        paper.Line(f"{'期初余额' if zh else 'Opening balance'}  {money[0]}"),
        paper.heading("交易" if zh else "Transactions"),
        *(paper.Line(saying.movement(one).in_(language)) for one in page.movements),
        *([] if page.movements else [paper.Line("没有交易。" if zh else "There were none.")]),
        paper.heading(f"{'期末余额' if zh else 'Closing balance'}  {money[1]}"),
        paper.note("系统生成，仅供本人核对使用。" if zh else "Made by a machine for your own use."),
    ]
    return paper.document(lines, title=f"{bank} {span}", language=language, foot=bank)


def _statement(ask: Ask) -> Done:
    first, last = days_of(ask.values["period"], timezone.localtime(clock.now()).date())
    page = ask.core.statement(ask.number, ask.values["account"], first, last)
    name = saying.account(page.account)
    return Done(
        Bilingual(f"{name.zh} {first} 至 {last} 的对账单已生成，见下面的文件。", f"The statement of your {name.en.lower()} from {first} to {last} is ready below."),
        outcome="handed_over", file=(f"statement-{first}-{last}.pdf", document(page, language=ask.language)),
    )  # fmt: skip


declare(Process(
    code="statement",
    intents=("statement",),
    title=Bilingual("账户对账单", "Statement"),
    button=Bilingual("要对账单", "Get a statement"),
    level=VERIFIED, act_level=VERIFIED, limit=10, minutes=5,
    fields=(
        Field("account", Bilingual("账户", "Account"), Bilingual("要哪个账户的对账单？", "A statement of which account?"),
              choices=accounts, nothing=Bilingual("您名下没有账户。", "You have no account with us.")),
        Field("period", Bilingual("期间", "Period"), Bilingual("要哪段时间的？", "For which period?"), choices=lambda _ask: PERIODS),
    ),
    act=_statement,
    orders=(r"(要|打|打印|导出|下载|开|发|给我).{0,8}(对账单|流水单|流水账单|银行流水)", r"^(对账单|银行流水)$", r"\b(get|send|download|need|want|give me|print|export)\b.{0,20}\bstatement\b"),
))  # fmt: skip
