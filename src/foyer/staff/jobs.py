"""This room's periodic work."""

from importlib import import_module

from django.conf import settings

from foyer.base.jobs import periodic
from foyer.staff import actions
from foyer.staff.sign_in import sessions


@periodic("staff.sweep_away", every_seconds=5)
def sweep_away() -> None:
    """Whoever's browser has been gone for a minute is away."""
    actions.sweep_away()


@periodic("staff.end_late_sessions", every_seconds=15)
def end_late_sessions() -> None:
    """Who gave no sign of life, or signed in too long ago, is signed out, and their streams end."""
    sessions.end_late()


@periodic("staff.clear_sessions", every_seconds=3600)
def clear_sessions() -> None:
    """Forget sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
