"""Holding an order while something happens to it, and noting each step."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import UUIDField

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.crypto import blind_index
from foyer.base.events import publish
from foyer.base.postgres.prepared import Given, Prepared, Rows
from foyer.conversations import queries as conversations
from foyer.customers import queries as customers
from foyer.servicing import acts, measures
from foyer.servicing.errors import NoSuchOrder, NotNow
from foyer.servicing.events import OrderEnded
from foyer.servicing.models import Order, OrderStep, State
from foyer.servicing.processes.declaring import Ask, process_of

MOVES: dict[str, set[str]] = {
    State.COLLECTING: {State.CONFIRMING, State.AUTHENTICATING, State.ACTING},
    State.AUTHENTICATING: {State.COLLECTING, State.CONFIRMING, State.ACTING},
    State.CONFIRMING: {State.COLLECTING, State.AUTHENTICATING, State.ACTING},
    State.ACTING: {State.DONE, State.COLLECTING},
}
"""From where to where a live order may go; every live one may also fail, and all but an acting one be called off."""
_CALLED_OFF = {State.CANCELLED, State.EXPIRED}


_HELD = Order.objects.select_for_update(of=("self",)).select_related("conversation__customer")
_CLAIMED = Prepared(lambda: _HELD.filter(pk=Given("id", UUIDField())))
_STEPS = OrderStep.objects.order_by("-seq").only("seq")
_LAST_STEP = Prepared(lambda: _STEPS.filter(order_id=Given("order", UUIDField()))[:1])
_ORDER_ROWS, _STEP_ROWS = Rows(Order), Rows(OrderStep)


def claim(order_id: UUID | str, *, live: bool = True) -> Order:
    """The order with its row locked; only a live one may move."""
    order = _CLAIMED.first(id=order_id)
    if order is None:
        raise NoSuchOrder
    if live and not order.is_live:
        raise NotNow(state=order.state)
    return order


def may_move(before: str, after: str) -> bool:
    if after in _CALLED_OFF:
        return before in MOVES and before != State.ACTING
    return (after == State.FAILED and before in MOVES) or after in MOVES.get(before, set())


def to(order: Order, state: str) -> None:
    """Move along the table of states; to where it stands already is nothing."""
    if order.state == state:
        return
    if not may_move(order.state, state):
        raise NotNow(state=order.state)
    order.state = state


def ask_of(order: Order, *, key: str = "") -> Ask:
    """What the process may know of this order."""
    numbers = customers.numbers_of([order.customer_id]) if order.customer_id else {}
    number = numbers.get(order.customer_id, "") if order.customer_id else ""
    return Ask(order.pk, order.customer_id, number, dict(order.filled), order.language, key)


def level_of(order: Order) -> int:
    """How surely we know at this moment that the order's customer is speaking. Somebody else's talk counts nothing."""
    talk = order.conversation
    if talk is None or order.customer_id is None or talk.customer_id != order.customer_id:
        return 0
    return conversations.assurance_of(talk)


def digest(order: Order) -> str:
    """What exactly is confirmed and proved: the process with every value, as a keyed digest."""
    given = "|".join(f"{name}={value}" for name, value in sorted(order.filled.items()))
    return blind_index(f"{order.pk}|{order.process}|{order.version}|{order.customer_id}|{given}", "servicing.order")


def is_proved(order: Order) -> bool:
    """Whether the act with exactly these values was stepped up to, a moment ago."""
    still = order.proved_until is not None and order.proved_until > clock.now()
    return still and order.proved_for == digest(order)


def note(order: Order, what: str, *, by: Actor, fields: Iterable[str] = (), remark: str = "") -> None:
    """Add a step and put the next moment of silence off."""
    now = clock.now()
    order.touched_at, order.reminded_at = now, None
    order.due_at = now + timedelta(minutes=process_of(order.process).minutes) if order.is_live else None
    _ORDER_ROWS.update(order)
    last = _LAST_STEP.first(order=order.pk)
    step = OrderStep(order=order, seq=last.seq + 1 if last else 1, at=now, by=str(by), door=order.door, what=what)
    step.fields, step.note = sorted(fields), remark
    _STEP_ROWS.insert(step)


def end(order: Order, state: str, outcome: str, *, by: Actor, told: bool = True) -> None:
    """The order is over: what was called off keeps no values, and nobody's code works any more."""
    to(order, state)
    order.outcome, order.finished_at, order.open_field, order.proving = outcome, clock.now(), "", {}
    order.proved_for, order.proved_until = "", None
    if state != State.DONE:
        order.filled, order.labels = {}, {}
    note(order, state, by=by, remark=outcome)
    measures.ENDED.add(1, process=order.process, door=order.door, outcome=state)
    measures.TIME.record((order.finished_at - order.begun_at).total_seconds(), process=order.process)
    if state != State.DONE:
        tell(order, acts.ENDED, by=by, reason=f"{state} {outcome}".strip())
    publish(OrderEnded(order.pk, order.conversation_id, order.process, state, told))


def tell(order: Order, kind: audit.Kind, *, by: Actor, **more: object) -> None:
    """The trail hears of it, with the process and the customer, never a value."""
    audit.record(
        kind, by=by, on=f"order:{order.pk}", customer=order.customer_id, purpose="service",
        details={"process": order.process, "door": order.door}, **more,  # type: ignore[arg-type]
    )  # fmt: skip
