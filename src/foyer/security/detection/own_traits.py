"""What the house can tell of an entry by itself: off duty, a new device, a canary, a network of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foyer.security.audit.reading import first_id
from foyer.security.detection.traits import trait
from foyer.security.models import AuditEntry, Canary
from foyer.staff import queries as staff

NEW_FOR, KNOWN_FOR = timedelta(hours=24), timedelta(days=90)


@trait("off_hours", _("Outside their working hours"))
def off_hours(entries: list[AuditEntry]) -> set[UUID]:
    """A colleague whose own hours, or those of their unit, did not cover the instant."""
    found: dict[UUID | None, Any] = {}
    for actor in {entry.actor_id for entry in entries if entry.actor_kind == "staff" and entry.actor_id}:
        found[actor] = staff.user_by_id(actor)
    return {
        entry.pk
        for entry in entries
        if (user := found.get(entry.actor_id)) is not None and not staff.is_working(user, entry.at)
    }


@trait("new_device", _("From a device first seen within a day"))
def new_device(entries: list[AuditEntry]) -> set[UUID]:
    """The actor was known before, but not from this device. What a browser says of itself stands for the device."""
    return {entry.pk for entry in entries if entry.device and entry.actor_id and _is_new(entry)}


@trait("canary", _("A canary"))
def canary(entries: list[AuditEntry]) -> set[UUID]:
    """Somebody touched a customer whom nobody has a reason to look at."""
    asked = {entry.customer for entry in entries if entry.customer}
    placed = set(Canary.objects.filter(pseudonym__in=asked).values_list("pseudonym", flat=True))
    return {entry.pk for entry in entries if entry.customer in placed}


def _is_new(entry: AuditEntry) -> bool:
    theirs = AuditEntry.objects.filter(actor_id=entry.actor_id, pk__gte=first_id(entry.at - KNOWN_FOR))
    before = theirs.filter(pk__lt=first_id(_day_before(entry)))
    return before.exists() and not before.filter(device=entry.device).exists()


def _day_before(entry: AuditEntry) -> datetime:
    return entry.at - NEW_FOR
