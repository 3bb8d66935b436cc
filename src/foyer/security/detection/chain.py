"""What the trail cannot say of itself: that it is not sealed, or that a clock went backwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from foyer.base import clock
from foyer.security.audit.reading_chain import FORESIGHT
from foyer.security.audit.sealing import oldest_unsealed
from foyer.security.detection.alerting import Exceeded, raise_alert
from foyer.security.detection.watched import Watched, watched
from foyer.security.models import AuditEntry, AuditSeal

UNSEALED, BACKWARDS = "security.trail_unsealed", "security.clock_backwards"
HOUSE = "house"


def look_at_sealing() -> bool:
    """Raise the rules about an unsealed trail, if an entry has waited longer than they allow."""
    since = oldest_unsealed()
    if since is None:
        return False
    seconds = int((clock.now() - since) / timedelta(seconds=1))
    late = [one for one in watched() if UNSEALED in one.spec.acts and seconds > one.spec.threshold]
    for one in late:
        raise_alert(Exceeded(one.rule, one.spec, HOUSE, seconds, one.spec.threshold))
    return bool(late)


def look_at_seals(rules: Iterable[Watched], seals: list[AuditSeal], rows: Mapping[UUID, AuditEntry]) -> None:
    """Raise the rules about time, if a seal is older than the one before, or an entry younger than its seal."""
    before = AuditSeal.objects.filter(seq=seals[0].seq - 1).first()
    pairs = zip([before, *seals], seals, strict=False)
    earlier = sum(1 for last, seal in pairs if last is not None and seal.at < last.at)
    ahead = sum(1 for seal in seals if seal.entry in rows and rows[seal.entry].at > seal.at + FORESIGHT)
    count = earlier + ahead
    for one in rules:
        if BACKWARDS in one.spec.acts and count > one.spec.threshold:
            raise_alert(Exceeded(one.rule, one.spec, HOUSE, count, one.spec.threshold))
