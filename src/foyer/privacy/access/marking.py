"""Whose screen and whose copy this is: the line of the watermark, and of the head of every export."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.origin import origin
from foyer.staff import queries as staff


def mark_of(user: Any) -> str:
    """Who, when, and from which address: "li.na · 2026-11-27 10:30 · 10.0.0.7"."""
    at = timezone.localtime(clock.now())
    who = user.employee_no or user.username
    return " · ".join(filter(None, [who, f"{at:%Y-%m-%d %H:%M}", origin().address]))


def export_line(user: Any) -> str:
    """The first line of a CSV and the head line of a PDF that a colleague takes out of the house."""
    return _line(mark_of(user))


def export_line_of(by: Actor) -> str:
    """The same for whoever acts; what the house itself writes says so."""
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    return export_line(user) if user else _line(f"{by} · {timezone.localtime(clock.now()):%Y-%m-%d %H:%M}")


def _line(mark: str) -> str:
    return _("Exported by %(mark)s. For use at work only; every export is kept in the audit trail.") % {"mark": mark}
