# ruff: noqa: E501  a sentence or a phrase a line, however long
"""Asking for another credit limit: taken in here, decided by the bank."""

from decimal import Decimal

from foyer.base import clock
from foyer.base.clocks import legal
from foyer.base.text import Bilingual
from foyer.servicing.errors import ValueRefused
from foyer.servicing.models import Promise
from foyer.servicing.processes import saying
from foyer.servicing.processes.cards import card_label, no_risky_act_after_a_new_phone
from foyer.servicing.processes.declaring import STEPPED_UP, VERIFIED, Ask, Choice, Done, Field, Process, declare

DAYS = 15


def _credit_cards(ask: Ask) -> list[Choice]:
    return [
        saying.card_choice(one) for one in ask.core.cards(ask.number) if one.kind == "credit" and one.status == "active"
    ]


def _another_limit(ask: Ask, value: str) -> None:
    cards = {one.id: one.limit for one in ask.core.cards(ask.number)} if ask.has("card") else {}
    now = cards.get(ask.values.get("card", ""))
    if now is not None and now == Decimal(value):
        sum_ = saying.money(now)
        raise ValueRefused(
            "limit",
            Bilingual(
                f"现在的额度就是 {sum_.zh}，请写另一个金额。",
                f"Your limit is {sum_.en} already; please name another amount.",
            ),
        )


def _confirm(ask: Ask) -> Bilingual:
    card, sum_ = card_label(ask), saying.money(Decimal(ask.values["limit"]))
    return Bilingual(
        f"将为{card.zh}申请额度 {sum_.zh}。是否批准由银行审核决定，可能会查询征信。确认提交申请吗？",
        f"I will apply for a limit of {sum_.en} on your {card.en.lower()}. The bank decides on it and may ask the credit register. Shall I apply?",
    )


def _apply(ask: Ask) -> Done:
    limit = Decimal(ask.values["limit"])
    receipt = ask.core.request_limit(ask.number, ask.values["card"], limit=limit, key=ask.key)
    due = legal.deadline(clock.now(), days=DAYS)
    sum_ = saying.money(limit)
    return Done(
        Bilingual(f"申请已受理，编号 {receipt.reference}，申请额度 {sum_.zh}。我们最迟在 {due:%Y-%m-%d} 前告诉您结果。",
                  f"Your application for {sum_.en} is taken in under {receipt.reference}. You will hear our decision by {due:%Y-%m-%d} at the latest."),
        receipt.reference, "applied",
        promise={"kind": Promise.Kind.LIMIT, "due_at": due, "text": f"{limit}"},
    )  # fmt: skip


declare(Process(
    code="credit_limit",
    intents=("credit-limit-raise",),
    title=Bilingual("信用卡额度申请", "Credit limit"),
    button=Bilingual("申请调整额度", "Apply for another limit"),
    level=VERIFIED, act_level=STEPPED_UP, limit=2,
    fields=(
        Field("card", Bilingual("信用卡", "Credit card"), Bilingual("哪一张信用卡？", "Which credit card?"), choices=_credit_cards,
              nothing=Bilingual("您名下没有使用中的信用卡。", "You have no active credit card.")),
        Field("limit", Bilingual("申请额度", "Limit"), Bilingual("希望额度是多少？", "What limit would you like?"), kind="amount", check=_another_limit),
    ),
    confirm=_confirm, act=_apply, guard=no_risky_act_after_a_new_phone,
    orders=(r"(提|升|加|调|降|提高|调整|增加|降低|申请).{0,6}(信用卡)?.{0,3}额度", r"\b(increase|raise|change|lower|higher|request|reduce)\b.{0,20}\b(credit )?limit\b"),
))  # fmt: skip
