"""The reads of evaluation that pages show."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.assistant.evaluation.indicators import Window
from foyer.assistant.models import AssistantSession, EvaluationRun, Sample, Trial

STATES = {
    "": _("All"),
    "alone": _("Without a person"),
    "person": _("With a person"),
    "back": _("Came back within three days"),
    "solved": _("Stayed solved"),
    "bad": _("Rated 1 or 2"),
}
FAULTS = {
    "uncited": _("There is no citation."),
    "source_gone": _("The cited version is gone."),
    "figure_not_in_source": _("A figure of the answer is not in its source."),
    "said_no_next": _("The customer said no to it."),
}
_STATE = {
    "alone": Q(intervention=""),
    "person": ~Q(intervention=""),
    "back": Q(came_back_at__isnull=False),
    "solved": Q(is_contained=True),
    "bad": Q(rating__lte=2),
}


def sessions(window: Window, *, how: str = "", state: str = "") -> QuerySet[AssistantSession]:
    """The sessions of a window, newest first; by how a person came in, or by what became of them."""
    rows = window.sessions().select_related("conversation").order_by("-began_at")
    if how:
        rows = rows.filter(intervention=how)
    return rows.filter(_STATE[state]) if state in _STATE else rows


def samples(user: Any, limit: int = 10) -> list[Sample]:
    """The newest drawings of the reader's unit and below, with how many were judged by how many."""
    path = user.unit.path if user.unit else "-"
    rows = Sample.objects.filter(unit__path__startswith=path).annotate(
        size=Count("answers", distinct=True),
        once=Count("answers", filter=Q(answers__reviews__isnull=False), distinct=True),
    )
    return list(rows.order_by("-drawn_at")[:limit])


def trials(limit: int = 10) -> list[Trial]:
    """The running trial and those before, newest first."""
    return list(Trial.objects.order_by("-began_at")[:limit])


def intents_version(number: int) -> str:
    """How runs over labelled sets name a version of the reader of intents."""
    return f"intents {number}"


def objections(version: str) -> list[str]:
    """What the newest run of each labelled set says against a version; empty where none does, or none was played."""
    newest = EvaluationRun.objects.filter(version=version).order_by("name", "-at").distinct("name")
    return [f"{run.name}: {sentence}" for run in newest for sentence in run.figures.get("worse", [])]
