"""What a customer fears has its own way in: one tap reports fraud, and a person is asked for at once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.base.ids import new_id
from foyer.conversations.access import colleague
from foyer.conversations.actions.claiming import claim, claim_with_customer, settle
from foyer.conversations.actions.opening import open_conversation
from foyer.conversations.actions.requesting import request_person, wait_in
from foyer.conversations.actions.sending import send
from foyer.conversations.actions.writing import tell
from foyer.conversations.errors import AssuranceTooLow
from foyer.conversations.event_texts import DJANGO_LANGUAGE
from foyer.conversations.models import Conversation, Visitor
from foyer.conversations.models.conversation import Assurance
from foyer.conversations.queues import queue_for
from foyer.conversations.showing import show_change
from foyer.conversations.states import Status
from foyer.customers import trust

FRAUD_REPORTED = audit.kind("conversations.fraud_reported", gettext_lazy("A customer reported fraud"))


@transaction.atomic
def report_fraud(
    visitor: Visitor, *, channel: str, language: str, freeze: bool, by: Actor, is_elderly: bool = False
) -> Conversation:
    """Open or go on with their conversation, under the topic fraud, in front of the line; with `freeze` the customer
    who is signed in stands still as well. Reporting twice opens nothing twice.
    """
    if freeze:
        _freeze(visitor, by)
    conversation = open_conversation(visitor, channel=channel, language=language, is_elderly=is_elderly, by=by)
    if conversation.topic != "fraud":
        _raise_alarm(conversation, language, by)
    return request_person(conversation.pk, reason="fraud", topic="fraud", by=by)


@transaction.atomic
def unfreeze_customer(conversation_id: Any, *, by: Actor) -> Conversation:
    """Open a frozen customer's services after a stepped-up check in this conversation, made since the freeze."""
    from foyer.conversations.queries import assurance_of

    conversation = claim_with_customer(conversation_id)
    if not colleague(conversation, by).has_perm("customers.unfreeze_customer"):
        raise Forbidden
    if conversation.customer is None or assurance_of(conversation) < Assurance.STEPPED_UP:
        raise AssuranceTooLow(needed=int(Assurance.STEPPED_UP))
    trust.unfreeze(conversation.customer.pk, how="stepped_up", about=f"conversation:{conversation.pk}", by=by)
    tell(conversation, "unfrozen", internal=True)
    return conversation


def _freeze(visitor: Visitor, by: Actor) -> None:
    """First of all, since the customer and their sign-ins are locked before a visit and its conversation."""
    customer = Visitor.objects.filter(pk=visitor.pk).values_list("customer", flat=True).first()
    if customer:
        trust.hold_all(customer)
        Visitor.objects.filter(pk=visitor.pk).update(session=None)  # who reports goes on speaking, as one who claims
        trust.freeze(customer, reason="fraud", by=by)


def _raise_alarm(conversation: Conversation, language: str, by: Actor) -> None:
    """The customer says so in their own thread; one who already stands in a line moves to the queue for fraud."""
    with override(DJANGO_LANGUAGE[language]):
        words = _("I want to report fraud.")
    send(conversation.pk, text=words, client_id=f"fraud-{new_id()}", by=by)
    audit.record(
        FRAUD_REPORTED, by=by, on=f"conversation:{conversation.pk}", customer=conversation.customer_id,
        purpose="service",
    )  # fmt: skip
    _hurry(conversation)


def _hurry(conversation: Conversation) -> None:
    """Who waits already waits under the topic fraud from now on, with its priority."""

    held = claim(conversation.pk)
    held.topic = "fraud"
    if held.status == Status.WAITING:
        wait_in(held, queue_for(held, topic="fraud"))
    settle(held)
    show_change(held)
