"""Reads of this room: what runs, what comes next, what a colleague may see of it."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, UUIDField

from foyer.base.postgres.prepared import Given, Prepared
from foyer.base.text import Bilingual
from foyer.conversations import queries as conversations
from foyer.servicing.claiming import ask_of
from foyer.servicing.coming import Next, next_of
from foyer.servicing.models import LIVE, Order, Promise, State
from foyer.servicing.processes.declaring import (
    VERIFIED,
    Ask,
    Choice,
    Field,
    Process,
    offered,
    process_of,
)
from foyer.servicing.processes.values import choices_of, label_of

__all__ = [
    "Ask", "Choice", "Field", "Next", "Order", "Process", "State", "ask_of", "beside", "choices_of", "label_of",
    "live_elsewhere", "live_in", "next_of", "offered", "order_of", "owed", "process_of", "runs_in", "values_of",
]  # fmt: skip

_HELD = Order.objects.select_related("conversation__customer")
_LIVE_IN = Prepared(lambda: _HELD.filter(conversation_id=Given("id", UUIDField()), state__in=LIVE))


def live_in(conversation_id: UUID | str) -> Order | None:
    """The order that runs in a conversation."""
    return _LIVE_IN.first(id=conversation_id)


def runs_in(conversation: OuterRef) -> Exists:
    """Whether an order runs in it, as a part of somebody's query that reads a conversation."""
    return Exists(Order.objects.filter(conversation_id=conversation, state__in=LIVE))


def order_of(order_id: UUID | str) -> Order | None:
    return Order.objects.select_related("conversation__customer").filter(pk=order_id).first()


def live_elsewhere(conversation: Any) -> Order | None:
    """The newest live order of the same customer in another conversation; nothing while we do not know them."""
    if conversation.customer_id is None or conversations.assurance_of(conversation) < VERIFIED:
        return None
    theirs = Order.objects.filter(customer=conversation.customer_id, state__in=LIVE).exclude(state=State.ACTING)
    return theirs.exclude(conversation=conversation).order_by("-touched_at").first()


def values_of(order: Order) -> list[tuple[Bilingual, Bilingual]]:
    """What was filled, as a colleague may see it: choices by their labels, phones masked."""
    found = [field for field in process_of(order.process).fields if order.filled.get(field.name)]
    return [(field.title, Bilingual.from_json(order.labels.get(field.name, {}))) for field in found]


def beside(conversation_id: UUID | str) -> list[dict[str, Any]]:
    """The orders of a conversation for the colleague who reads it (and got it by `conversation_for`), newest first."""
    orders = Order.objects.filter(conversation_id=conversation_id).select_related("taken_by")
    return [_line(order) for order in orders.order_by("-begun_at")[:3]]


def owed(user: Any, *, limit: int = 100) -> list[Promise]:
    """What was promised and not kept yet, the soonest due first; the whole house's, for who may keep promises."""
    if not user.has_perm("servicing.keep_promise"):
        return []
    rows = Promise.objects.filter(kept_at=None).select_related("order__customer", "order__conversation")
    return list(rows.order_by("due_at")[:limit])


def _line(order: Order) -> dict[str, Any]:
    """From what the order itself remembers: the core system is not asked, it may be away."""
    process = process_of(order.process)
    return {
        "id": str(order.pk), "number": order.number, "title": process.title, "state": order.state,
        "state_name": order.get_state_display(), "is_live": order.is_live, "values": values_of(order),
        "waits_for": _waits_for(order, process), "begun_at": order.begun_at, "door": order.door,
        "reference": order.reference, "taken_by": order.taken_by.get_full_name() if order.taken_by else "",
    }  # fmt: skip


def _waits_for(order: Order, process: Process) -> Bilingual:
    if order.state == State.COLLECTING:
        return process.field(order.open_field).title if order.open_field else Bilingual()
    if order.state == State.AUTHENTICATING:
        return CODE if order.proving or order.customer_id else PHONE
    return YES if order.state == State.CONFIRMING else Bilingual()


PHONE = Bilingual("客户的手机号", "the customer's phone")
CODE = Bilingual("短信验证码", "the code sent by text message")
YES = Bilingual("客户确认", "the customer's yes")
