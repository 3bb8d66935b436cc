"""This room's periodic work."""

from importlib import import_module

from django.conf import settings

from foyer.base.jobs import periodic
from foyer.staff import actions


@periodic("staff.sweep_away", every_seconds=5)
def sweep_away() -> None:
    """Whoever's browser has been gone for a minute is away."""
    actions.sweep_away()


@periodic("staff.clear_sessions", every_seconds=3600)
def clear_sessions() -> None:
    """Forget sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
