"""What the house itself says about a likelihood: true alarms of the last year, and how the last drill went.

1 true alarm: at least 3; 5: at least 4; 20: 5. A last drill that missed a goal: one more. One that kept them all, with
no true alarm in the year: one less. It is a suggestion with its reasons; a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.security.drills import times
from foyer.security.models import Alert, Drill, DrillInject, Risk
from foyer.security.risks.threats import threat

YEAR = timedelta(days=365)
STEPS = ((20, 5), (5, 4), (1, 3))


@dataclass(frozen=True)
class Suggestion:
    likelihood: int
    reasons: tuple[Bilingual, ...]


def suggestion(risk: Risk) -> Suggestion:
    """A likelihood and why. At most three queries."""
    about = threat(risk.threat)
    likelihood, reasons = risk.likelihood, []
    alarms = _true_alarms(about.rules)
    least = next((value for count, value in STEPS if alarms >= count), 0)
    if alarms:
        likelihood = max(likelihood, least)
        reasons.append(Bilingual(f"一年内真实告警 {alarms} 次", f"{alarms} true alarms within a year"))
    drill = _last_drill(about.scenarios)
    if drill is not None:
        kept = all(one.kept is not False for one in times.measured(drill))
        change = 1 if not kept else (-1 if not alarms else 0)
        likelihood += change
        reasons.append(_of_drill(drill, kept))
    return Suggestion(max(1, min(5, likelihood)), tuple(reasons))


def _true_alarms(rules: tuple[str, ...]) -> int:
    """Those that somebody found true; what a drill set off is no alarm."""
    judged = Alert.objects.filter(rule__code__in=rules, state__in=("true", "escalated"), at__gt=clock.now() - YEAR)
    played = DrillInject.objects.exclude(alert=None).values("alert")
    return judged.exclude(pk__in=played).count() if rules else 0


def _last_drill(scenarios: tuple[str, ...]) -> Drill | None:
    if not scenarios:
        return None
    rows = Drill.objects.filter(scenario__code__in=scenarios, state="closed", started_at__gt=clock.now() - YEAR)
    return rows.select_related("scenario").prefetch_related("injects", "observations").order_by("-started_at").first()


def _of_drill(drill: Drill, kept: bool) -> Bilingual:
    if kept:
        return Bilingual(f"演练 {drill.number} 达标", f"Drill {drill.number} kept its goals")
    return Bilingual(f"演练 {drill.number} 未达标", f"Drill {drill.number} missed a goal")
