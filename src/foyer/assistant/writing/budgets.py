"""How many tokens may still be used today: by the house, and by one conversation.

An answer that is being written counts with all it may use; afterwards with what it did.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q, Sum

from foyer.assistant.models import Draft
from foyer.base import clock


def within(conversation_id: UUID, tokens: int) -> bool:
    """Whether that many more may be used for this conversation."""
    spent = F("tokens_in") + F("tokens_out")
    today = Draft.objects.filter(at__gte=_midnight()).aggregate(
        day=Sum(spent, default=0), talk=Sum(spent, filter=Q(conversation=conversation_id), default=0)
    )
    return _fits(today["day"] + tokens, settings.FOYER_LLM_DAY_TOKENS) and _fits(
        today["talk"] + tokens, settings.FOYER_LLM_TALK_TOKENS
    )


def spent_today() -> int:
    spent = F("tokens_in") + F("tokens_out")
    return int(Draft.objects.filter(at__gte=_midnight()).aggregate(day=Sum(spent, default=0))["day"])


def _fits(tokens: int, most: int) -> bool:
    return most == 0 or tokens <= most


def _midnight() -> datetime:
    """Where the bank's day began."""
    now = clock.now().astimezone(ZoneInfo(settings.TIME_ZONE))
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
