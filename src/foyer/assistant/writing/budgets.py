"""How many tokens may still be used today: by the house, and by one conversation.

An answer that is being written counts with all it may use; afterwards with what it did.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q, Sum

from foyer.assistant.models import Draft, Translation
from foyer.base import clock

SPENDERS = (Draft, Translation)


def within(conversation_id: UUID, tokens: int) -> bool:
    """Whether that many more may be used for this conversation."""
    today = [_spent(model, conversation_id) for model in SPENDERS]
    day, talk = (sum(each[name] for each in today) for name in ("day", "talk"))
    return _fits(day + tokens, settings.FOYER_LLM_DAY_TOKENS) and _fits(talk + tokens, settings.FOYER_LLM_TALK_TOKENS)


def spent_today() -> int:
    return sum(_spent(model, None)["day"] for model in SPENDERS)


def _spent(model: Any, conversation_id: UUID | None) -> dict[str, int]:
    spent = F("tokens_in") + F("tokens_out")
    found: dict[str, int] = model.objects.filter(at__gte=_midnight()).aggregate(
        day=Sum(spent, default=0), talk=Sum(spent, filter=Q(conversation=conversation_id), default=0)
    )
    return found


def _fits(tokens: int, most: int) -> bool:
    return most == 0 or tokens <= most


def _midnight() -> datetime:
    """Where the bank's day began."""
    now = clock.now().astimezone(ZoneInfo(settings.TIME_ZONE))
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
