"""The user's open sessions: one can be ended from another, and closing the last is leaving the desk.

Whoever's session ends also loses the live streams it opened, at once: all of the user's streams are dismissed, and
those with a session that still holds come back by themselves.
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest

from foyer.base import clock, live
from foyer.base.actors import Actor
from foyer.staff import actions
from foyer.staff.models import Presence, User


def open_sessions(user: User) -> list[UserSession]:
    """The sessions that are still open, oldest first; those that have run out are forgotten. Three queries."""
    rows = UserSession.objects.filter(user=user).order_by("created_at")
    keys = [row.session_key for row in rows]
    alive = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now()).values_list("session_key", flat=True)
    )
    UserSession.objects.filter(user=user).exclude(session_key__in=alive).delete()
    return [row for row in rows if row.session_key in alive]


def end_session(user: User, session_id: int) -> bool:
    """Sign one of the user's own sessions out; False when there is no such session of theirs."""
    return bool(_end(user, UserSession.objects.filter(user=user, pk=session_id)))


def end_others(user: User, session_key: str) -> int:
    """Sign every session but this one out; returns how many."""
    return _end(user, UserSession.objects.filter(user=user).exclude(session_key=session_key))


def end_all(user: User) -> int:
    """Sign every session of a user out; returns how many."""
    return _end(user, UserSession.objects.filter(user=user))


def _end(user: User, sessions: Any) -> int:
    ended = list(sessions)
    for session in ended:
        session.end()
    live.dismiss(Actor.staff(user))
    return len(ended)


@receiver(user_logged_out, dispatch_uid="foyer.staff.sign_in.leave_the_desk")
def leave_the_desk(request: HttpRequest, user: User | None, **_signal: Any) -> None:
    """Who signs out of their last browser is away at once, without waiting for the sweep."""
    if user is None:
        return
    here = request.session.session_key
    is_last = all(session.session_key == here for session in open_sessions(user))
    if is_last and Presence.objects.filter(user=user).exists():
        actions.leave(user, by=Actor.staff(user))
    request.session.delete()  # before the streams are dismissed, so that this browser's cannot come back
    live.dismiss(Actor.staff(user))


@receiver([password_changed, password_reset], dispatch_uid="foyer.staff.sign_in.dismiss_streams")
def dismiss_streams(user: User, **_signal: Any) -> None:
    """A new password ends the other sessions; their streams end with them."""
    live.dismiss(Actor.staff(user))
