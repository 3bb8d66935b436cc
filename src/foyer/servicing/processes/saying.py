"""How things of the core system are called when they are offered or confirmed."""

from decimal import Decimal

from django.utils import timezone

from foyer.base.text import Bilingual
from foyer.servicing.core import Account, Card, Movement, Transfer
from foyer.servicing.processes.declaring import Choice

_CARDS = {"debit": Bilingual("借记卡", "Debit card"), "credit": Bilingual("信用卡", "Credit card")}
_CARD_WORDS = {
    "debit": ("借记卡", "储蓄卡", "工资卡", "debit", "bank card"),
    "credit": ("信用卡", "贷记卡", "credit"),
}
_CURRENCIES = {"CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元"}
STATES = {
    "waiting": Bilingual("等待处理", "waiting"), "under_way": Bilingual("处理中", "under way"),
    "arrived": Bilingual("已到账", "arrived"), "returned": Bilingual("已退回", "returned"),
    "refused": Bilingual("未成功", "refused"),
}  # fmt: skip


def money(amount: Decimal, currency: str = "CNY") -> Bilingual:
    figure = f"{amount:,.2f}"
    return Bilingual(f"{figure} {_CURRENCIES.get(currency, currency)}", f"{currency} {figure}")


def card(one: Card) -> Bilingual:
    name = _CARDS[one.kind]
    return Bilingual(f"{name.zh}（尾号 {one.tail}）", f"{name.en} ending {one.tail}")


def card_choice(one: Card) -> Choice:
    return Choice(one.id, card(one), _CARD_WORDS[one.kind], one.tail)


def account(one: Account) -> Bilingual:
    return Bilingual(f"{one.name.zh}（尾号 {one.tail}）", f"{one.name.en} ending {one.tail}")


def account_choice(one: Account) -> Choice:
    return Choice(one.id, account(one), (one.name.zh, one.name.en.lower()), one.tail)


def movement(one: Movement) -> Bilingual:
    day, sum_ = f"{timezone.localtime(one.at):%m-%d}", money(abs(one.amount), one.currency)
    sign = "+" if one.amount > 0 else "-"
    held = Bilingual("" if one.is_settled else "（未入账）", "" if one.is_settled else " (pending)")
    return Bilingual(f"{day} {one.text.zh} {sign}{sum_.zh}{held.zh}", f"{day} {one.text.en} {sign}{sum_.en}{held.en}")


def transfer(one: Transfer) -> Bilingual:
    day, sum_ = f"{timezone.localtime(one.at):%m-%d}", money(one.amount, one.currency)
    return Bilingual(f"{day} 转给 {one.to} {sum_.zh}", f"{day} to {one.to} {sum_.en}")
