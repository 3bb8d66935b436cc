"""What the quality pages read. Who may watch data quality sees scores, alerts and masked rows; others see nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from foyer.base import clock
from foyer.base.errors import Forbidden
from foyer.customers.models import QualityAlert, QualityScore, QuarantinedRow
from foyer.customers.quality.errors import NoSuchQuarantinedRow
from foyer.customers.quality.masks import masked
from foyer.customers.quality.scores import TARGETS, percent
from foyer.customers.quality.stewarding import fields_of
from foyer.customers.standard import STANDARD

WATCH, STEWARD = "customers.watch_quality", "customers.steward_customers"
PAGE = 50
SCORE_DAYS = 30
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Score:
    """How many of the values checked passed, in per cent."""

    name: str
    checked: int
    failed: int
    target: float | None = None

    @property
    def percent(self) -> float:
        return percent(self.checked, self.failed)

    @property
    def is_below(self) -> bool:
        return self.target is not None and self.percent < self.target


@dataclass(frozen=True)
class SourceQuality:
    """One source on its last day with scores."""

    source: str
    on: dt.date
    total: Score
    dimensions: list[Score]
    waiting: int
    alerts: int


@dataclass(frozen=True)
class FieldScore:
    entity: str
    field: str
    rule: str
    dimension: str
    checked: int
    failed: int

    @property
    def percent(self) -> float:
        return percent(self.checked, self.failed)

    @property
    def target(self) -> float:
        return TARGETS[self.dimension]


@dataclass(frozen=True)
class Day:
    on: dt.date
    checked: int
    failed: int

    @property
    def percent(self) -> float:
        return percent(self.checked, self.failed)


@dataclass(frozen=True)
class HeldRow:
    """A quarantined row as a list shows it: nothing in it is unmasked."""

    id: UUID
    source: str
    table: str
    entity: str
    file: str
    row_number: int
    state: str
    failures: list[dict[str, str]]
    noted_at: dt.datetime
    decided_at: dt.datetime | None = None
    decided_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class HeldPage:
    rows: list[HeldRow]
    page: int
    has_more: bool
    total: int
    """Counted up to 10,000."""


@dataclass(frozen=True)
class HeldDetail:
    row: HeldRow
    values: list[tuple[str, str, list[str]]] = field(default_factory=list)
    """(field, value masked, the rules it breaks)"""
    correction: list[str] = field(default_factory=list)
    """The fields that a steward wrote."""
    may_decide: bool = False


def overview(user: Any) -> list[SourceQuality]:
    """Every source with its newest scores, the rows that wait and the alerts that are open; three queries."""
    _may_watch(user)
    days: dict[str, dict[dt.date, dict[str, tuple[int, int]]]] = defaultdict(lambda: defaultdict(dict))
    since = clock.now().date() - dt.timedelta(days=SCORE_DAYS)
    for row in _sums(QualityScore.objects.filter(on__gte=since), "source", "on", "dimension"):
        days[row["source"]][row["on"]][row["dimension"]] = (row["checked"], row["failed"])
    waiting = _numbers(QuarantinedRow.objects.filter(state=QuarantinedRow.State.WAITING))
    open_alerts = _numbers(QualityAlert.objects.filter(closed_at=None))
    return [
        _source(name, days.get(name, {}), waiting.get(name, 0), open_alerts.get(name, 0))
        for name in sorted({*days, *waiting, *open_alerts})
    ]


def scores(user: Any, source: str, on: dt.date | None = None) -> list[FieldScore]:
    """Every rule of every field of a source on one day, the worst first; the last day with scores by default."""
    _may_watch(user)
    of_source = QualityScore.objects.filter(source=source)
    on = on or of_source.order_by("-on").values_list("on", flat=True).first()
    found = _sums(of_source.filter(on=on or clock.now().date()), "entity", "field", "rule", "dimension")
    return sorted((FieldScore(**row) for row in found), key=lambda score: (score.percent, score.entity, score.field))


def trend(
    user: Any,
    source: str,
    *,
    entity: str | None = None,
    field: str | None = None,
    dimension: str | None = None,
    days: int = 30,
) -> list[Day]:
    """A source's score day by day, of all it gives or of one field; days without a run are left out."""
    _may_watch(user)
    chosen = {"entity": entity, "field": field, "dimension": dimension}
    found = QualityScore.objects.filter(source=source, on__gt=clock.now().date() - dt.timedelta(days=days))
    found = found.filter(**{name: value for name, value in chosen.items() if value})
    return [Day(**row) for row in _sums(found, "on")]


