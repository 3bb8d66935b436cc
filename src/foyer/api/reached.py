"""Telling the trail that somebody asked faster than the limits allow: once a minute for each, so that a flood of
requests never becomes a flood of entries."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.api import allowance
from foyer.api.allowance import Limit
from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.errors import TooMany

REACHED = audit.kind("api.limit_reached", _("Asked faster than the limits allow"))
ONCE = Limit("told", 1, 60.0)


def tell(limit: str, caller: str) -> None:
    """Say it, unless it was said of this caller within the minute."""
    if not settings.FOYER_RATE_SCALE:
        return
    try:
        with transaction.atomic():
            allowance.use(ONCE, f"{limit} {caller}")
            audit.record(REACHED, by=Actor("visitor"), outcome="refused", details={"limit": limit})
    except TooMany:
        return
