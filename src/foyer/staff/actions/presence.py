"""Coming, going and being busy. The log, the fact and the screens change with the row, in one transaction."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from foyer.base import clock, live
from foyer.base.actors import SYSTEM, Actor
from foyer.base.events import publish
from foyer.staff.errors import UnknownState
from foyer.staff.events import PresenceChanged
from foyer.staff.models import Presence, PresenceChange, User
from foyer.staff.models.presence import GONE_AFTER

TOUCH_EVERY = timedelta(seconds=10)
AWAY = Presence.State.AWAY


@transaction.atomic
def set_presence(user: User, state: str, *, by: Actor) -> Presence:
    """Say that someone is available, busy, on a break or away. Saying it twice changes nothing."""
    if state not in Presence.State.values:
        raise UnknownState(state=state)
    presence = _row_of(user)
    if by == Actor.staff(user):
        presence.last_seen_at = clock.now()
    if presence.state != state:
        _change(presence, state, by)
    presence.save(update_fields=["state", "since", "last_seen_at"])
    return presence


def touch_presence(user: User) -> None:
    """The browser of this user is open. It brings nobody back: who went away says so again with `set_presence`."""
    keep_seen([user.pk])


def keep_seen(user_ids: Iterable[UUID]) -> None:
    """The browsers of these users are open: told by the live streams every few seconds, written not more often."""
    now, ids = clock.now(), set(user_ids)
    seen = Presence.objects.filter(user_id__in=ids)
    missing = ids - set(seen.values_list("user_id", flat=True))
    new = [Presence(user_id=user_id, last_seen_at=now) for user_id in missing]
    Presence.objects.bulk_create(new, ignore_conflicts=True)
    seen.exclude(last_seen_at__gt=now - TOUCH_EVERY).update(last_seen_at=now)


def leave(user: User, *, by: Actor) -> Presence:
    """Go away at once, as on signing out."""
    return set_presence(user, AWAY, by=by)


@transaction.atomic
def sweep_away(most: int = 200) -> int:
    """Set away everyone whose browser has been gone for a minute; returns how many. Safe in several processes."""
    gone = Presence.objects.exclude(state=AWAY).filter(last_seen_at__lt=clock.now() - GONE_AFTER)
    rows = list(gone.select_for_update(skip_locked=True, of=("self",)).select_related("user__unit")[:most])
    for presence in rows:
        _change(presence, AWAY, SYSTEM)
    Presence.objects.bulk_update(rows, ["state", "since"])
    return len(rows)


def _row_of(user: User) -> Presence:
    """The user's row, claimed, so that two changes at once are two lines of the log."""
    Presence.objects.get_or_create(user_id=user.pk)
    return Presence.objects.select_for_update(of=("self",)).select_related("user__unit").get(user_id=user.pk)


def _change(presence: Presence, state: str, by: Actor) -> None:
    before, now = presence.state, clock.now()
    presence.state, presence.since = state, now
    if presence.last_seen_at is None:
        presence.last_seen_at = now
    PresenceChange.objects.create(user_id=presence.user_id, before=before, state=state, at=now, by=str(by))
    publish(PresenceChanged(presence.user_id, state, before, str(by)))
    _show(presence)


def _show(presence: Presence) -> None:
    """Tell the user's own screens, and the walls of their unit and every unit above it."""
    data = {"user": str(presence.user_id), "state": presence.state, "since": presence.since.isoformat()}
    live.publish(f"staff:{presence.user_id}", "presence", data)
    unit = presence.user.unit
    for unit_id in unit.path.strip("/").split("/") if unit else []:
        live.publish(f"wall:{unit_id}", "presence", data)
