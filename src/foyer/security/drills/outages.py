"""Providers that a drill says are away: for its synthetic receivers only, and never does anything leave for them.

A room asks before it sends to a person or a webhook; what it did with that is noted in the inject:

    if outages.met("sms", customer.pk):
        raise SmsNotSent
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import clock
from foyer.security.drills import noting
from foyer.security.drills.stage import Stage
from foyer.security.models import DrillInject, SyntheticSubject

AWAY = "away"


class Swallowed(Exception):
    """The receiver is synthetic: the message counts as sent, and nobody gets it."""


def met(port: str, person: UUID) -> bool:
    """Whether the provider is away for this person now. Raises Swallowed where it is not and the person is synthetic.

    One query for everybody who exists.
    """
    if not SyntheticSubject.objects.filter(pk=person).exists():
        return False
    row = DrillInject.objects.filter(touches__subject=person).order_by("-played_at").first()
    is_away = row is not None and row.undone_at is None and port in row.result.get(AWAY, ())
    if row is not None:
        _count(row, "failed_tries" if is_away else "delivered")
    if not is_away:
        raise Swallowed
    return True


def begin(inject_id: UUID, port: str, *, queued: int) -> None:
    """From now on the provider does not answer for the people of this inject."""
    noting.report(inject_id, away=[port], queued=queued, failed_tries=0, delivered=0)


def end(row: DrillInject) -> None:
    """It is back; what waits is tried again and arrives."""
    since = (clock.now() - row.played_at).total_seconds() if row.played_at else 0.0
    noting.report(row.pk, away=[], outage_seconds=round(since, 1))


def look(stage: Stage, *, seconds: int) -> None:
    """How an outage goes on: noticed when a try has failed, over after its seconds and before anything is given up;
    recovered once everything that waited has arrived."""
    row, figures = stage.inject, stage.inject.result
    if "fallback_seconds" in figures or "failed_tries" not in figures or row.played_at is None:
        return
    if figures["failed_tries"]:
        stage.saw("noticed")
    since = (clock.now() - row.played_at).total_seconds()
    if figures.get(AWAY) and since >= seconds:
        end(row)
        stage.step(1, 2, "back")
    elif not figures.get(AWAY) and figures["delivered"] >= figures["queued"]:
        noting.report(row.pk, fallback_seconds=round(since - figures["outage_seconds"], 1))
        stage.saw("recovered")
        stage.step(2, 2, "done")


@transaction.atomic
def _count(row: DrillInject, name: str) -> None:
    now = DrillInject.objects.select_for_update().get(pk=row.pk)
    figures: dict[str, Any] = {name: int(now.result.get(name, 0)) + 1}
    noting.report(row.pk, **figures)
