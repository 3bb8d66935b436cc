"""What the rooms ask before something sensitive. `user` is a colleague's row."""

from typing import Any

from allauth.mfa.signals import authenticator_used
from django.dispatch import receiver

from foyer.base.actors import Actor
from foyer.security.detection.errors import ExportFrozen, StepUpNeeded
from foyer.security.detection.responses import holds
from foyer.security.detection.responses.taking import fulfil
from foyer.staff import queries as staff


def may_export(user: Any) -> bool:
    """Whether no response keeps this colleague from taking data out. One query."""
    return not holds("freeze_export", user)


def must_step_up(user: Any) -> bool:
    """Whether this colleague has to show the second factor again first. One query."""
    return holds("step_up", user)


def needs_second_person(user: Any) -> bool:
    """Whether somebody else must agree to each unmasking of this colleague. One query."""
    return holds("second_person", user)


def check_export(by: Actor) -> None:
    """Raises ExportFrozen or StepUpNeeded. The house itself and customers are never held back."""
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None:
        return
    if not may_export(user):
        raise ExportFrozen
    check_step_up(user)


def check_step_up(user: Any) -> None:
    """Raises StepUpNeeded."""
    if must_step_up(user):
        raise StepUpNeeded


@receiver(authenticator_used, dispatch_uid="foyer.security.detection.stepped_up")
def stepped_up(user: Any, reauthenticated: bool = False, **_signal: Any) -> None:
    """The second factor was shown, at a new sign-in or when asked again."""
    fulfil(user, "step_up")
