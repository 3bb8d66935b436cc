"""How good each field was in a run, and whether anybody should be told."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from foyer.base import clock
from foyer.base.events import publish
from foyer.customers.events import QualityAlertCleared, QualityAlertRaised
from foyer.customers.models import QualityAlert, QualityScore
from foyer.customers.quality.gated import Gated
from foyer.customers.quality.measures import ALERTS, CHECKED, FAILED

TARGETS = {
    "completeness": 95.0,
    "validity": 98.0,
    "uniqueness": 99.5,
    "consistency": 98.0,
    "timeliness": 80.0,
    "accuracy": 95.0,
}
"""The share of values, in per cent, that should pass, by dimension (GB/T 36344 names them)."""
DROP = 5.0
"""Points below the mean of the week before that are worth a look."""
LEAST = 20
"""Fewer values than this say nothing."""
Kind = QualityAlert.Kind


@transaction.atomic
def record(gated: Gated, *, run: UUID, on: dt.date | None = None) -> None:
    """Keep the scores of one table of one run. The same run again changes nothing."""
    on = on or clock.now().date()
    kept = QualityScore.objects.filter(run=run, source=gated.source, table=gated.table, entity=gated.entity.name)
    if kept.exists():
        return
    scores = [
        QualityScore(run=run, source=gated.source, table=gated.table, entity=gated.entity.name, on=on, **row)
        for row in _by_rule(gated)
    ]
    QualityScore.objects.bulk_create(scores)
    _count(gated.source, scores)


def _by_rule(gated: Gated) -> list[dict[str, Any]]:
    """A field may have one rule twice, with unlike arguments: then they are one line."""
    lines: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in gated.counted.to_pylist():
        line = lines[row["field"], row["rule"], row["dimension"]]
        line[0], line[1] = line[0] + row["checked"], line[1] + row["failed"]
    return [
        {"field": field, "rule": rule, "dimension": dimension, "checked": checked, "failed": failed}
        for (field, rule, dimension), (checked, failed) in lines.items()
        if checked
    ]


def _count(source: str, scores: list[QualityScore]) -> None:
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for score in scores:
        totals[score.dimension][0] += score.checked
        totals[score.dimension][1] += score.failed
    for dimension, (checked, failed) in totals.items():
        CHECKED.add(checked, source=source, dimension=dimension)
        FAILED.add(failed, source=source, dimension=dimension)


@dataclass(frozen=True)
class Line:
    """One rule of one field of a source, today and in the week before, in per cent."""

    entity: str
    field: str
    rule: str
    dimension: str
    today: float
    week: float | None

    @property
    def name(self) -> tuple[str, str, str]:
        return self.entity, self.field, self.rule


@transaction.atomic
def judge(source: str, *, on: dt.date | None = None) -> list[QualityAlert]:
    """Open an alert for each field below its target or dropping, close those that are good again; returns the new.

    To be asked at the end of a run. A source has one open alert for each field, rule and kind.
    """
    on = on or clock.now().date()
    lines = _lines(source, on)
    opened = {
        (*alert.name, alert.kind): alert
        for alert in map(_Named, QualityAlert.objects.select_for_update().filter(source=source, closed_at=None))
    }
    new = []
    for line in lines:
        for kind, expected in _expected(line).items():
            known = opened.pop((*line.name, kind), None)
            if line.today < expected and known is None:
                new.append(_raise(source, line, kind, expected, on))
            elif line.today >= expected and known is not None:
                _clear(known.alert)
    return new


@dataclass(frozen=True)
class _Named:
    alert: QualityAlert

    @property
    def name(self) -> tuple[str, str, str]:
        return self.alert.entity, self.alert.field, self.alert.rule

    @property
    def kind(self) -> str:
        return self.alert.kind


def _expected(line: Line) -> dict[str, float]:
    """What each kind of alert compares with."""
    expected = {str(Kind.BELOW): TARGETS[line.dimension]}
    return expected if line.week is None else expected | {str(Kind.DROPPING): line.week - DROP}


def _raise(source: str, line: Line, kind: str, expected: float, on: dt.date) -> QualityAlert:
    alert = QualityAlert.objects.create(
        source=source, entity=line.entity, field=line.field, rule=line.rule, dimension=line.dimension, kind=kind,
        score=line.today, expected=expected, on=on,
    )  # fmt: skip
    ALERTS.add(1, source=source, kind=kind)
    publish(QualityAlertRaised(alert.id, source, line.entity, line.field, line.rule, kind))
    return alert


def _clear(alert: QualityAlert) -> None:
    alert.closed_at = clock.now()
    alert.save(update_fields=["closed_at"])
    publish(QualityAlertCleared(alert.id, alert.source))


def _lines(source: str, on: dt.date) -> list[Line]:
    """The rules that were checked on that day often enough to say something."""
    days: dict[tuple[str, str, str, str], dict[dt.date, tuple[int, int]]] = defaultdict(dict)
    found = QualityScore.objects.filter(source=source, on__gt=on - dt.timedelta(days=8), on__lte=on)
    for row in found.values("entity", "field", "rule", "dimension", "on").annotate(c=Sum("checked"), f=Sum("failed")):
        days[row["entity"], row["field"], row["rule"], row["dimension"]][row["on"]] = (row["c"], row["f"])
    return [
        Line(*name, percent(*by_day[on]), _mean([counts for day, counts in by_day.items() if day != on]))
        for name, by_day in days.items()
        if on in by_day and by_day[on][0] >= LEAST
    ]


def _mean(counts: list[tuple[int, int]]) -> float | None:
    return sum(percent(*each) for each in counts) / len(counts) if counts else None


def percent(checked: int, failed: int) -> float:
    """How many of a hundred values passed."""
    return 100.0 * (checked - failed) / checked if checked else 100.0
