"""Who looked at one customer, by act: for the page on which customers read it themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from foyer.security.audit.subjects import pseudonym_of
from foyer.security.models import AuditEntry


@dataclass(frozen=True)
class Look:
    """One line of the trail, without anything that names the colleague but their id."""

    at: datetime
    act: str
    actor_id: UUID | None
    roles: tuple[str, ...]
    reason: str
    fields: tuple[str, ...]


def looks_at(customer_id: UUID, acts: Iterable[str], *, since: datetime, limit: int) -> list[Look]:
    """What staff did of these acts with the customer's data, newest first. Two queries."""
    pseudonym = pseudonym_of(customer_id)
    if pseudonym is None:
        return []
    rows = AuditEntry.objects.filter(customer=pseudonym, act__in=list(acts), actor_kind="staff", outcome="done")
    rows = rows.filter(at__gte=since).order_by("-id")[:limit]
    return [Look(row.at, row.act, row.actor_id, tuple(row.actor_roles), row.reason, tuple(row.fields)) for row in rows]
