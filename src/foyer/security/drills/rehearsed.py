"""Injects that need a house of their own: a backup is brought back beside this one, and a copy is damaged and healed.

The job only begins them: a rehearsal is a process of its own (operations.rehearsing), so that no sign-in code waits
behind it. It tells this room how far it is and what it saw, and ends by itself within a second of the stop button.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

from django.db import transaction

from foyer.base import audit
from foyer.base.actors import SYSTEM
from foyer.security.drills import acts, noting, times
from foyer.security.drills.stage import Stage, player
from foyer.security.models import DrillInject

PROGRAM = "foyer.operations.rehearsing"
TOLD = ("rows", "tables", "files", "rto_seconds", "rpo_seconds", "lost_entries", "erasures", "damaged", "error")
_begin: list[Callable[[list[str]], int]] = []


def begun_by(begin: Callable[[list[str]], int]) -> Callable[[list[str]], int]:
    """Register what starts a process; tests put their own here."""
    _begin.insert(0, begin)
    return begin


@begun_by
def _own_process(command: list[str]) -> int:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, start_new_session=True, **quiet).pid  # type: ignore[call-overload]


@player("restore_beside")
def restore_beside(stage: Stage) -> dict[str, Any]:
    """A backup of this house comes back in an empty one beside it: every row, the trail, and nobody who was deleted."""
    return _rehearse(stage)


@player("ransom_beside")
def ransom_beside(stage: Stage) -> dict[str, Any]:
    """A copy of this house is encrypted as an extortionist would; the damage is found, and the copy healed."""
    return _rehearse(stage)


def _rehearse(stage: Stage) -> dict[str, Any]:
    stage.step(0, 1, "begun")
    _begin[0]([sys.executable, "-m", PROGRAM, str(stage.inject.pk)])
    noting.hand_over(stage.inject.pk)
    return {}


@transaction.atomic
def ended(stage: Stage, figures: dict[str, Any], *, state: str = "") -> DrillInject:
    """What a rehearsal measured goes to the drill, the trail and the measures."""
    outcome: audit.Outcome = "failed" if state else "done"
    details = {"did": stage.said["player"], **{name: figures[name] for name in TOLD if name in figures}}
    with stage.labelled():
        audit.record(acts.REHEARSED, by=SYSTEM, on=f"house:{stage.drill.number}", outcome=outcome, details=details)
    times.note_restore(figures)
    row = noting.report(stage.inject.pk, state, **figures)
    if state:
        noting.end_progress(row, state)
    else:
        noting.finish_progress(row, "done")
    return row
