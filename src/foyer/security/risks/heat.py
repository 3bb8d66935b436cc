"""The map of risks: how many stand where, what that means in a sentence, and how it went over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet

from foyer.base.text import Bilingual
from foyer.security.models import Asset, Risk, RiskReading, RiskTask
from foyer.security.risks import accepting
from foyer.security.risks.errors import NoSuchRisk

Which = Literal["inherent", "residual"]
SCALE = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Cell:
    """One field of the map."""

    likelihood: int
    impact: int
    risks: tuple[Risk, ...]

    @property
    def score(self) -> int:
        return self.likelihood * self.impact

    @property
    def level(self) -> str:
        return "high" if self.score > accepting.APPETITE else "medium" if self.score > 4 else "low"


def risks() -> QuerySet[Risk]:
    """Every risk of an asset that is still there, with asset and owner."""
    return Risk.objects.filter(asset__gone_at=None).select_related("asset", "owner").order_by("code")


def risk(code: str) -> Risk:
    """One risk. Raises NoSuchRisk."""
    found = risks().filter(code=code).first()
    if found is None:
        raise NoSuchRisk
    return found


def treatments() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in Risk.Treatment.choices]


def grid(found: list[Risk], which: Which = "residual") -> list[list[Cell]]:
    """Rows from the most likely down, columns from the mildest on."""
    return [[Cell(row, column, _there(found, which, row, column)) for column in SCALE] for row in reversed(SCALE)]


def place(one: Risk, which: Which) -> tuple[int, int]:
    """Where a risk stands on the map: likelihood and impact."""
    if which == "inherent":
        return one.likelihood, one.impact
    return one.residual_likelihood, one.residual_impact


def as_chart(found: list[Risk], which: Which = "residual") -> list[dict[str, Any]]:
    """Every field of the map as the chart draws it: where it is, its level, and the titles of its risks."""
    return [
        {"likelihood": cell.likelihood, "impact": cell.impact, "level": cell.level, "count": len(cell.risks),
         "titles": [str(one.title) for one in cell.risks]}
        for row in grid(found, which) for cell in row
    ]  # fmt: skip


def _there(found: list[Risk], which: Which, likelihood: int, impact: int) -> tuple[Risk, ...]:
    return tuple(one for one in found if place(one, which) == (likelihood, impact))


def conclusion(found: list[Risk]) -> Bilingual:
    """What the map says, for its title."""
    if not found:
        return Bilingual("尚未评估任何风险", "No risk has been assessed yet")
    above = [one for one in found if accepting.is_high(one)]
    borne = [one for one in above if accepting.state_of(one) == "accepted"]
    worst = max(found, key=lambda one: (one.residual, one.inherent))
    if not above:
        return Bilingual(
            f"{len(found)} 项风险全部在偏好线以内，最高为“{worst.title.in_('zh')}”",
            f"All {len(found)} risks lie within the appetite; the highest is “{worst.title.in_('en')}”",
        )
    return Bilingual(
        f"{len(found)} 项风险中 {len(above)} 项高于偏好线，其中 {len(borne)} 项已由两人接受；"
        f"最高为“{worst.title.in_('zh')}”",
        f"{len(above)} of {len(found)} risks lie above the appetite, {len(borne)} of them borne by two people; "
        f"the highest is “{worst.title.in_('en')}”",
    )


@dataclass(frozen=True)
class Point:
    at: datetime
    inherent: int
    residual: int


def trend() -> list[Point]:
    """The sum over all risks after each reading: what the house bears before and after its controls."""
    now: dict[object, tuple[int, int]] = {}
    points = []
    for row in RiskReading.objects.filter(risk__asset__gone_at=None).order_by("at", "id"):
        now[row.risk_id] = (row.inherent, row.residual)
        points.append(Point(row.at, sum(one for one, _ in now.values()), sum(two for _, two in now.values())))
    return points


def assets() -> QuerySet[Asset]:
    """The register, with owner and how many tasks and risks each has."""
    open_tasks = Count("tasks", filter=Q(tasks__closed_at=None), distinct=True)
    rows = Asset.objects.filter(gone_at=None).select_related("owner")
    return rows.annotate(open_count=open_tasks, risk_count=Count("risks", distinct=True)).order_by("kind", "code")


def open_tasks() -> QuerySet[RiskTask]:
    """What is new and not judged, the oldest first."""
    return RiskTask.objects.filter(closed_at=None).select_related("asset").order_by("opened_at", "id")
