# ruff: noqa: E501  a sentence or a phrase a line, however long
"""Loan and deposit calculators: published formulas, exact decimals, and rates from the bank's table or none at all.

Loan, equal instalments (等额本息): payment = P·i·(1+i)^n ÷ ((1+i)^n − 1); equal principal (等额本金): P÷n + rest·i each
month; i is the yearly rate ÷ 12. Deposit: simple interest, P·r·months÷12. Each sum is rounded to the cent, half up.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from django.db.models import Q, QuerySet
from django.utils import timezone

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.servicing.errors import CoreRefused
from foyer.servicing.models import Rate
from foyer.servicing.processes import saying
from foyer.servicing.processes.declaring import ANYBODY, Ask, Choice, Done, Field, Process, declare

CENT = Decimal("0.01")
METHODS = (
    Choice(
        "instalments",
        Bilingual("等额本息（每月还款相同）", "Equal instalments"),
        ("等额本息", "每月相同", "equal instal", "same each month", "annuity"),
    ),
    Choice(
        "principal",
        Bilingual("等额本金（逐月递减）", "Equal principal"),
        ("等额本金", "递减", "equal principal", "decreasing"),
    ),
)


@dataclass(frozen=True)
class Loan:
    first: Decimal
    last: Decimal
    interest: Decimal


def loan(principal: Decimal, percent: Decimal, months: int, method: str) -> Loan:
    """First and last payment and all interest. The last instalment takes up what rounding left."""
    with localcontext() as context:
        context.prec = 40
        monthly = percent / 1200
        if method == "principal":
            return _equal_principal(principal, monthly, months)
        growth = (1 + monthly) ** months
        payment = _cents(principal * monthly * growth / (growth - 1))
        rest, interest = principal, Decimal(0)
        for _month in range(months - 1):
            due = _cents(rest * monthly)
            interest, rest = interest + due, rest + due - payment
        due = _cents(rest * monthly)
        return Loan(payment, rest + due, interest + due)


def _equal_principal(principal: Decimal, monthly: Decimal, months: int) -> Loan:
    part, rest, interest = _cents(principal / months), principal, Decimal(0)
    first = part + _cents(rest * monthly)
    for _month in range(months - 1):
        interest, rest = interest + _cents(rest * monthly), rest - part
    due = _cents(rest * monthly)
    return Loan(first if months > 1 else rest + due, rest + due, interest + due)


def deposit(principal: Decimal, percent: Decimal, months: int) -> Decimal:
    """The interest at the end of the term."""
    return _cents(principal * percent / 100 * months / 12)


def rates(kind: str) -> QuerySet[Rate]:
    """What holds today."""
    today = timezone.localtime(clock.now()).date()
    return Rate.objects.filter(Q(valid_until=None) | Q(valid_until__gte=today), kind=kind, valid_from__lte=today)


def _rate_of(kind: str, ask: Ask) -> Rate:
    months = int(ask.values["months"])
    fits = rates(kind).filter(code=ask.values["product"], months_from__lte=months, months_to__gte=months)
    found = fits.order_by("-valid_from").first()
    if found is None:
        raise CoreRefused("no_rate", Bilingual("这个产品和期限现在没有公布的利率，所以不能试算。请换一个期限，或转人工咨询。",
            "No rate is published for this product and term, so nothing can be calculated. Please try another term, or ask for a person."))  # fmt: skip
    return found


def _products(kind: str) -> list[Choice]:
    names = {one.code: one.name for one in rates(kind).order_by("code", "-valid_from")}
    return [Choice(code, name, (name.zh.removeprefix("个人"), name.en.lower(), code)) for code, name in names.items()]


def _basis(rate: Rate) -> Bilingual:
    figure = f"{rate.percent.normalize():f}%"
    return Bilingual(
        f"按 {rate.source}（{rate.version} 版，{rate.valid_from} 起）公布的年利率 {figure} 试算，仅供参考，以合同为准。",
        f"Calculated at {figure} a year as published in “{rate.source}” (version {rate.version}, from {rate.valid_from}); the contract decides.",
    )


def _calculate_loan(ask: Ask) -> Done:
    rate, months = _rate_of("loan", ask), int(ask.values["months"])
    sum_ = Decimal(ask.values["amount"])
    found = loan(sum_, rate.percent, months, ask.values["method"])
    first, last, cost, basis = (*(saying.money(one) for one in (found.first, found.last, found.interest)), _basis(rate))
    pays = (
        Bilingual(f"每月还款 {first.zh}", f"Monthly payment {first.en}") if ask.values["method"] == "instalments"
        else Bilingual(f"首月还款 {first.zh}，逐月减少，末月 {last.zh}", f"First payment {first.en}, falling to {last.en}")
    )  # fmt: skip
    borrowed = saying.money(sum_)
    return Done(
        Bilingual(f"{rate.name.zh} {borrowed.zh}，{months} 个月：{pays.zh}，利息合计 {cost.zh}。{basis.zh}",
                  f"{rate.name.en} of {borrowed.en} over {months} months: {pays.en}, interest in all {cost.en}. {basis.en}"),
        outcome="calculated", next=("appointment",),
        result={"rate": str(rate.percent), "rate_version": rate.version},
    )  # fmt: skip


# a loan told in words: a sum, how long, and what it comes to a month
_SUM_ZH = r"(\d[\d,.]*\s*(百?万|千|亿|w)|\d{4,}|\d{1,3}(,\d{3})+|[一二两三四五六七八九十百千]+(多|来)?(万|千|百))"
_MONTHLY_ZH = r"(月供|每个?月|一个?月|月还)"
_OLD_LOAN_ZH = r"(还了|降|提前|逾期|为什么)"
_SUM = r"\d[\d,.]*\s*(k|m|grand|thousand|million)?\b"
_TERM = r"\b(over|for|in|within)\s+\S+([ -]\S+)?\s+(years?|months?)\b"
_MONTHLY = r"\b(monthly|(a|per|each|every) month)\b"
LOAN_IN_WORDS = (
    rf"^(?!.*{_OLD_LOAN_ZH}).*(贷款?|借款?).{{0,6}}?{_SUM_ZH}.{{0,16}}({_MONTHLY_ZH}|要还)",
    rf"^(?!.*{_OLD_LOAN_ZH}).*{_MONTHLY_ZH}.{{0,12}}(贷款?|借款?).{{0,6}}?{_SUM_ZH}",
    rf"^(?!.*\b(deposit|saving|interest|transfer|fee)).*\b(how much|what)\b.{{0,30}}{_MONTHLY}.{{0,40}}\b{_SUM}.{{0,30}}{_TERM}",
    rf"\b(borrow|loan of|mortgage of)\b.{{0,20}}\d.{{0,60}}({_MONTHLY}|\brepay(ment)?s?\b|\bpay back\b)",
    rf"{_MONTHLY}.{{0,30}}\b(on|for|with) an?\b.{{0,20}}{_SUM}.{{0,20}}\b(loan|mortgage)\b",
    rf"\b{_SUM}.{{0,20}}\b(loan|mortgage)\b.{{0,20}}{_TERM}.{{0,30}}{_MONTHLY}",
)


declare(Process(
    code="loan_calculator",
    intents=("loan-calculator",),
    title=Bilingual("贷款试算", "Loan calculator"),
    button=Bilingual("贷款试算", "Calculate a loan"),
    level=ANYBODY, limit=100, minutes=5, needs_core=False,
    fields=(
        Field("product", Bilingual("贷款", "Loan"), Bilingual("哪种贷款？", "What kind of loan?"), choices=lambda _ask: _products("loan"),
              nothing=Bilingual("现在没有公布的贷款利率，不能试算。", "No loan rate is published at the moment, so nothing can be calculated.")),
        Field("amount", Bilingual("金额", "Amount"), Bilingual("想借多少？", "How much would you like to borrow?"), kind="amount"),
        Field("months", Bilingual("期限", "Term"), Bilingual("多长时间还清？", "Over how long?"), kind="months"),
        Field("method", Bilingual("还款方式", "Repayment"), Bilingual("怎么还？", "How would you like to repay?"), choices=lambda _ask: METHODS),
    ),
    act=_calculate_loan,
    questions=(r"(贷款|房贷|月供).{0,8}(试算|计算|算一下|算算)", r"(试算|计算|算一下|算算).{0,8}(贷款|房贷|月供)", *LOAN_IN_WORDS, r"\bloan calculator\b", r"\bcalculate\b.{0,20}\b(loan|mortgage)\b"),
))  # fmt: skip


def _calculate_deposit(ask: Ask) -> Done:
    rate, months, sum_ = _rate_of("deposit", ask), int(ask.values["months"]), Decimal(ask.values["amount"])
    gain = deposit(sum_, rate.percent, months)
    put, earned, end, basis = saying.money(sum_), saying.money(gain), saying.money(sum_ + gain), _basis(rate)
    return Done(
        Bilingual(f"{rate.name.zh} {put.zh}，存 {months} 个月：利息 {earned.zh}，到期共 {end.zh}。{basis.zh}",
                  f"{rate.name.en} of {put.en} for {months} months: interest {earned.en}, {end.en} at the end. {basis.en}"),
        outcome="calculated", result={"rate": str(rate.percent), "rate_version": rate.version},
    )  # fmt: skip


def _terms(ask: Ask) -> list[Choice]:
    found = rates("deposit").filter(code=ask.values["product"]).order_by("months_from") if ask.has("product") else ()
    terms = list(dict.fromkeys(one.months_from for one in found))
    return [
        Choice(str(one), Bilingual(_zh_term(one), f"{one} months"), (f"{one}个月", f"{one} months", *_years(one)))
        for one in terms
    ]


def _zh_term(months: int) -> str:
    return f"{months // 12} 年" if months % 12 == 0 else f"{months} 个月"


def _years(months: int) -> tuple[str, ...]:
    if months % 12:
        return ()
    years = months // 12
    spoken = "零一两三四五"[years] if years <= 5 else str(years)
    return (f"{years}年", f"{spoken}年", f"{years} year", *(("one year",) if years == 1 else ()))


declare(Process(
    code="deposit_calculator",
    intents=("deposit-calculator",),
    title=Bilingual("存款试算", "Deposit calculator"),
    button=Bilingual("存款试算", "Calculate a deposit"),
    level=ANYBODY, limit=100, minutes=5, needs_core=False,
    fields=(
        Field("product", Bilingual("存款", "Deposit"), Bilingual("哪种存款？", "What kind of deposit?"), choices=lambda _ask: _products("deposit"),
              nothing=Bilingual("现在没有公布的存款利率，不能试算。", "No deposit rate is published at the moment, so nothing can be calculated.")),
        Field("amount", Bilingual("金额", "Amount"), Bilingual("想存多少？", "How much would you like to deposit?"), kind="amount"),
        Field("months", Bilingual("期限", "Term"), Bilingual("存多久？", "For how long?"), choices=_terms,
              nothing=Bilingual("这种存款现在没有公布的利率。", "No rate is published for this deposit at the moment.")),
    ),
    act=_calculate_deposit,
    questions=(r"(存款|定期|利息).{0,8}(试算|计算|算一下|算算)", r"(试算|计算|算一下|算算).{0,8}(存款|定期|利息)", r"存.{0,3}\d+.{0,12}(利息|多少钱|收益)", r"\bdeposit calculator\b", r"\bcalculate\b.{0,20}\b(deposit|interest|savings)\b"),
))  # fmt: skip


def _cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
