"""Whether the language model may be asked now, or is left alone because it failed.

One row for the whole house, so that all processes know at once. After `FAILURES` in a row the model is left alone for
`REST`, then for twice as long, up to `LONGEST_REST`. When the rest is over one answer tries it; if that works it is
asked as before, if not it rests again.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from foyer.assistant.models import WriterState
from foyer.assistant.writing import acts
from foyer.base import audit, clock
from foyer.base.actors import ASSISTANT

FAILURES = 3
REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=10)
PROBE = timedelta(seconds=60)  # how long one trial may take before another may begin


def may_ask() -> bool:
    """Whether to ask now; in the half-open state it says yes to one and no to the others."""
    state = _state()
    if state.rests_until is None:
        return True
    now = clock.now()
    if now < state.rests_until:
        return False
    free = Q(probe_until=None) | Q(probe_until__lt=now)
    return bool(WriterState.objects.filter(free, pk=WriterState.ONLY).update(probe_until=now + PROBE))


@transaction.atomic
def succeeded() -> None:
    """It did its part; whatever it had failed before is forgotten."""
    state = _locked()
    if state.failures or state.rests_until:
        if state.rests_until:
            audit.record(acts.RECOVERED, by=ASSISTANT, details={"trips": state.trips})
        state.failures, state.trips, state.rests_until, state.probe_until = 0, 0, None, None
        state.save()


@transaction.atomic
def failed(why: str) -> bool:
    """It did not; returns whether it is left alone from now on because of this."""
    state = _locked()
    state.failures += 1
    tripped = state.failures >= FAILURES or state.rests_until is not None
    if tripped:
        state.trips += 1
        rest = min(REST * 2 ** min(state.trips - 1, 10), LONGEST_REST)
        state.rests_until, state.probe_until = clock.now() + rest, None
        details = {"why": why, "rest_seconds": int(rest.total_seconds()), "failures": state.failures}
        audit.record(acts.LEFT_ALONE, by=ASSISTANT, outcome="failed", details=details)
    state.save()
    return tripped


def _state() -> WriterState:
    return WriterState.objects.filter(pk=WriterState.ONLY).first() or WriterState()


def _locked() -> WriterState:
    WriterState.objects.get_or_create(pk=WriterState.ONLY)
    return WriterState.objects.select_for_update().get(pk=WriterState.ONLY)
