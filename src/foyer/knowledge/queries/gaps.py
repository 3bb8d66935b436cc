"""The to-write list: gaps with how often they are missed, whether that grows, and what was asked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from foyer.base import clock
from foyer.knowledge.errors import NoSuchGap
from foyer.knowledge.models import Gap, GapQuestion

WEEKS = 8
EXAMPLES = 3
STATES: list[tuple[str, str | Promise]] = list(Gap.State.choices)


@dataclass
class GapLine:
    """One gap as a line. `weeks` are counts of its questions, oldest week first; `reasons` with their names."""

    gap: Gap
    count: int
    answered: int
    this_week: int
    last_week: int
    newest: datetime | None = None
    weeks: list[int] = field(default_factory=lambda: [0] * WEEKS)
    reasons: list[tuple[str | Promise, int]] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    @property
    def trend(self) -> int:
        """How many more than the week before."""
        return self.this_week - self.last_week


def gaps(state: str = "open", *, assignee: UUID | None = None, category: str = "") -> "QuerySet[Gap]":
    """The gaps of one state, the most missed first; for `gap_lines` after paging."""
    rows = Gap.objects.filter(state=state).defer("centre").select_related("assignee", "article")
    if assignee:
        rows = rows.filter(assignee=assignee)
    if category:
        rows = rows.filter(category=category)
    return rows.annotate(total=Count("questions")).order_by("-total", "-opened_at", "id")


def gap_counts() -> dict[str, int]:
    """How many gaps are in each state."""
    return dict(Gap.objects.order_by().values_list("state").annotate(count=Count("id")))


def gap_lines(rows: Iterable[Gap], at: datetime | None = None) -> list[GapLine]:
    """What a list shows of these gaps: two queries, however many there are."""
    now, gaps_shown = at or clock.now(), list(rows)
    week = timedelta(days=7)
    counts: dict[UUID, Any] = {
        row["gap"]: row
        for row in GapQuestion.objects.filter(gap__in=gaps_shown).order_by().values("gap").annotate(
            count=Count("id"),
            answered=Count("id", filter=Q(answered_at__isnull=False)),
            this_week=Count("id", filter=Q(at__gt=now - week)),
            last_week=Count("id", filter=Q(at__gt=now - 2 * week, at__lte=now - week)),
        )
    }  # fmt: skip
    lines = {gap.pk: _line(gap, counts.get(gap.pk, {})) for gap in gaps_shown}
    asked = GapQuestion.objects.filter(gap__in=gaps_shown).order_by("-at").values_list("gap", "text", "why", "at")
    reasons: dict[UUID, Counter[str]] = {key: Counter() for key in lines}
    for gap, text, why, when in asked:
        reasons[gap][why] += 1
        _add(lines[gap], text, when, now)
    for key, line in lines.items():
        line.reasons = [(GapQuestion.Why(why).label, times) for why, times in reasons[key].most_common()]
    return list(lines.values())


def gap_line(gap_id: UUID | str) -> tuple[GapLine, list[GapQuestion]]:
    """One gap with its newest questions."""
    gap = Gap.objects.defer("centre").select_related("assignee", "article").filter(pk=gap_id).first()
    if gap is None:
        raise NoSuchGap
    return gap_lines([gap])[0], list(gap.questions.defer("meaning").order_by("-at")[:200])


def _line(gap: Gap, row: dict[str, Any]) -> GapLine:
    numbers = {name: row.get(name, 0) for name in ("count", "answered", "this_week", "last_week")}
    return GapLine(gap, **numbers)


def _add(line: GapLine, text: str, when: datetime, now: datetime) -> None:
    line.newest = line.newest or when
    week = (now - when) // timedelta(days=7)
    if 0 <= week < WEEKS:
        line.weeks[WEEKS - 1 - week] += 1
    if len(line.examples) < EXAMPLES and text not in line.examples and text != line.gap.title:
        line.examples.append(text)
