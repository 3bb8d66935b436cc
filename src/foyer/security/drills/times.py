"""How fast: M81 to detect, M82 to respond and to contain, M83 to recover; each counted from the first inject.

detect     the earlier of the house's first alert and the first person who noticed
respond    the first observation "responded"; contain and recover likewise
A time that nobody reached is None, and misses its goal once the drill is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foyer.base import measures
from foyer.base.errors import Sentence
from foyer.base.text import Bilingual
from foyer.security.models import Drill

STEPS: dict[str, tuple[Bilingual, str]] = {
    "detect": (Bilingual("发现", "Detect"), "noticed"),
    "respond": (Bilingual("响应", "Respond"), "responded"),
    "contain": (Bilingual("控制", "Contain"), "contained"),
    "recover": (Bilingual("恢复", "Recover"), "recovered"),
}
TIMES = measures.duration(
    "security.drill_time", name=Bilingual("演练用时 M81–M83", "Times of drills (M81–M83)"),
    dimensions=("scenario", "step"),
)  # fmt: skip
RESTORED = measures.duration(
    "security.restore_time", name=Bilingual("恢复演练的 RTO 与 RPO M83", "RTO and RPO of restore drills (M83)"),
    dimensions=("figure",),
)  # fmt: skip
KEPT_GOALS = measures.ratio(
    "security.drill_goal", name=Bilingual("演练达标率", "Goals kept in drills"), dimensions=("scenario", "step")
)


@dataclass(frozen=True)
class Measured:
    """One step of a drill: the seconds it took, the seconds it may take, and whether that was kept."""

    step: str
    name: Sentence
    seconds: float | None
    goal: int | None
    kept: bool | None


def measured(drill: Drill) -> list[Measured]:
    """Each step that the scenario sets a goal for or that was reached. Two queries, none where both are prefetched."""
    began = began_at(drill)
    reached = _reached(drill)
    goals = drill.scenario.spec.get("goals", {})
    found = []
    for step, (name, _kind) in STEPS.items():
        at, goal = reached.get(step), goals.get(step)
        if at is None and goal is None:
            continue
        seconds = max(0.0, (at - began).total_seconds()) if at and began else None
        found.append(Measured(step, name, seconds, goal, _kept(drill, seconds, goal)))  # type: ignore[arg-type]
    return found


def began_at(drill: Drill) -> datetime | None:
    """When the first inject was played."""
    return min((row.played_at for row in drill.injects.all() if row.played_at), default=None)


def note(drill: Drill) -> None:
    """Hand the times of a drill that is over to the measures."""
    for one in measured(drill):
        if one.seconds is not None:
            TIMES.record(one.seconds, scenario=drill.scenario.code, step=one.step)
        if one.kept is not None:
            KEPT_GOALS.observe(one.kept, scenario=drill.scenario.code, step=one.step)


def note_restore(figures: dict[str, Any]) -> None:
    """How long a rehearsed restore took, and how much time of data was lost."""
    for name in ("rto", "rpo"):
        if isinstance(figures.get(f"{name}_seconds"), int | float):
            RESTORED.record(float(figures[f"{name}_seconds"]), figure=name)


def _reached(drill: Drill) -> dict[str, datetime]:
    rows = list(drill.observations.all())
    found = {step: [row.at for row in rows if row.kind == kind] for step, (_name, kind) in STEPS.items()}
    found["detect"] += [row.detected_at for row in drill.injects.all() if row.detected_at]
    return {step: min(times) for step, times in found.items() if times}


def _kept(drill: Drill, seconds: float | None, goal: int | None) -> bool | None:
    if goal is None:
        return None
    if seconds is None:
        return False if drill.is_over and drill.started_at else None
    return seconds <= goal
