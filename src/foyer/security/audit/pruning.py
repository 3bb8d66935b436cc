"""Letting go of what has expired: whole stretches that an anchor closes, with a signed tombstone in their place.

The tombstone says up to which number the trail was removed and with which hash it ended there, so the chain goes on
from it and nobody can remove one entry more. The database lets go of nothing that no tombstone covers.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.security.audit import anchoring, guards
from foyer.security.audit.reading import kept_years
from foyer.security.audit.sealing import Head, head
from foyer.security.models import AuditAnchor, AuditSeal

PRUNED = audit.kind("security.trail_pruned", _("Expired part of the audit trail removed"))
RESTORED = audit.kind("security.backup_restored", _("Backup brought back"))
DAYS_A_YEAR = 365.25
_GO = (
    "DELETE FROM security_auditentry e USING security_auditseal s WHERE s.entry = e.id AND s.seq <= %s",
    "DELETE FROM security_auditseal WHERE seq <= %s",
    "DELETE FROM security_auditanchor WHERE kind = 'anchor' AND seq <= %s",
)


@transaction.atomic
def prune(*, by: Actor) -> int:
    """Remove what is older than the policy keeps, up to the last anchor of that time; returns how many entries went."""
    oldest_kept = clock.now() - timedelta(days=kept_years() * DAYS_A_YEAR)
    closing = AuditAnchor.objects.filter(kind="anchor", at__lte=oldest_kept).order_by("-seq").first()
    if closing is None:
        return 0
    seal = AuditSeal.objects.filter(seq=closing.seq, hash=closing.hash).first()
    if seal is None:
        return 0
    count = AuditSeal.objects.filter(seq__lte=seal.seq).count()
    anchoring.make(AuditAnchor.Kind.TOMBSTONE, Head(seal.seq, bytes(seal.hash)))
    with connection.cursor() as cursor, guards.may_expire(cursor):
        for sql in _GO:
            cursor.execute(sql, [seal.seq])
    audit.record(PRUNED, by=by, on=f"trail:{seal.seq}", details={"entries": count, "years": kept_years()})
    return count


@transaction.atomic
def restored(*, by: Actor) -> None:
    """Say that a backup was brought back: the chain goes on from where it was then, and later anchors are explained.

    A backup keeps the triggers but not the privileges, so these are taken away again.
    """
    guards.revoke_after_migrate(using="default")
    end = head()
    anchoring.make(AuditAnchor.Kind.RESTORED, end)
    audit.record(RESTORED, by=by, on=f"trail:{end.seq}")
