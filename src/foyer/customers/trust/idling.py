"""Signing out whoever has gone away: a sign-in that nobody uses ends, with all that was read by its right.

Who waits for the bank is not idle. The rooms above say who that is (`while_waiting`).
"""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM
from foyer.customers.models import CustomerSession
from foyer.customers.trust.sessions import idle_after, revoke

IDLE = audit.kind("customers.session_idle", _("A customer's sign-in ended after a while without a sign of them"))
MOST = 500

Waiting = Callable[[], Iterable[UUID]]
_waiting: list[Waiting] = []


def while_waiting(who: Waiting) -> Waiting:
    """Register who names the sign-ins whose customers wait for the bank at this moment."""
    _waiting.append(who)
    return who


def end_idle() -> int:
    """End the sign-ins that have been silent for too long; returns how many. Safe in any number of processes."""
    if not idle_after():
        return 0
    _keep_waiting()
    since = clock.now() - idle_after()
    silent = CustomerSession.objects.filter(revoked_at=None, expires_at__gt=clock.now(), last_seen_at__lte=since)
    return sum(_end_one(pk) for pk in list(silent.order_by("last_seen_at").values_list("pk", flat=True)[:MOST]))


def _keep_waiting() -> None:
    """Only what still stands is kept: waiting brings nobody back."""
    since, waiting = clock.now() - idle_after(), {pk for who in _waiting for pk in who()}
    rows = CustomerSession.objects.filter(pk__in=waiting, revoked_at=None, last_seen_at__gt=since)
    rows.update(last_seen_at=clock.now())


@transaction.atomic
def _end_one(session_id: UUID) -> bool:
    silent = CustomerSession.objects.filter(pk=session_id, last_seen_at__lte=clock.now() - idle_after())
    ended = revoke(silent)
    for row in CustomerSession.objects.filter(pk__in=ended):
        audit.record(IDLE, by=SYSTEM, on=f"session:{row.pk}", customer=row.customer_id)
    return bool(ended)
