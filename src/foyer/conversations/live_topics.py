"""Who may follow which stream of this room, and how a visitor's token opens one."""

from collections.abc import Callable
from uuid import UUID

from foyer.base import live
from foyer.base.actors import Actor
from foyer.base.live import Principal
from foyer.conversations import queries, tokens
from foyer.staff import queries as staff


def _conversation(principal: Principal, parts: list[str]) -> bool:
    """`conversation:<id>` for both sides; `conversation:<id>:staff` for colleagues only."""
    staff_side = len(parts) == 2 and parts[1] == "staff"
    if len(parts) != 1 and not (staff_side and principal.actor.is_staff):
        return False
    if principal.actor.is_staff and not _still_serves(principal):
        return False
    return _is_uuid(parts[0]) and queries.may_read(principal.actor, parts[0])


def _still_serves(principal: Principal) -> bool:
    """A conversation stays with its agent; whoever lost the role that opens it hears nothing more."""
    user = staff.user_by_id(principal.actor.id) if principal.actor.id else None
    return user is not None and user.has_perm("conversations.view_conversation")


def _queue(principal: Principal, parts: list[str]) -> bool:
    user = staff.user_by_id(principal.actor.id) if principal.actor.is_staff and principal.actor.id else None
    return user is not None and len(parts) == 1 and parts[0] in {queue["id"] for queue in queries.queues_of(user)}


def _own(kind: str) -> Callable[[Principal, list[str]], bool]:
    """A stream of one's own."""
    return lambda principal, parts: principal.actor.kind == kind and parts == [str(principal.actor.id)]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@live.bearer
def by_visitor_token(token: str) -> Principal | None:
    """The visitor behind `Authorization: Bearer <token>`."""
    visitor = tokens.visitor_of(token)
    return Principal(Actor.visitor(visitor)) if visitor else None


live.register("conversation", may_read=_conversation)
live.register("queue", may_read=_queue)
live.register("visitor", may_read=_own("visitor"))
