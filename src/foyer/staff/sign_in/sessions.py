"""The user's open sessions: one can be ended from another, and closing the last is leaving the desk.

Whoever's session ends also loses the live streams it opened, at once: all of the user's streams are dismissed, and
those with a session that still holds come back by themselves.
"""

from datetime import timedelta
from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest

from foyer.base import audit, clock, live
from foyer.base.actors import SYSTEM, Actor
from foyer.staff import actions
from foyer.staff.acts import SESSION_ENDED
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


def end_all(user: User, *, by: Actor | None = None) -> int:
    """Sign every session of a user out; returns how many."""
    return _end(user, UserSession.objects.filter(user=user), by)


def end_late() -> int:
    """End every session that has been idle too long or is too old; returns how many. Streams end with them."""
    now, idle = clock.now(), settings.FOYER_IDLE_SECONDS
    late = Q(created_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE))
    if idle:
        late |= Q(last_seen_at__lt=now - timedelta(seconds=idle))
    ended = 0
    for session in UserSession.objects.filter(late).select_related("user"):
        with transaction.atomic():
            ended += _end(session.user, [session], SYSTEM)
            leave_if_last(session.user)
    return ended


def keep_to_the_limit(user: User, here: str) -> int:
    """End the oldest sessions beyond the number that the user's roles allow; returns how many."""
    most = most_sessions(user)
    others = UserSession.objects.filter(user=user).exclude(session_key=here).order_by("-created_at", "-pk")
    return _end(user, others[most - 1 :], SYSTEM) if most and others.count() >= most else 0


def most_sessions(user: User) -> int:
    """How many at once: the smallest number that one of the user's roles has, else that of all roles; 0 is no limit."""
    limits = dict(line.split("=", 1) for line in settings.FOYER_SESSION_LIMITS)
    held = [group.name for group in user.groups.all()] + (["administrator"] if user.is_superuser else [])
    own = [int(limits[role]) for role in held if role in limits]
    return min(own, default=int(limits.get("*", 0)))


def leave_if_last(user: User) -> None:
    """Who has no session left is not at their desk."""
    if not open_sessions(user) and Presence.objects.filter(user=user).exists():
        actions.leave(user, by=Actor.staff(user))


def _end(user: User, sessions: Any, by: Actor | None = None) -> int:
    ended = list(sessions)
    for session in ended:
        audit.record(SESSION_ENDED, by=by or Actor.staff(user), on=f"user:{user.pk}")
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


@receiver([authenticator_added, authenticator_removed], dispatch_uid="foyer.staff.sign_in.end_others")
def end_others_after_a_factor(request: HttpRequest | None, user: User, **_signal: Any) -> None:
    """Another way to prove oneself: whoever is signed in elsewhere proves it anew. This browser stays."""
    end_others(user, (request.session.session_key if request else "") or "")
