"""Conversations in outline, for rooms that count them: where, whose, when; no words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from foyer.conversations.models import Conversation
from foyer.conversations.models.conversation import Channel


@dataclass(frozen=True)
class Outline:
    """`topic` is the subject of the bank it was about, empty where nobody knows."""

    id: UUID
    number: str
    unit_id: UUID
    channel: str
    language: str
    topic: str
    opened_at: datetime


_FIELDS = ("id", "number", "unit_id", "channel", "language", "topic", "opened_at")


def channel_name(code: str) -> str:
    """A door in the reader's language."""
    return str(Channel(code).label) if code in Channel.values else code


def outline(conversation_id: UUID) -> Outline:
    """One conversation; for code of the house, which has no reader."""
    return Outline(*Conversation.objects.values_list(*_FIELDS).get(pk=conversation_id))


def came_back(conversation_id: UUID, after: datetime, until: datetime) -> datetime | None:
    """When the same person opened another conversation about the same, at any door; None if they did not.

    What either was about may be unknown; then it counts as the same, so that no unsolved one is taken for solved.
    """
    one = Conversation.objects.only("visitor_id", "customer_id", "topic").get(pk=conversation_id)
    theirs = Q(visitor=one.visitor_id) | (Q(customer=one.customer_id) if one.customer_id else Q())
    same = Q(topic__in=["", one.topic]) if one.topic else Q()
    later = Conversation.objects.filter(theirs, same, opened_at__gt=after, opened_at__lte=until).exclude(pk=one.pk)
    return later.order_by("opened_at").values_list("opened_at", flat=True).first()
