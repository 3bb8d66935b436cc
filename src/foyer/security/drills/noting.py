"""What the house itself notes of an inject while it is played: how far it is, what it saw, what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.jobs import Progress
from foyer.security.drills.telling import tell
from foyer.security.models import DrillInject, DrillObservation

PROGRESS = "security.inject"
Kind = DrillObservation.Kind


@transaction.atomic
def saw(inject_id: UUID, kind: str, text: str = "") -> bool:
    """The house saw it: noticed, responded, contained, recovered. The first time counts; whether this was it."""
    row = _claim(inject_id)
    seen = DrillObservation.objects.filter(drill=row.drill, inject=row, kind=kind, by=str(SYSTEM))
    if kind not in Kind.values or seen.exists():
        return False
    DrillObservation.objects.create(drill=row.drill, inject=row, kind=kind, by=str(SYSTEM), text=text[:500])
    tell(row.drill)
    return True


@transaction.atomic
def begin_clock(inject_id: UUID) -> None:
    """What came before was preparation: the clocks of the inject run from now on."""
    row = _claim(inject_id)
    row.played_at = clock.now()
    row.save(update_fields=["played_at"])
    tell(row.drill)


@transaction.atomic
def report(inject_id: UUID, state: str = "", **figures: Any) -> DrillInject:
    """Figures of an inject, beside those that are there; and its end, unless it was halted or noticed meanwhile."""
    row = _claim(inject_id)
    row.result = {**row.result, **figures}
    if state and row.state == DrillInject.State.PLAYED:
        row.state = state
    row.save(update_fields=["state", "result"])
    tell(row.drill)
    return row


def step(inject_id: UUID, done: int, total: int, note: str) -> None:
    """How far a long inject is, for whoever watches the page."""
    row = DrillInject.objects.select_related("drill").get(pk=inject_id)
    known = Progress.objects.filter(pk=row.result.get("progress")).first() if "progress" in row.result else None
    seen = known or Progress.start(PROGRESS, total, by=SYSTEM)
    if known is None:
        report(inject_id, progress=str(seen.pk))
    seen.go_to(done, total, note)
    if done >= total:
        seen.finish(note)
    tell(row.drill)


def hand_over(inject_id: UUID) -> None:
    """Another process plays on: whether it lives is for it to say."""
    row = DrillInject.objects.get(pk=inject_id)
    for seen in Progress.objects.filter(pk=row.result.get("progress")):
        seen.leave()


def finish_progress(row: DrillInject, note: str) -> None:
    """All of it is done."""
    seen = Progress.objects.filter(pk=row.result.get("progress")).first() if "progress" in row.result else None
    if seen is not None:
        step(row.pk, seen.total or 1, seen.total or 1, note)


def end_progress(row: DrillInject, note: str) -> None:
    """Whatever was on its way has stopped."""
    seen = Progress.objects.filter(pk=row.result.get("progress")).first() if "progress" in row.result else None
    if seen is not None:
        seen.fail(note)


def _claim(inject_id: UUID) -> DrillInject:
    return DrillInject.objects.select_for_update(of=("self",)).select_related("drill").get(pk=inject_id)
