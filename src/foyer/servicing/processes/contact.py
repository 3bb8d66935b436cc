# ruff: noqa: E501  a sentence or a phrase a line, however long
"""Change of address and of phone. A new phone waits for a second pair of eyes, and the old number is told."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.base.actors import Actor
from foyer.base.legends import CONTACT
from foyer.base.text import Bilingual
from foyer.customers import actions as customers
from foyer.customers import queries as people
from foyer.servicing import core
from foyer.servicing.errors import NoSuchOrder, ValueRefused
from foyer.servicing.models import Order
from foyer.servicing.processes.declaring import STEPPED_UP, VERIFIED, Ask, Done, Field, Process, declare
from foyer.servicing.processes.values import shown
from foyer.staff import approvals

CHANGE_PHONE = "servicing.change_phone"


def _another_phone(ask: Ask, value: str) -> None:
    customer = people.by_id(ask.customer) if ask.customer else None
    if customer is not None and customer.phone == value:
        raise ValueRefused(
            "phone",
            Bilingual(
                "这就是您现在登记的手机号，请写新的号码。",
                "This is the number we have already; please give the new one.",
            ),
        )


PHONE = Field(
    "phone", Bilingual("新手机号", "New phone"), Bilingual("新的手机号是多少？", "What is the new phone number?"), kind="phone",
    legend=CONTACT, check=_another_phone,
)  # fmt: skip
ADDRESS = Field(
    "address", Bilingual("新地址", "New address"),
    Bilingual("新的联系地址是哪里？请写到门牌号。", "What is the new address? Please write it in full."), kind="text", least=8, most=200, legend=CONTACT,
)  # fmt: skip


def _confirm_address(ask: Ask) -> Bilingual:
    return Bilingual(
        f"将把您的联系地址改为：{ask.values['address']}。确认修改吗？",
        f"I will change your address to: {ask.values['address']}. Shall I change it?",
    )


def _change_address(ask: Ask) -> Done:
    receipt = ask.core.change_address(ask.number, address=ask.values["address"], key=ask.key)
    if ask.customer is not None:
        customers.correct_details(ask.customer, {"home_address": ask.values["address"]})
    return Done(
        Bilingual(f"联系地址已修改，业务编号 {receipt.reference}。", f"Your address is changed, reference {receipt.reference}."),
        receipt.reference, "changed",
    )  # fmt: skip


declare(Process(
    code="change_address",
    intents=("address-change",),
    title=Bilingual("修改联系地址", "Change of address"),
    level=VERIFIED, act_level=STEPPED_UP, limit=5, fields=(ADDRESS,), confirm=_confirm_address, act=_change_address,
    orders=(r"(改|换|更改|修改|变更|更新).{0,8}(地址|住址)", r"(地址|住址).{0,4}(变了|换了|改了)|搬家了", r"\b(change|update|new)\b.{0,20}\baddress\b", r"\bi('ve| have)? moved\b"),
))  # fmt: skip


def _confirm_phone(ask: Ask) -> Bilingual:
    new = shown(PHONE, ask.values["phone"])
    return Bilingual(
        f"将把登记手机号改为 {new.zh}。修改前由另一位同事复核，原来的号码会收到通知。确认提交吗？",
        f"I will submit {new.en} as your new phone number. A colleague checks it before it changes, and your present number is told. Shall I submit it?",
    )


def _ask_for_phone(ask: Ask) -> Done:
    """The customer is the maker; a colleague with the permission is the checker."""
    from foyer.servicing.jobs import tell_old_phone

    customer = people.by_id(ask.customer) if ask.customer else None
    if customer is None:
        raise NoSuchOrder
    approvals.propose(CHANGE_PHONE, ask.order, {"phone": ask.values["phone"]}, by=Actor.customer(customer))
    tell_old_phone.later(order_id=str(ask.order))
    new = shown(PHONE, ask.values["phone"])
    return Done(
        Bilingual(f"已提交，等待复核。复核通过后您的手机号将改为 {new.zh}。原号码已收到通知；24 小时内不能补卡或调额。",
                  f"Submitted. Once a colleague has checked it, your number will be {new.en}. Your present number is told; for 24 hours no new card or limit can be asked for."),
        outcome="waits_for_approval", result={"old_phone": customer.phone},
    )  # fmt: skip


declare(Process(
    code="change_phone",
    intents=("phone-change",),
    title=Bilingual("修改手机号", "Change of phone"),
    level=VERIFIED, act_level=STEPPED_UP, limit=2, fields=(PHONE,), confirm=_confirm_phone, act=_ask_for_phone,
    orders=(r"(改|换|更改|修改|变更|更新|更换).{0,8}(手机号?码?|电话号?码?|预留号码)", r"(手机号?|电话号?码?).{0,4}(变了|换了|改了)", r"\b(change|update|new)\b.{0,20}\b(phone|mobile)( number)?\b"),
))  # fmt: skip


def _as_it_is(order_id: str) -> dict[str, Any]:
    order = Order.objects.filter(pk=order_id).first()
    customer = people.by_id(order.customer_id) if order and order.customer_id else None
    return {"phone": customer.phone if customer else ""}


@approvals.kind(
    CHANGE_PHONE,
    permission="servicing.approve_contact_change",
    current=_as_it_is,
    name=_("Customer's new phone number"),
)
def change_phone(subject: str, change: dict[str, Any], *, by: Actor) -> None:
    """What the second colleague agreed to: the core system first, then the bank's own record."""
    order = Order.objects.select_for_update().get(pk=subject)
    if order.customer_id is None:
        raise NoSuchOrder
    number = people.numbers_of([order.customer_id])[order.customer_id]
    core.configured().change_phone(number, phone=change["phone"], key=f"{order.pk}:phone")
    customers.correct_details(order.customer_id, {"phone": change["phone"]})
