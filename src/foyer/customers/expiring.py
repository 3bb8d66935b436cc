"""What of this room, and of the house's own working data, has been kept long enough; rules come from `privacy`.

Each `…_due` counts, each `forget_…` deletes what began before an instant, except what belongs to customers on hold,
and says (how many went, how many were kept for a hold).
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from foyer.base.engine import open_engine
from foyer.base.events.models import OutboxFact
from foyer.base.lake import Dataset
from foyer.customers.models import (
    AnonymousIdentity,
    AuthenticatorApp,
    BehaviourEvent,
    CustomerSession,
    QuarantinedRow,
    SignInCode,
    SourceRecord,
)

COLLECTED = "customers.collected_event"
FILED = "customers.behaviour_event"


def _old_events(before: datetime) -> "QuerySet[BehaviourEvent]":
    return BehaviourEvent.objects.filter(at__lt=before)


def behaviour_due(before: datetime) -> int:
    return _old_events(before).count()


def forget_behaviour(before: datetime, held: Collection[UUID]) -> tuple[int, int]:
    """From the tables and from the lake."""
    records = [str(one) for one in SourceRecord.objects.filter(customer__in=held).values_list("pk", flat=True)]
    devices = AnonymousIdentity.objects.filter(customer__in=held).values_list("anonymous_index", flat=True)
    kept = _old_events(before).filter(Q(record__in=records) | Q(anonymous_index__in=list(devices)))
    keys = {str(one) for one in kept.values_list("pk", flat=True)}
    gone = _old_events(before).exclude(pk__in=keys).delete()[0]
    _erase_old(COLLECTED, before, "event_key", keys)
    _erase_old(FILED, before, "record_id", records)
    return gone, len(keys)


def _erase_old(name: str, before: datetime, column: str, kept: Collection[str]) -> None:
    """Rows of a dataset from before an instant go, except those that `column` names among the kept."""
    dataset = Dataset(name)
    if not dataset.exists():
        return
    spared = sorted(kept) or [""]
    with open_engine() as engine:
        dataset.erase(
            engine,
            lambda rows: (rows["at"] < before.replace(tzinfo=None)) & ~rows[column].fill_null("").isin(spared),
        )


def _old_sessions(before: datetime) -> "QuerySet[CustomerSession]":
    return CustomerSession.objects.filter(expires_at__lt=before)


def _never_confirmed(before: datetime) -> "QuerySet[AuthenticatorApp]":
    return AuthenticatorApp.objects.filter(confirmed_at=None, begun_at__lt=before)


def sign_ins_due(before: datetime) -> int:
    codes = SignInCode.objects.filter(sent_at__lt=before)
    return codes.count() + _old_sessions(before).count() + _never_confirmed(before).count()


def forget_sign_ins(before: datetime, held: Collection[UUID]) -> tuple[int, int]:
    gone = SignInCode.objects.filter(sent_at__lt=before).delete()[0] + _never_confirmed(before).delete()[0]
    kept = _old_sessions(before).filter(customer__in=held).count()
    return gone + _old_sessions(before).exclude(customer__in=held).delete()[0], kept


def _old_held_rows(before: datetime) -> "QuerySet[QuarantinedRow]":
    decided = Q(decided_at__lt=before) | Q(decided_at=None, noted_at__lt=before)
    return QuarantinedRow.objects.filter(decided)


def intake_due(before: datetime) -> int:
    return _old_held_rows(before).count()


def forget_intake(before: datetime, _held: Collection[UUID]) -> tuple[int, int]:
    """Rows that the gate held back; the lake's rows go with the person they are about."""
    return _old_held_rows(before).delete()[0], 0


def technical_due(before: datetime) -> int:
    return _settled(before).count()


def forget_technical(before: datetime) -> int:
    return _settled(before).delete()[0]


def _settled(before: datetime) -> "QuerySet[OutboxFact]":
    """Facts that everybody who wanted to hear them has heard."""
    waiting = Q(deliveries__state__in=["due", "dead"])
    return OutboxFact.objects.filter(published_at__lt=before).exclude(waiting)
