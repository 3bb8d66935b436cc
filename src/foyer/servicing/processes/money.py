# ruff: noqa: E501  a sentence or a phrase a line, however long
"""Balance with recent transactions, and where a transfer is."""

from django.utils import timezone

from foyer.base.text import Bilingual
from foyer.servicing.errors import CoreRefused
from foyer.servicing.processes import saying
from foyer.servicing.processes.declaring import VERIFIED, Ask, Choice, Done, Field, Process, declare

MOST_SHOWN = 5


def accounts(ask: Ask) -> list[Choice]:
    return [saying.account_choice(one) for one in ask.core.accounts(ask.number)]


def _transfers(ask: Ask) -> list[Choice]:
    return [Choice(one.reference, saying.transfer(one), (one.to,)) for one in ask.core.transfers(ask.number, limit=5)]


def _balance(ask: Ask) -> Done:
    account = next((one for one in ask.core.accounts(ask.number) if one.id == ask.values["account"]), None)
    if account is None:
        raise CoreRefused("not_theirs", Bilingual("没有找到这个账户。", "This account was not found."))
    holds, free = saying.money(account.balance, account.currency), saying.money(account.available, account.currency)
    moves = [saying.movement(one) for one in ask.core.movements(ask.number, account.id, limit=MOST_SHOWN)]
    name, at = saying.account(account), f"{timezone.localtime(account.as_of):%Y-%m-%d %H:%M}"
    return Done(
        Bilingual(
            "\n".join([f"{name.zh}，截至 {at}：", f"余额 {holds.zh}，可用 {free.zh}。", "最近的交易：",
                       *(f"· {one.zh}" for one in moves)] if moves else [f"{name.zh}，截至 {at}：余额 {holds.zh}，可用 {free.zh}。"]),
            "\n".join([f"{name.en}, as of {at}:", f"Balance {holds.en}, available {free.en}.", "Latest transactions:",
                       *(f"· {one.en}" for one in moves)] if moves else [f"{name.en}, as of {at}: balance {holds.en}, available {free.en}."]),
        ),
        outcome="shown", next=("statement", "dispute"),
    )  # fmt: skip


declare(Process(
    code="balance",
    intents=("balance", "transactions"),
    title=Bilingual("余额与最近交易", "Balance and recent transactions"),
    button=Bilingual("查余额", "See my balance"),
    level=VERIFIED, act_level=VERIFIED, limit=50, minutes=5,
    fields=(
        Field("account", Bilingual("账户", "Account"), Bilingual("要看哪个账户？", "Which account would you like to see?"),
              choices=accounts, nothing=Bilingual("您名下没有账户。", "You have no account with us.")),
    ),
    act=_balance,
    questions=(
        r"(查|看|查询|查一下|看看|看一下).{0,6}(余额|明细|流水|交易记录|最近.{0,3}交易)", r"(我|账户|卡)(的|里|上|里面)?.{0,4}(余额|还有多少钱|剩多少钱?)",
        r"^(余额|交易明细|最近交易)[?？吗]?$", r"\b(my|account|current|check|show|see|what'?s)\b.{0,15}\bbalance\b",
        r"\b(recent|last|latest)\b.{0,10}\btransactions?\b.{0,15}$", r"\bhow much (money )?(do i have|is (left )?(in|on) my)\b",
    ),
))  # fmt: skip


def _status(ask: Ask) -> Done:
    found = next(
        (one for one in ask.core.transfers(ask.number, limit=20) if one.reference == ask.values["transfer"]), None
    )
    if found is None:
        raise CoreRefused("not_theirs", Bilingual("没有找到这笔转账。", "This transfer was not found."))
    what, state = saying.transfer(found), saying.STATES[found.state]
    when = f"{timezone.localtime(found.expected_at):%Y-%m-%d %H:%M}" if found.expected_at else ""
    due = Bilingual(f"预计 {when} 前到账。" if when else "", f" It should arrive by {when}." if when else "")
    return Done(
        Bilingual(
            f"{what.zh}：{state.zh}。{due.zh}{found.why.zh}流水号 {found.reference}。",
            f"{what.en}: {state.en}.{due.en}{' ' + found.why.en if found.why.en else ''} Reference {found.reference}.",
        ),
        found.reference, "shown",
    )  # fmt: skip


declare(Process(
    code="transfer_status",
    intents=("transfer-status",),
    title=Bilingual("转账进度", "Where a transfer is"),
    button=Bilingual("查这笔转账", "Look up my transfer"),
    level=VERIFIED, act_level=VERIFIED, limit=50, minutes=5,
    fields=(
        Field("transfer", Bilingual("转账", "Transfer"), Bilingual("是哪一笔转账？", "Which transfer is it?"),
              choices=_transfers,
              nothing=Bilingual("最近没有您转出的款项。", "You have sent no transfer lately.")),
    ),
    act=_status,
    orders=(r"(查|看|跟踪|追踪).{0,8}(转账|汇款).{0,6}(状态|进度|到哪|情况|到账)?$", r"(转账|汇款)(状态|进度)", r"\b(track|trace|check|look up)\b.{0,20}\btransfer\b", r"\btransfer status\b"),
    suggested=(r"(转账|汇款|转的?钱).{0,10}(没到|未到|没收到|还没|到账了吗|到了吗|到哪)", r"\btransfer\b.{0,30}\b(arriv\w+|received|pending|gone|late)\b"),
))  # fmt: skip
