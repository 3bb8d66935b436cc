"""A visitor's earlier conversations join the customer they turned out to be, and can be separated from them again.

customers keeps the link; this room follows its two facts. How each conversation was before is noted with the link, so
that separating puts exactly that back.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.conversations.actions.claiming import claim, settle
from foyer.conversations.actions.opening import describe
from foyer.conversations.models import Conversation, Visitor
from foyer.conversations.showing import show_change
from foyer.conversations.timeline import keep_on_timeline
from foyer.customers import queries as customers
from foyer.customers.collecting import joining as links

WHAT = "conversations"
KEPT = ("is_elderly", "is_vulnerable", "assurance_level", "assurance_method", "priority")
INSTANTS = ("assurance_at", "assurance_until", "rank_at")
BORN_JOINED: dict[str, Any] = {  # of one that was opened while the link held: what it would have been without
    "is_vulnerable": False, "assurance_level": 0, "assurance_method": "", "assurance_at": None, "assurance_until": None,
}  # fmt: skip


@transaction.atomic
def join_visitor(visitor_id: UUID, customer_id: UUID, link_id: UUID) -> None:
    """All that the visitor said while nobody knew them is the customer's. Joining twice changes nothing."""
    visitor = Visitor.objects.select_for_update(no_key=True).filter(pk=visitor_id).first()
    customer = customers.by_id(customer_id)
    if visitor is None or customer is None or visitor.customer_id not in (None, customer_id):
        return
    if not links.is_linked(link_id):
        return
    Visitor.objects.filter(pk=visitor_id, customer=None).update(customer=customer)
    for conversation_id in _of(visitor_id).filter(customer=None).values_list("pk", flat=True):
        _join(conversation_id, customer, link_id)


@transaction.atomic
def separate_visitor(visitor_id: UUID, customer_id: UUID, link_id: UUID) -> None:
    """What was joined by this link is nobody's again. Separating twice changes nothing."""
    noted = links.before(link_id, WHAT)
    Visitor.objects.filter(pk=visitor_id, customer=customer_id).update(customer=None)
    for conversation_id in _of(visitor_id).filter(customer=customer_id).values_list("pk", flat=True):
        _put_back(conversation_id, noted.get(str(conversation_id), BORN_JOINED))


def remember(link_id: UUID, conversation: Conversation) -> None:
    """Note how a claimed conversation is before it becomes a customer's."""
    if conversation.customer_id is None:
        links.note_before(link_id, WHAT, {str(conversation.pk): _as_it_is(conversation)})


def _join(conversation_id: UUID, customer: Any, link_id: UUID) -> None:
    conversation = claim(conversation_id)
    if conversation.customer_id is not None:
        return
    remember(link_id, conversation)
    if conversation.is_closed:
        conversation.customer = customer
    else:
        describe(conversation, customer)
    settle(conversation)
    keep_on_timeline(conversation)
    show_change(conversation)


def _put_back(conversation_id: UUID, values: dict[str, Any]) -> None:
    conversation = claim(conversation_id)
    conversation.customer = None
    for name, value in values.items():
        is_instant = name in INSTANTS and value
        setattr(conversation, name, datetime.fromisoformat(value) if is_instant else value)
    settle(conversation)
    keep_on_timeline(conversation)
    show_change(conversation)


def _of(visitor_id: UUID) -> Any:
    return Conversation.objects.filter(visitor=visitor_id).order_by("pk")


def _as_it_is(conversation: Conversation) -> dict[str, Any]:
    instants = {name: getattr(conversation, name) for name in INSTANTS}
    plain = {name: getattr(conversation, name) for name in KEPT}
    return {**plain, **{name: at.isoformat() if at else None for name, at in instants.items()}}
