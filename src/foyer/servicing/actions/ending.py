"""A service is called off, runs out, or is taken over by a colleague; a promise is kept."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Forbidden
from foyer.base.events import publish
from foyer.conversations import queries as conversations
from foyer.servicing import acts
from foyer.servicing.claiming import claim, end, note, tell
from foyer.servicing.errors import NoSuchOrder
from foyer.servicing.events import OrderIdle
from foyer.servicing.models import LIVE, Order, Promise, State
from foyer.servicing.processes.declaring import process_of
from foyer.staff import queries as staff

AT_ONCE = 200


@transaction.atomic
def cancel(order_id: UUID | str, *, by: Actor, why: str = "asked") -> Order:
    """Call it off; what was filled is forgotten. Calling off twice changes nothing."""
    order = claim(order_id, live=False)
    _check_colleague(order, by)
    if order.is_live:
        end(order, State.CANCELLED, why, by=by)
    return order


@transaction.atomic
def take_over(order_id: UUID | str, *, by: Actor) -> Order:
    """A colleague goes on with it beside the conversation they hold. Who has it already keeps it."""
    order = claim(order_id)
    user = _check_colleague(order, by)
    if user is None or order.conversation is None or order.conversation.assignee_id != user.pk:
        raise Forbidden
    if order.taken_by_id != user.pk:
        order.taken_by = user
        note(order, "taken", by=by)
        tell(order, acts.TAKEN, by=by)
    return order


@transaction.atomic
def keep(promise_id: UUID | str, *, by: Actor) -> Promise:
    """A colleague says that it was done. Said twice, the first one stands."""
    promise = Promise.objects.select_for_update().select_related("order").filter(pk=promise_id).first()
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if promise is None or user is None or not user.has_perm("servicing.keep_promise"):
        raise NoSuchOrder
    if promise.kept_at is None:
        promise.kept_at, promise.kept_by = clock.now(), user
        promise.save(update_fields=["kept_at", "kept_by"])
        audit.record(acts.KEPT, by=by, on=f"order:{promise.order_id}", customer=promise.order.customer_id)
    return promise


def expire_and_remind() -> int:
    """After a silence the customer is reminded; after as long again the order runs out. Returns how many moved."""
    due = Order.objects.filter(state__in=LIVE, due_at__lte=clock.now()).exclude(state=State.ACTING)
    return sum(_pass(pk) for pk in list(due.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _pass(order_id: UUID) -> bool:
    order = Order.objects.select_for_update(skip_locked=True).filter(
        pk=order_id, state__in=LIVE, due_at__lte=clock.now()
    ).first()  # fmt: skip
    if order is None or order.state == State.ACTING:
        return False
    if order.reminded_at is None:
        order.reminded_at = clock.now()
        order.due_at = clock.now() + timedelta(minutes=process_of(order.process).minutes)
        order.save(update_fields=["reminded_at", "due_at"])
        publish(OrderIdle(order.pk, order.conversation_id))
    else:
        end(order, State.EXPIRED, "silence", by=SYSTEM, told=False)
    return True


def _check_colleague(order: Order, by: Actor) -> Any:
    """A colleague acts only on what belongs to a conversation they see."""
    if not by.is_staff:
        return None
    user = staff.user_by_id(by.id) if by.id else None
    if user is None or order.conversation_id is None or not user.has_perm("staff.serve_customers"):
        raise NoSuchOrder
    conversations.conversation_for(user, order.conversation_id)
    return user
