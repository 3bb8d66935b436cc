"""Who may follow this room's live topics: "staff:<user>" its owner, "wall:<unit>" who leads in or above the unit.

An open stream is also how the house knows that somebody's browser is there.
"""

from uuid import UUID

from foyer.base import live
from foyer.base.live import Principal
from foyer.staff import actions
from foyer.staff.models import User
from foyer.staff.queries import is_visible, user_by_id


def may_read_own(principal: Principal, parts: list[str]) -> bool:
    """My own list, and nobody else's."""
    user = _user(principal)
    return user is not None and parts == [str(user.pk)]


def may_read_wall(principal: Principal, parts: list[str]) -> bool:
    """The wall of a unit in the reader's subtree."""
    user, unit_id = _user(principal), _uuid(parts)
    return bool(user and unit_id and user.has_perm("staff.watch_team") and is_visible(user, unit_id))


@live.attending
def keep_seen(present: set[Principal]) -> None:
    """These have a stream open now."""
    ids = {principal.actor.id for principal in present if principal.actor.is_staff}
    actions.keep_seen(user_id for user_id in ids if user_id)


def _user(principal: Principal) -> User | None:
    user = user_by_id(principal.actor.id) if principal.actor.is_staff and principal.actor.id else None
    return user if user and user.is_active else None


def _uuid(parts: list[str]) -> UUID | None:
    try:
        return UUID(parts[0]) if len(parts) == 1 else None
    except ValueError:
        return None


live.register("staff", may_read=may_read_own)
live.register("wall", may_read=may_read_wall)
