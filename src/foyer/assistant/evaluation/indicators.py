"""The plan's five measures and the six indicators of T/CBA 220-2021, for a window and what a colleague may see.

Each is one share, or one set of times, with its counts, so that a reader can check it; none where nothing was observed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDay

from foyer.assistant.evaluation.reviewing import accuracy_of
from foyer.assistant.evaluation.stability import stability
from foyer.assistant.evaluation.statistics import Reliability, Share, share
from foyer.assistant.models import AssistantSession, Turn

ASKED = (Turn.Kind.ANSWER, Turn.Kind.OFFER, Turn.Kind.ASK_AGAIN, Turn.Kind.HAND_OVER)
BY = {"channel": "channel", "subject": "subject", "version": "version", "lang": "lang"}
GOOD_RATING = 4
Intervention = AssistantSession.Intervention
_PERCENTILES = """
    SELECT count(*), percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY waited_ms / 1000.0)
    FROM ({rows}) AS waits
"""


@dataclass(frozen=True)
class Window:
    """Which sessions: begun in `since` ≤ t < `until`, of a unit and below, and where given of one channel and so on."""

    since: datetime
    until: datetime
    path: str
    only: tuple[tuple[str, str], ...] = ()

    def sessions(self) -> QuerySet[AssistantSession]:
        rows = AssistantSession.objects.filter(
            began_at__gte=self.since, began_at__lt=self.until, unit__path__startswith=self.path
        )
        return rows.filter(**{BY[name]: value for name, value in self.only})

    def turns(self) -> QuerySet[Turn]:
        return Turn.objects.filter(conversation__in=self.sessions().values("pk"), outcome=Turn.Outcome.SAID)


@dataclass(frozen=True)
class Speed:
    """Seconds from receiving a message to the whole answer."""

    count: int
    p50: float | None
    p95: float | None
    p99: float | None


@dataclass(frozen=True)
class Interventions:
    """Sessions with a person, and how the person came in; `involuntary` leaves out who wanted one from the start."""

    share: Share
    by_kind: dict[str, int]
    involuntary: Share


@dataclass(frozen=True)
class Five:
    """The plan's five measures."""

    speed: Speed
    accuracy: Share
    satisfaction: Share
    intervention: Interventions
    stability: Reliability


def five(window: Window) -> Five:
    """Response speed, answer accuracy, satisfaction, human-intervention rate, stability."""
    return Five(
        speed_of(window),
        accuracy_of(window.since, window.until, window.path),
        satisfaction_of(window),
        interventions_of(window),
        stability(window.since, window.until),
    )


def speed_of(window: Window) -> Speed:
    rows = window.turns().exclude(waited_ms=None).values("waited_ms")
    statement, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_PERCENTILES.format(rows=statement), values)
        count, found = cursor.fetchone()
    return Speed(count, *(found or (None, None, None)))


def satisfaction_of(window: Window) -> Share:
    """Ratings of 4 and 5 among all ratings. Who rates is not a random part of who was served: read with the count."""
    rated = window.sessions().exclude(rating=None)
    told = rated.aggregate(count=Count("pk"), good=Count("pk", filter=Q(rating__gte=GOOD_RATING)))
    return share(told["good"], told["count"])


def interventions_of(window: Window) -> Interventions:
    kinds = dict(window.sessions().values_list("intervention").annotate(Count("pk")).order_by("intervention"))
    total, alone = sum(kinds.values()), kinds.pop("", 0)
    at_once = kinds.get(Intervention.ASKED_AT_ONCE, 0)
    involuntary = kinds.get(Intervention.ASKED_AFTER, 0) + kinds.get(Intervention.FAILURE, 0)
    return Interventions(share(total - alone, total), kinds, share(involuntary, total - at_once))


def six(window: Window, *, heard: Share | None = None) -> dict[str, Share]:
    """The six indicators by the standard's own names; `heard` is the recognition of speech, where it was measured.

    speech 语音识别准确率: 1 - error rate of recognition; recognition 问题识别率: recognised ÷ asked;
    intent 意图理解准确率: right intent ÷ reviewed; interaction 交互准确率: right turns ÷ reviewed turns;
    solved 问题解决率: solved ÷ asked; diversion 智能分流率: served without a person ÷ served.
    """
    asked = window.turns().filter(kind__in=ASKED).aggregate(
        count=Count("pk"), known=Count("pk", filter=~Q(kind=Turn.Kind.ASK_AGAIN) & ~Q(reason="failed_twice"))
    )  # fmt: skip
    sessions = window.sessions().aggregate(
        count=Count("pk"), alone=Count("pk", filter=Q(intervention="")), settled=Count("is_contained"),
        solved=Count("pk", filter=Q(is_contained=True)),
    )  # fmt: skip
    return {
        "speech": heard or share(0, 0),
        "recognition": share(asked["known"], asked["count"]),
        "intent": accuracy_of(window.since, window.until, window.path, judged="intent"),
        "interaction": accuracy_of(window.since, window.until, window.path),
        "solved": share(sessions["solved"], sessions["settled"]),
        "diversion": share(sessions["alone"], sessions["count"]),
    }


@dataclass(frozen=True)
class Containment:
    """Without a person, as it looks at the end, and as it was once 72 hours had shown who came back."""

    apparent: Share
    real: Share
    came_back: Share


def containment_of(window: Window) -> Containment:
    told = window.sessions().exclude(closed_at=None).aggregate(
        count=Count("pk"), alone=Count("pk", filter=Q(intervention="")), settled=Count("is_contained"),
        solved=Count("pk", filter=Q(is_contained=True)),
        back=Count("pk", filter=Q(is_contained__isnull=False, came_back_at__isnull=False)),
    )  # fmt: skip
    return Containment(
        share(told["alone"], told["count"]),
        share(told["solved"], told["settled"]),
        share(told["back"], told["settled"]),
    )


def by_day(window: Window) -> list[dict[str, Any]]:
    """Each day's sessions, those without a person, those solved among those settled."""
    days = window.sessions().annotate(day=TruncDay("began_at")).values("day").annotate(
        sessions=Count("pk"), alone=Count("pk", filter=Q(intervention="")), settled=Count("is_contained"),
        solved=Count("pk", filter=Q(is_contained=True)),
    )  # fmt: skip
    return [dict(row) for row in days.order_by("day")]


def split(window: Window, by: str) -> list[dict[str, Any]]:
    """Sessions by one dimension, the most first: how many, without a person, solved, good among rated."""
    rows = window.sessions().values(value=F(BY[by])).annotate(
        sessions=Count("pk"), alone=Count("pk", filter=Q(intervention="")), settled=Count("is_contained"),
        solved=Count("pk", filter=Q(is_contained=True)), rated=Count("rating"),
        good=Count("pk", filter=Q(rating__gte=GOOD_RATING)),
    )  # fmt: skip
    return [dict(row) for row in rows.order_by("-sessions", "value")[:30]]
