"""The responses of the house."""

from django.utils.translation import gettext_lazy as _

from foyer.base.actors import Actor
from foyer.security.detection.responses.registry import register
from foyer.security.models import Response
from foyer.staff.sign_in import sessions

HOUR = 3600


def _end_sessions(response: Response) -> None:
    """Every browser of theirs is signed out and its live streams end; signing in again is possible."""
    if response.user is not None:
        sessions.end_all(response.user, by=Actor.parse(response.by))


NOTIFY = register("notify", name=_("Tell those who watch"), seconds=0, needs_user=False)
STEP_UP = register("step_up", name=_("Ask for the second factor again"), seconds=8 * HOUR)
END_SESSIONS = register("end_sessions", name=_("End all sessions"), seconds=0, start=_end_sessions)
FREEZE_EXPORT = register("freeze_export", name=_("Freeze exports"), seconds=24 * HOUR)
SECOND_PERSON = register("second_person", name=_("A second person for each unmasking"), seconds=24 * HOUR)
