# ruff: noqa: E501  a sentence or a phrase a line, however long
"""A transaction that the customer does not accept."""

from foyer.base import clock
from foyer.base.clocks import legal
from foyer.base.text import Bilingual
from foyer.servicing.models import Promise
from foyer.servicing.processes import saying
from foyer.servicing.processes.declaring import VERIFIED, Ask, Choice, Done, Field, Process, declare
from foyer.servicing.processes.money import accounts

DAYS = 15
REASONS = (
    Choice(
        "not_mine",
        Bilingual("不是我做的", "I did not make it"),
        ("不是我", "不是本人", "盗刷", "没有做过", "not me", "didn't make", "did not make", "fraud", "unauthorised"),
    ),
    Choice("amount", Bilingual("金额不对", "The amount is wrong"), ("金额", "多扣", "多收", "amount", "overcharged")),
    Choice("twice", Bilingual("扣了两次", "I was charged twice"), ("两次", "重复", "twice", "double", "duplicate")),
    Choice(
        "not_received",
        Bilingual("没收到货或服务", "I received nothing for it"),
        ("没收到", "没发货", "未收到", "not received", "never arrived", "nothing"),
    ),
)


def _movements(ask: Ask) -> list[Choice]:
    """What went out lately and is not disputed yet."""
    if not ask.has("account"):
        return []
    found = ask.core.movements(ask.number, ask.values["account"], limit=20)
    return [
        Choice(one.id, saying.movement(one), (one.text.zh, one.text.en.lower()))
        for one in found
        if one.amount < 0 and not one.is_disputed
    ][:6]


def _label(ask: Ask) -> Bilingual:
    return next((one.label for one in _movements(ask) if one.value == ask.values["movement"]), Bilingual())


def _reason(ask: Ask) -> Bilingual:
    return next(one.label for one in REASONS if one.value == ask.values["reason"])


def _confirm(ask: Ask) -> Bilingual:
    what, why = _label(ask), _reason(ask)
    return Bilingual(
        f"将对这笔交易提出异议：{what.zh}，理由：{why.zh}。我们会向商户和卡组织核查。确认提交吗？",
        f"I will dispute this transaction: {what.en}. Reason: {why.en}. We will look into it with the merchant and the card scheme. Shall I submit it?",
    )


def _dispute(ask: Ask) -> Done:
    what = _label(ask)
    receipt = ask.core.dispute(ask.number, ask.values["movement"], reason=ask.values["reason"], key=ask.key)
    due = legal.deadline(clock.now(), days=DAYS)
    day = f"{due:%Y-%m-%d}"
    is_fraud = ask.values["reason"] == "not_mine"
    return Done(
        Bilingual(
            f"异议已受理，编号 {receipt.reference}：{what.zh}。我们最迟在 {day} 前答复您。" + ("既然不是您本人做的，请马上挂失这张卡。" if is_fraud else ""),
            f"Your dispute is taken in under {receipt.reference}: {what.en}. You will hear from us by {day} at the latest." + (" Since it was not you, please block the card at once." if is_fraud else ""),
        ),
        receipt.reference, "disputed", ("block_card",) if is_fraud else (),
        promise={"kind": Promise.Kind.DISPUTE, "due_at": due, "text": f"{what.zh} / {ask.values['reason']}"},
    )  # fmt: skip


declare(Process(
    code="dispute",
    intents=("double-charge",),
    title=Bilingual("交易异议", "Dispute a transaction"),
    button=Bilingual("对一笔交易有异议", "Dispute a transaction"),
    level=VERIFIED, act_level=VERIFIED, limit=10,
    fields=(
        Field("account", Bilingual("账户", "Account"), Bilingual("是哪个账户上的交易？", "On which account is it?"), choices=accounts,
              nothing=Bilingual("您名下没有账户。", "You have no account with us.")),
        Field("movement", Bilingual("交易", "Transaction"), Bilingual("是哪一笔？", "Which transaction is it?"), choices=_movements,
              nothing=Bilingual("这个账户最近没有可以提出异议的支出。", "There is no recent payment on this account that could be disputed.")),
        Field("reason", Bilingual("理由", "Reason"), Bilingual("哪里不对？", "What is wrong with it?"), choices=lambda _ask: REASONS),
    ),
    confirm=_confirm, act=_dispute,
    orders=(r"(对|有).{0,12}(交易|扣款|消费|账单).{0,4}(异议|争议|疑问)", r"(提出|提交|申请).{0,4}(异议|争议|拒付)", r"\bdispute\b.{0,25}\b(transaction|payment|charge|purchase)\b", r"\b(dispute it|raise a dispute|chargeback)\b"),
))  # fmt: skip
