"""The reads of drills that pages need, each with its joins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from foyer.security.drills import library, times
from foyer.security.drills.errors import NoSuchDrill
from foyer.security.models import AuditEntry, Drill, DrillInject, ImprovementAction


@dataclass(frozen=True)
class InjectLine:
    """An inject as it is shown: what the scenario says, and what became of it."""

    row: DrillInject
    said: dict[str, Any]

    @property
    def seconds(self) -> float | None:
        done = self.row.detected_at
        return (done - self.row.played_at).total_seconds() if done and self.row.played_at else None


def drills(*, most: int = 100) -> QuerySet[Drill]:
    """The newest drills, with scenario and how many findings and open actions each left."""
    open_actions = Count("findings__actions", filter=Q(findings__actions__state="open"), distinct=True)
    rows = Drill.objects.select_related("scenario").prefetch_related("injects", "observations")
    counted = rows.annotate(finding_count=Count("findings", distinct=True), open_count=open_actions)
    return counted.order_by("-opens_at", "-number")[:most]


def drill(drill_id: UUID) -> Drill:
    """One drill with all it has. Raises NoSuchDrill."""
    rows = Drill.objects.select_related("scenario").prefetch_related(
        "injects__alert__rule", "observations__inject", "findings__actions__owner", "findings__actions__retest",
        "participants__user",
    )  # fmt: skip
    found = rows.filter(pk=drill_id).first()
    if found is None:
        raise NoSuchDrill
    return found


def numbered(number: str) -> Drill:
    """One drill by its number. Raises NoSuchDrill."""
    found = Drill.objects.select_related("scenario").filter(number=number.strip().upper()).first()
    if found is None:
        raise NoSuchDrill
    return found


def injects(found: Drill) -> list[InjectLine]:
    return [InjectLine(row, library.inject_said(found.scenario, row.code)) for row in found.injects.all()]


def evidence(found: Drill, *, most: int = 200) -> QuerySet[AuditEntry]:
    """What the trail says of a drill: its own acts, and what its injects did."""
    about = Q(details__drill=found.number) | Q(subject=f"drill:{found.pk}")
    return AuditEntry.objects.filter(about, at__gte=found.planned_at).order_by("pk")[:most]


def open_actions() -> QuerySet[ImprovementAction]:
    """What is to be done, the most urgent first."""
    rows = ImprovementAction.objects.exclude(state="proven").select_related("owner", "finding__drill__scenario")
    return rows.order_by("due_at")


@dataclass(frozen=True)
class TrendLine:
    """The times of one drill of a scenario."""

    drill: Drill
    seconds: dict[str, float | None]


def trend(code: str, *, most: int = 24) -> list[TrendLine]:
    """The evaluated drills of a scenario, oldest first: did it get faster?"""
    rows = Drill.objects.filter(scenario__code=code, state="closed").select_related("scenario")
    newest = list(rows.prefetch_related("injects", "observations").order_by("-started_at")[:most])
    return [TrendLine(one, {step.step: step.seconds for step in times.measured(one)}) for one in reversed(newest)]
