"""A purpose as the gates read it, with one person's answer beside it: one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, Q

from foyer.privacy.gates.persons import Person
from foyer.privacy.models import Purpose

COLUMNS = ("code", "group", "basis", "rule", "terms", "kinds", "channel", "active_at")


@dataclass(frozen=True)
class Terms:
    """What is declared of a purpose. `answer` is what one person said last, empty for none."""

    code: str
    group: str
    basis: str
    rule: str
    terms: str
    kinds: tuple[str, ...]
    channel: str
    is_active: bool
    answer: str = ""
    answered_terms: str = ""
    answered_at: datetime | None = None
    expires_at: datetime | None = None


def read(code: str, who: Person | None = None) -> Terms | None:
    """The purpose and what this person answered; nothing for an unknown code."""
    rows = Purpose.objects.filter(code=code)
    if who is None or not (who.customer or who.visitor):
        found = rows.values(*COLUMNS).first()
    else:
        mine = Q(states__customer=who.customer) if who.customer else Q(states__visitor=who.visitor)
        said = ("mine__decision", "mine__terms", "mine__decided_at", "mine__expires_at")
        found = rows.annotate(mine=FilteredRelation("states", condition=mine)).values(*COLUMNS, *said).first()
    return _terms(found) if found else None


def _terms(row: dict[str, Any]) -> Terms:
    return Terms(
        row["code"], row["group"], row["basis"], row["rule"], row["terms"], tuple(row["kinds"]), row["channel"],
        row["active_at"] is not None, row.get("mine__decision") or "", row.get("mine__terms") or "",
        row.get("mine__decided_at"), row.get("mine__expires_at"),
    )  # fmt: skip
