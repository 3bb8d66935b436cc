"""A service begins, or goes on at another door."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.base.ids import new_id
from foyer.conversations import queries as conversations
from foyer.servicing import acts, measures
from foyer.servicing.claiming import claim, note, tell
from foyer.servicing.errors import LevelTooLow, NoSuchProcess, OftenEnough, OneAtATime
from foyer.servicing.events import OrderBegun
from foyer.servicing.models import LIVE, Order, State
from foyer.servicing.processes.declaring import VERIFIED, Process, process_of


@transaction.atomic
def begin(process: str, *, conversation: Any, language: str, by: Actor) -> Order:
    """Begin a service in a conversation; the one that runs there already is answered when it is the same.

    Refused: a service that is not offered, another that is running, more often than the bank offers it in a day.
    """
    declared = process_of(process)
    if not declared.is_offered:
        raise NoSuchProcess(process=process)
    running = Order.objects.filter(conversation=conversation, state__in=LIVE).first()
    if running is not None:
        if running.process == process:
            return running
        raise OneAtATime(order=str(running.pk))
    _check_pace(declared, conversation)
    return _open(declared, conversation, language, by)


@transaction.atomic
def move(order_id: UUID | str, *, conversation: Any, by: Actor) -> Order:
    """Go on with an order in another conversation, at another door, as the same customer, who must be known there.

    A confirmation and a proof do not travel: they are asked for again.
    """
    order = claim(order_id)
    if order.conversation_id == conversation.pk:
        return order
    is_theirs = order.customer_id is not None and order.customer_id == conversation.customer_id
    if not is_theirs or conversations.assurance_of(conversation) < VERIFIED:
        raise LevelTooLow
    if order.state == State.ACTING:
        raise OneAtATime(order=str(order.pk))
    order.conversation, order.door = conversation, conversation.channel
    order.confirmed_for, order.proved_for, order.proved_until, order.proving = "", "", None, {}
    order.state = State.COLLECTING
    _save_alone(order)
    note(order, "moved", by=by, remark=order.door)
    tell(order, acts.MOVED, by=by)
    return order


def _open(process: Process, conversation: Any, language: str, by: Actor) -> Order:
    identifier, now = new_id(), clock.now()
    order = Order(
        id=identifier, number=f"S{now:%y%m%d}-{identifier.hex[-6:].upper()}", process=process.code,
        version=process.version, conversation=conversation, customer_id=conversation.customer_id,
        door=conversation.channel, door_begun=conversation.channel, language=language,
    )  # fmt: skip
    _save_alone(order)
    note(order, "begun", by=by)
    measures.BEGUN.add(1, process=order.process, door=order.door)
    tell(order, acts.BEGUN, by=by)
    publish(OrderBegun(order.pk, order.process, order.door))
    return order


def _save_alone(order: Order) -> None:
    """One live order a conversation: of two that begin at once, one is refused."""
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError:
        raise OneAtATime from None


def _check_pace(process: Process, conversation: Any) -> None:
    since = clock.now() - timedelta(days=1)
    same = Order.objects.filter(process=process.code, begun_at__gt=since)
    customer, visitor = conversation.customer_id, conversation.visitor_id
    theirs = same.filter(customer=customer) if customer else same.filter(conversation__visitor=visitor)
    if theirs.count() >= process.limit:
        raise OftenEnough(process=process.code)