def trends(user: Any, days: int = 30) -> dict[str, list[Day]]:
    """Every source's score day by day; one query."""
    _may_watch(user)
    found: dict[str, list[Day]] = defaultdict(list)
    for row in _sums(QualityScore.objects.filter(on__gt=clock.now().date() - dt.timedelta(days=days)), "source", "on"):
        found[row["source"]].append(Day(row["on"], row["checked"], row["failed"]))
    return dict(found)


def quarantined(
    user: Any, *, source: str = "", rule: str = "", field: str = "", state: str = "waiting", page: int = 1
) -> HeldPage:
    """Held rows, the newest first; two queries."""
    _may_watch(user)
    rows = QuarantinedRow.objects.filter(
        **({"state": state} if state else {}), **({"source": source} if source else {})
    )
    broken = {name: value for name, value in (("rule", rule), ("field", field)) if value}
    rows = rows.filter(failures__contains=[broken]) if broken else rows
    start = (max(page, 1) - 1) * PAGE
    found = list(rows.defer("row", "correction").order_by("-noted_at", "-id")[start : start + PAGE + 1])
    total = rows.order_by()[:MOST_COUNTED].count()
    return HeldPage([_held(row) for row in found[:PAGE]], max(page, 1), len(found) > PAGE, total)


def held_sources(user: Any) -> list[str]:
    """The sources of which rows are or were held; one query."""
    _may_watch(user)
    return list(QuarantinedRow.objects.order_by("source").values_list("source", flat=True).distinct())


def quarantined_row(user: Any, row_id: UUID | str) -> HeldDetail:
    """One held row with every value masked; `stewarding.show` unmasks it for a reason."""
    _may_watch(user)
    row = QuarantinedRow.objects.filter(pk=row_id).first()
    if row is None:
        raise NoSuchQuarantinedRow
    fields, entity = fields_of(row), STANDARD[row.entity]
    rules = {name: [each["rule"] for each in row.failures if each["field"] == name] for name in fields}
    values = [
        (name, masked(entity[name], row.texts.get(f"{name}__raw", row.texts.get(name))), rules[name]) for name in fields
    ]
    may_decide = row.is_waiting and user.has_perm(STEWARD)
    return HeldDetail(_held(row), values, sorted(row.correction), may_decide)


def alerts(user: Any, *, source: str = "", is_open: bool = True) -> list[QualityAlert]:
    """Alerts, the newest first; one query."""
    _may_watch(user)
    found = QualityAlert.objects.filter(**({"source": source} if source else {}))
    return list((found.filter(closed_at=None) if is_open else found).order_by("-opened_at")[:200])


def may_watch(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_perm(WATCH))


def _may_watch(user: Any) -> None:
    if not may_watch(user):
        raise Forbidden


def _sums(found: QuerySet[QualityScore], *by: str) -> list[dict[str, Any]]:
    """Checked and failed, added up by some columns and in their order."""
    rows = found.order_by(*by).values(*by).annotate(all_checked=Sum("checked"), all_failed=Sum("failed"))
    return [
        {**{name: row[name] for name in by}, "checked": row["all_checked"], "failed": row["all_failed"]} for row in rows
    ]


def _numbers(found: QuerySet[Any]) -> dict[str, int]:
    return dict(found.order_by().values_list("source").annotate(number=Count("pk")))


def _source(
    name: str, days: dict[dt.date, dict[str, tuple[int, int]]], waiting: int, open_alerts: int
) -> SourceQuality:
    on = max(days, default=clock.now().date())
    dimensions = [
        Score(dimension, *days[on][dimension], TARGETS[dimension])
        for dimension in TARGETS
        if dimension in days.get(on, {})
    ]
    total = Score("", sum(score.checked for score in dimensions), sum(score.failed for score in dimensions))
    return SourceQuality(name, on, total, dimensions, waiting, open_alerts)


def _held(row: QuarantinedRow) -> HeldRow:
    return HeldRow(
        row.id, row.source, row.table, row.entity, row.file, row.row_number, row.state, row.failures, row.noted_at,
        row.decided_at, row.decided_by, row.reason,
    )  # fmt: skip
