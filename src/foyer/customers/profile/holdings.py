"""What a customer has with the bank, and what happened on it lately."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from foyer.customers.models import HoldingParty

OWED = frozenset({"loan"})
CLOSED = frozenset({"closed", "repaid", "matured", "cancelled", "expired"})
RECENT = 20


def of_records(records: Sequence[UUID]) -> list[dict[str, Any]]:
    """The holdings of these records, each once, those still open first. One query."""
    parties = HoldingParty.objects.filter(record__in=records).select_related("holding").order_by("holding__opened_on")
    found: dict[UUID, dict[str, Any]] = {}
    for party in parties:
        row = found.setdefault(party.holding_id, _row(party))
        row["roles"] = sorted({*row["roles"], party.role})
    return sorted(found.values(), key=lambda row: (row["is_closed"], row["kind"], row["number"]))


def totals(holdings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What they have and owe, per currency, over open holdings that they own: an overdrawn account is owed."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: {"has": Decimal(0), "owes": Decimal(0)})
    for row in holdings:
        if row["balance"] is None or row["is_closed"] or not {"owner", "joint"} & set(row["roles"]):
            continue
        side = "owes" if row["kind"] in OWED or row["balance"] < 0 else "has"
        sums[row["currency"]][side] += abs(row["balance"])
    return [{"currency": currency, **sides} for currency, sides in sorted(sums.items())]


def transactions(holdings: Iterable[dict[str, Any]], limit: int = RECENT) -> list[dict[str, Any]]:
    """The latest movements over all these holdings, newest first."""
    movements = [
        {**movement, "holding": row["id"], "of": row["number"], "currency": movement.get("currency") or row["currency"]}
        for row in holdings
        for movement in row["recent"]
    ]
    return sorted(movements, key=lambda movement: movement["at"], reverse=True)[:limit]


def _row(party: HoldingParty) -> dict[str, Any]:
    holding = party.holding
    return {
        "id": str(holding.id),
        "parent": str(holding.parent_id) if holding.parent_id else None,
        "kind": holding.kind,
        "product": holding.product,
        "number": f"•••• {holding.number_tail}" if holding.number_tail else "",
        "currency": holding.currency,
        "balance": holding.balance,
        "balance_at": _iso(holding.balance_at),
        "status": holding.status,
        "is_closed": holding.status in CLOSED or holding.closed_on is not None or holding.gone_at is not None,
        "is_gone": holding.gone_at is not None,
        "opened_on": holding.opened_on,
        "closed_on": holding.closed_on,
        "details": holding.details,
        "roles": [],
        "source": holding.source,
        "recent": holding.recent.get("transactions", []) if holding.recent else [],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
