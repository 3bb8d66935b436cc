"""Telling those who watch, live, in the caller's transaction. Ids only."""

from typing import Any

from foyer.base import live
from foyer.staff import queries as staff

WATCH = "security.watch_alerts"


def tell(kind: str, data: dict[str, Any]) -> int:
    """Everybody who may see alerts; returns how many that are."""
    people = list(staff.permitted(WATCH).values_list("pk", flat=True))
    for user_id in people:
        live.publish(f"staff:{user_id}", f"security.{kind}", data)
    return len(people)
