"""Reads of this room that other rooms use."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from foyer.base import clock
from foyer.customers import queries as customers
from foyer.privacy.gates import refusals as counting
from foyer.privacy.gates.narrowing import usable
from foyer.privacy.models import GateRefusal


def customers_for(purpose: str, *, kinds: tuple[str, ...] = ()) -> "QuerySet[Any, UUID]":
    """The ids of every customer whose data may be used for a purpose, as a query: for millions, and within others."""
    return usable(customers.standing(), purpose, "pk", kinds=kinds).values_list("pk", flat=True)


def refusals(*, since: date | None = None) -> list[dict[str, Any]]:
    """What the gates refused: by day, purpose, channel, reason and who asked; thirty days unless told otherwise."""
    counting.flush()
    since = since or timezone.localdate(clock.now()) - timedelta(days=30)
    rows = GateRefusal.objects.filter(day__gte=since).order_by("-day", "purpose", "reason", "channel", "asker")
    return [dict(row) for row in rows.values("day", "purpose", "channel", "reason", "asker", "count")]


def refusals_by_reason(*, since: date | None = None) -> list[dict[str, Any]]:
    """The same, summed over days and askers, most first."""
    counting.flush()
    since = since or timezone.localdate(clock.now()) - timedelta(days=30)
    rows = GateRefusal.objects.filter(day__gte=since).values("purpose", "reason", "channel")
    return [dict(row) for row in rows.annotate(times=Sum(F("count"))).order_by("-times", "purpose", "reason")]
