"""Trials of two versions on new conversations: drawn by chance that can be drawn again, judged at every look alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from foyer.assistant.calibration import Calibration
from foyer.assistant.evaluation.errors import NoSuchTrial, TrialRunning, VariationUnknown
from foyer.assistant.evaluation.sequential import Verdict, compare
from foyer.assistant.models import AssistantSession, Trial
from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.postgres.prepared import Prepared

BEGUN = audit.kind("assistant.trial_begun", _("Trial of two versions begun"))
ENDED = audit.kind("assistant.trial_ended", _("Trial of two versions ended"))
BOUNDS: dict[str, tuple[float, float]] = {"answer_at": (0.3, 0.99), "offer_at": (0.05, 0.9)}
"""What may differ, and within which bounds a bank may try it."""
_RUNNING = Prepared(lambda: Trial.objects.filter(ended_at=None)[:1])
OUTCOMES = ("kept_old", "took_new", "no_difference")


@dataclass(frozen=True)
class Standing:
    """Where a trial stands: conversations and hits of each arm, and what the test says."""

    trial: Trial
    old: tuple[int, int]
    new: tuple[int, int]
    verdict: Verdict


@transaction.atomic
def begin(name: str, variation: dict[str, Any], *, share: float, measure: str, by: Actor) -> Trial:
    """Begin a trial; one at a time. Raises for a variation that is unknown or out of bounds."""
    if Trial.objects.filter(ended_at=None).exists():
        raise TrialRunning
    if not variation or not 0 < share < 1 or measure not in Trial.Measure.values:
        raise VariationUnknown
    for key, value in variation.items():
        low, high = BOUNDS.get(key, (1.0, 0.0))
        if not isinstance(value, int | float) or not low <= value <= high:
            raise VariationUnknown
    trial = Trial.objects.create(name=name, variation=variation, share=share, measure=measure, began_by=str(by))
    audit.record(BEGUN, by=by, on=f"trial:{trial.pk}", details={"variation": variation, "share": share})
    return trial


@transaction.atomic
def end(trial_id: UUID, outcome: str, *, by: Actor) -> Trial:
    """End a trial with what was decided from it. Ending it twice changes nothing."""
    trial = Trial.objects.select_for_update().filter(pk=trial_id).first()
    if trial is None or outcome not in OUTCOMES:
        raise NoSuchTrial
    if trial.ended_at is None:
        trial.ended_at, trial.ended_by, trial.outcome = clock.now(), str(by), outcome
        trial.save()
        audit.record(ENDED, by=by, on=f"trial:{trial.pk}", details={"outcome": outcome})
    return trial


def draw(conversation_id: UUID) -> tuple[Trial | None, bool]:
    """The running trial, and whether this conversation has its new version; the same however often it is asked."""
    trial = _RUNNING.first()
    if trial is None:
        return None, False
    lot = int.from_bytes(sha256(trial.pk.bytes + conversation_id.bytes).digest()[:8]) / 2**64
    return trial, lot < trial.share


def vary(calibration: Calibration, session: AssistantSession) -> Calibration:
    """How sure the assistant must be in this conversation: as released, but in the new arm of a running trial."""
    trial = session.trial
    if trial is None or not session.is_new_arm or trial.ended_at is not None:
        return calibration
    return replace(calibration, **trial.variation)


@transaction.atomic
def look(trial_id: UUID) -> Standing:
    """Where a trial stands now; the p-value is kept, because it may only fall."""
    trial = Trial.objects.select_for_update().filter(pk=trial_id).first()
    if trial is None:
        raise NoSuchTrial
    arms = {False: (0, 0), True: (0, 0)}
    hits = Count("pk", filter=_HIT[Trial.Measure(trial.measure)])
    for row in _judged(trial).values("is_new_arm").annotate(count=Count("pk"), hits=hits):
        arms[row["is_new_arm"]] = (row["hits"], row["count"])
    verdict = compare(*arms[False], *arms[True], p_before=trial.p)
    if verdict.p < trial.p and trial.ended_at is None:
        Trial.objects.filter(pk=trial.pk).update(p=verdict.p)
    return Standing(trial, arms[False], arms[True], verdict)


def _judged(trial: Trial) -> Any:
    """Its sessions of which the outcome is known."""
    known = Q(is_contained__isnull=False) if trial.measure == Trial.Measure.CONTAINED else Q(closed_at__isnull=False)
    return AssistantSession.objects.filter(known, trial=trial)


_HIT = {Trial.Measure.CONTAINED: Q(is_contained=True), Trial.Measure.NO_PERSON: Q(intervention="")}
