"""The house starts: said in the trail once for each start, with the settings that changed since the last.

A setting's value may be a secret, so the entry holds its name and a keyed digest only.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foyer import __version__
from foyer.base import audit
from foyer.base.actors import SYSTEM
from foyer.base.crypto import blind_index
from foyer.security.models import AuditEntry

STARTED = audit.kind("security.house_started", _("The house started"))
START = "FOYER_STARTED"
"""The environment variable in which the supervisor tells its processes which start this is."""


def tell_start() -> bool:
    """Record this start if nobody has; whether this call did."""
    start = os.environ.get(START, "")
    starts = AuditEntry.objects.filter(act=STARTED.code)
    if not start or starts.filter(subject=f"house:{start}").exists():
        return False
    before = starts.order_by("-id").values_list("details", flat=True).first() or {}
    known, now = before.get("settings", {}), {"version": __version__, **digests()}
    changed = tuple(sorted(name for name in {*known, *now} if known.get(name) != now.get(name)))
    audit.record(STARTED, by=SYSTEM, on=f"house:{start}", fields=changed, details={"settings": now})
    return True


def digests() -> dict[str, str]:
    """The settings that were given, each as a keyed digest of its value."""
    given = {name: os.environ.get(name, "") for name in settings.FOYER_SETTING_NAMES}
    return {name: blind_index(value, f"audit.setting.{name}")[:12] for name, value in given.items() if value}
