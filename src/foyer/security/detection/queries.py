"""What the pages ask: alerts, incidents, rules, each with what it is shown with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from foyer.base import clock
from foyer.base.errors import NotFound
from foyer.security.audit import reading
from foyer.security.detection import owning
from foyer.security.detection.incidents import leaking
from foyer.security.detection.rules import KIND
from foyer.security.models import Alert, AuditEntry, DetectionRule, Incident, Response
from foyer.staff import approvals

PAGE = 40
STATES, INCIDENT_STATES, RULE_STATES = Alert.State.choices, Incident.State.choices, DetectionRule.State.choices
SEVERITIES = Alert._meta.get_field("severity").choices


@dataclass(frozen=True)
class Listed:
    rows: Sequence[Any]
    page: int
    has_more: bool


def alerts(*, state: str = "", severity: str = "", rule: str = "", mine: Any = None, page: int = 1) -> Listed:
    """Newest first; without a state those that wait; `mine` is the colleague whose alone are wanted. One query."""
    rows = Alert.objects.select_related("rule", "user", "assignee", "incident").order_by("-at")
    rows = rows if state == "all" else rows.filter(state=state or "new")
    rows = rows.filter(owning.mine(mine)) if mine is not None else rows
    rows = rows.filter(severity=severity) if severity else rows
    return _page(rows.filter(rule__code=rule) if rule else rows, page)


def alert(alert_id: UUID | str) -> Alert:
    """Raises NotFound."""
    found = Alert.objects.select_related("rule", "user", "assignee", "incident").filter(pk=alert_id).first()
    if found is None:
        raise NotFound
    return found


def group_of(found: Alert) -> tuple[str, str]:
    """By what the rule counts, and for which: ("address", "203.0.113.7"), ("subject", "phone:5f0c…")."""
    return str(found.rule.spec.get("by", "")), found.group


def evidence(found: Alert) -> list[reading.Line]:
    """The entries an alert rests on, as the trail shows them."""
    return reading.lines_of(list(AuditEntry.objects.filter(pk__in=found.evidence).order_by("pk")))


def incidents(*, state: str = "", page: int = 1) -> Listed:
    """Open ones first. One query."""
    rows = Incident.objects.select_related("lead").annotate(alert_count=Count("alerts")).order_by("-opened_at")
    return _page(rows.filter(state=state) if state else rows, page)


def open_incidents() -> list[Incident]:
    """Those an alert can be added to."""
    return list(Incident.objects.exclude(state="closed").order_by("-opened_at")[:PAGE])


def incident(incident_id: UUID | str) -> Incident:
    """Raises NotFound."""
    found = Incident.objects.select_related("lead").filter(pk=incident_id).first()
    if found is None:
        raise NotFound
    return found


def running_clocks(found: Incident) -> list[tuple[Any, Any]]:
    """The reports that still have to be made, and by when."""
    return [(leaking.POLICIES[code][0], each.due_at) for code, each in leaking.time_left(found).items()]


def responses_held(user_id: UUID | None = None) -> list[Response]:
    """What holds now, soonest to end first. One query."""
    rows = Response.objects.select_related("user", "alert__rule").filter(ended_at=None, ends_at__gt=clock.now())
    return list((rows.filter(user=user_id) if user_id else rows).order_by("ends_at")[:PAGE])


def rules() -> list[DetectionRule]:
    """Every rule with its alerts of the last 30 days and how many of those were judged, and false. One query."""
    recent = Q(alerts__at__gte=clock.now() - timedelta(days=30))
    judged = recent & Q(alerts__state__in=("true", "false", "benign", "escalated"))
    rows = DetectionRule.objects.annotate(
        raised=Count("alerts", filter=recent),
        judged=Count("alerts", filter=judged),
        wrong=Count("alerts", filter=recent & Q(alerts__state="false")),
    )
    return sorted(rows, key=lambda row: (int(row.family[1:] or 0) if row.family[1:].isdecimal() else 99, row.code))


def rule(code: str) -> DetectionRule:
    """Raises NotFound."""
    found = DetectionRule.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def proposal(code: str) -> Any:
    """The change to a rule that waits for a second person."""
    return approvals.pending(KIND, code)


def _page(rows: Any, page: int) -> Listed:
    first = (max(1, page) - 1) * PAGE
    some = list(rows[first : first + PAGE + 1])
    return Listed(some[:PAGE], max(1, page), len(some) > PAGE)
