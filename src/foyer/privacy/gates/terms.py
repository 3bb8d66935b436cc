"""A purpose as the gates read it, with one person's answer and the stops that hold for them: one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, FilteredRelation, Q

from foyer.privacy.gates import stops
from foyer.privacy.gates.persons import Person
from foyer.privacy.models import Purpose

STOP = "stop_"
COLUMNS = ("code", "group", "basis", "rule", "terms", "kinds", "channel", "active_at")


@dataclass(frozen=True)
class Terms:
    """What is declared of a purpose. `answer` is what one person said last; `stopped` what stops them."""

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
    stopped: frozenset[str] = frozenset()


def read(code: str, who: Person | None = None) -> Terms | None:
    """The purpose and what this person answered; nothing for an unknown code."""
    rows = Purpose.objects.filter(code=code)
    if who is None or not (who.customer or who.visitor):
        found = rows.values(*COLUMNS).first()
    else:
        mine = Q(states__customer=who.customer) if who.customer else Q(states__visitor=who.visitor)
        said = ("mine__decision", "mine__terms", "mine__decided_at", "mine__expires_at")
        held = _stops(who)
        rows = rows.annotate(mine=FilteredRelation("states", condition=mine), **held)
        found = rows.values(*COLUMNS, *said, *held).first()
    return _terms(found) if found else None


def _stops(who: Person) -> dict[str, Exists]:
    """Of each stop, whether it holds for this customer."""
    if not who.customer:
        return {}
    return {
        f"{STOP}{one.code}": Exists(one.customers().filter(customer=who.customer)) for one in stops.registered()
    }  # fmt: skip


def _terms(row: dict[str, Any]) -> Terms:
    return Terms(
        row["code"], row["group"], row["basis"], row["rule"], row["terms"], tuple(row["kinds"]), row["channel"],
        row["active_at"] is not None, row.get("mine__decision") or "", row.get("mine__terms") or "",
        row.get("mine__decided_at"), row.get("mine__expires_at"),
        frozenset(name.removeprefix(STOP) for name, holds in row.items() if name.startswith(STOP) and holds),
    )  # fmt: skip
