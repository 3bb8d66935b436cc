"""Coming in: a visitor is given an unguessable token, and a conversation begins with the assistant."""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from foyer.base import clock, live
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.conversations import measures
from foyer.conversations.actions.claiming import settle
from foyer.conversations.errors import Blocked, NoSuchConversation
from foyer.conversations.events import ConversationOpened
from foyer.conversations.models import Conversation, Participant, Visitor
from foyer.conversations.models.conversation import Assurance
from foyer.conversations.priority import priority_of
from foyer.conversations.queues import default_queue
from foyer.conversations.states import Status
from foyer.customers import trust


def start_visit(*, channel: str, language: str) -> tuple[Visitor, str]:
    """A new visitor and the token that proves it; the token is given once and kept nowhere."""
    token = secrets.token_urlsafe(32)
    visitor = Visitor.objects.create(token_hash=token_digest(token), channel=channel, language=language)
    return visitor, token


def end_visit(visitor_id: UUID) -> None:
    """Revoke a visitor's token: from now on it opens nothing. Repeating it changes nothing."""
    Visitor.objects.filter(pk=visitor_id, revoked_at=None).update(revoked_at=clock.now())


@trust.when_ended
def end_visits_of(sessions: list[UUID]) -> None:
    """Whoever was known by a sign-in that has ended reads and hears nothing more with the token of that visit."""
    for visitor in Visitor.objects.filter(session__in=sessions, revoked_at=None).order_by("pk"):
        end_visit(visitor.pk)
        live.recheck(actor=Actor.visitor(visitor))


@trust.while_waiting
def sessions_in_line() -> list[UUID]:
    """Whoever waits for a person, or for their answer, is not idle."""
    waits = Q(status=Status.WAITING) | Q(status=Status.ACTIVE, awaiting_since__isnull=False)
    rows = Conversation.objects.filter(waits, visitor__session__isnull=False, visitor__revoked_at=None)
    return list(rows.values_list("visitor__session", flat=True))


@transaction.atomic
def open_conversation(
    visitor: Visitor, *, channel: str, language: str, by: Actor, customer: object | None = None, topic: str = "",
    is_elderly: bool = False,
) -> Conversation:  # fmt: skip
    """Begin a conversation, or go on with the one that is still open for this visitor.

    `is_elderly`: they use the large-type pages; priority and patience follow though nobody has signed in.
    """
    visitor = _claim_visitor(visitor.pk)
    person = customer or visitor.customer
    if visitor.blocked_at or getattr(person, "is_blocked", False):
        raise Blocked
    open_one = Conversation.objects.filter(visitor=visitor).exclude(status=Status.CLOSED).first()
    return open_one or _begin(visitor, person, channel, language, topic=topic, is_elderly=is_elderly)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _claim_visitor(visitor_id: UUID) -> Visitor:
    held = Visitor.objects.select_for_update().filter(pk=visitor_id, revoked_at=None).values_list("pk", flat=True)
    if not held:
        raise NoSuchConversation
    return Visitor.objects.select_related("customer").get(pk=visitor_id)


def _begin(
    visitor: Visitor, customer: object | None, channel: str, language: str, *, topic: str, is_elderly: bool
) -> Conversation:
    queue = default_queue(language, getattr(customer, "unit", None))
    conversation = Conversation(
        number=_next_number(), visitor=visitor, channel=channel, language=language, topic=topic, queue=queue,
        unit=queue.unit, is_elderly=is_elderly,
        previous=Conversation.objects.filter(visitor=visitor).order_by("-opened_at").first(),
    )  # fmt: skip
    if customer is not None:
        describe(conversation, customer)
    conversation.priority = priority_of(conversation)
    settle(conversation)
    Participant.objects.create(
        conversation=conversation, actor=str(Actor.visitor(visitor)), role=Participant.Role.CUSTOMER
    )
    measures.opened(conversation, queue)
    publish(ConversationOpened(conversation.id, channel, language, conversation.customer_id))
    return conversation


def describe(conversation: Conversation, customer: Any) -> None:
    """Take over from the customer what routing and patience need to know."""
    conversation.customer = customer
    conversation.is_elderly = conversation.is_elderly or customer.is_elderly
    conversation.is_vulnerable = customer.is_vulnerable
    conversation.assurance_level = max(conversation.assurance_level, Assurance.CLAIMED)


def _next_number() -> str:
    """C-20261123-000123: the day, and a count that never repeats."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('conversations_number')")
        (count,) = cursor.fetchone()
    return f"C-{clock.now():%Y%m%d}-{count:06}"
