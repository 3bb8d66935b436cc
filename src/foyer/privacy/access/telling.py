"""Whom to tell: the supervisors above a colleague, live, wherever on the desk they are. Never a value, never a name."""

from typing import Any
from uuid import UUID

from foyer.base import live
from foyer.staff import queries as staff

APPROVE, REVIEW = "privacy.approve_unmask", "privacy.review_access"


def supervisors_of(user: Any, permission: str) -> list[Any]:
    """Who holds the permission and sees the colleague's unit, without the colleague. Two queries."""
    if user.unit is None:
        return []
    people = staff.permitted(permission).select_related("unit").exclude(pk=user.pk)
    return [one for one in people if one.unit and user.unit.path.startswith(one.unit.path)]


def tell_supervisors(user: Any, permission: str, kind: str, data: dict[str, Any]) -> None:
    """A live event for each of them, in the caller's transaction."""
    for one in supervisors_of(user, permission):
        live.publish(f"staff:{one.pk}", kind, data)


def tell(user_id: UUID, kind: str, data: dict[str, Any]) -> None:
    live.publish(f"staff:{user_id}", kind, data)
