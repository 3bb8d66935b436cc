"""Reading figures: rolled and raw together, in one statement and so from one snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from foyer.base import clock
from foyer.base.measures.definitions import BUCKETS, Measure, registry

Grain = Literal["hour", "day"]
_BEGINNING, _END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Figure:
    """What was observed in one window. `value` is what the kind of measure means: a sum, a mean or a share."""

    kind: str
    count: int = 0
    sum: float = 0.0
    least: float | None = None
    most: float | None = None
    buckets: tuple[int, ...] = ()

    @property
    def mean(self) -> float | None:
        return self.sum / self.count if self.count else None

    @property
    def value(self) -> float | None:
        """The sum of a counter; the mean of a duration and the share of a ratio, None where nothing was observed."""
        return self.sum if self.kind == "counter" else self.mean

    def percentile(self, share: float) -> float | None:
        """The value that `share` (0 to 1) of the observations do not exceed, interpolated within its bucket."""
        if not self.buckets or not self.count:
            return None
        wanted, below = share * self.count, 0
        for (low, high), count in zip(self._bounds(), self.buckets, strict=True):
            if count and below + count >= wanted:
                return low + (high - low) * max(0.0, wanted - below) / count
            below += count
        return self.most

    def share_within(self, seconds: float) -> float | None:
        """The share of observations of at most `seconds`; exact for the bounds in `BUCKETS`, else interpolated."""
        if not self.buckets or not self.count:
            return None
        within = 0.0
        for (low, high), count in zip(self._bounds(), self.buckets, strict=True):
            if high <= seconds:
                within += count
            elif low < seconds:
                within += count * (seconds - low) / (high - low)
        return within / self.count

    def _bounds(self) -> Iterator[tuple[float, float]]:
        """Each bucket's range, drawn in to what was really observed."""
        least, most = self.least or 0.0, self.most or 0.0
        for low, high in zip((0.0, *BUCKETS), (*BUCKETS, float("inf")), strict=True):
            yield max(low, min(least, high)), min(high, max(most, low))


@dataclass(frozen=True)
class Point:
    """One step of a series; `by` is the value of the dimension it is split by."""

    start: datetime
    by: str
    figure: Figure

    @property
    def value(self) -> float | None:
        return self.figure.value


def total(key: str, since: datetime, until: datetime, **dimensions: Any) -> float:
    """The sum of a counter or duration, the number of hits of a ratio; 0 where nothing was observed."""
    return figure(key, since, until, **dimensions).sum


def figure(key: str, since: datetime, until: datetime, **dimensions: Any) -> Figure:
    """Everything known of one measure in `since` ≤ t < `until`. A dimension given a list means any of these values."""
    found = _read(registry[key], since, until, dimensions, step=None, by=None)
    return found[0].figure if found else Figure(registry[key].kind)


def figures(key: str, since: datetime, until: datetime, *, by: str, **dimensions: Any) -> dict[str, Figure]:
    """The figure of each value of the dimension `by`."""
    return {point.by: point.figure for point in _read(registry[key], since, until, dimensions, step=None, by=by)}


def series(
    key: str, since: datetime, until: datetime, *, grain: Grain = "hour", by: str | None = None, **dimensions: Any
) -> list[Point]:
    """One point for each hour or day with observations, in order of time, then of `by`."""
    return _read(registry[key], since, until, dimensions, step=grain, by=by)


_READ = """
    SELECT {step}, {split}, sum(count)::bigint, sum(sum), min(least), max(most), {buckets}
    FROM (
        SELECT start AS at, dimensions, count, sum, least, most, buckets, NULL::int AS bucket
        FROM base_measure_sum WHERE name = %(name)s AND grain = %(source)s AND {of_sums}
        UNION ALL
        SELECT at, dimensions, 1, value, value, value, NULL, bucket
        FROM base_measure_sample WHERE name = %(name)s AND at >= %(since)s AND at < %(until)s
    ) AS every WHERE {wanted}
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_BUCKET_SUMS = "ARRAY[{}]".format(
    ", ".join(
        f"(coalesce(sum(buckets[{n + 1}]), 0) + count(*) FILTER (WHERE bucket = {n}))::bigint"
        for n in range(len(BUCKETS) + 1)
    )
)


def _read(
    measure: Measure,
    since: datetime,
    until: datetime,
    dimensions: dict[str, Any],
    *,
    step: Grain | None,
    by: str | None,
) -> list[Point]:
    measure.check([*dimensions, *([by] if by else [])])
    values: dict[str, Any] = {"name": measure.key, "since": since, "until": until, "zone": settings.TIME_ZONE}
    is_by_day = step == "day" or (step is None and _are_days(since, until))
    values |= {"source": "day" if is_by_day else "hour", "step": step, "by": by}
    wanted = ["TRUE"]
    for number, (name, value) in enumerate(dimensions.items()):
        wanted.append(f"dimensions ->> %(dimension{number})s = ANY(%(values{number})s)")
        values |= {f"dimension{number}": name, f"values{number}": _texts(value)}
    sql = _READ.format(
        step="date_trunc(%(step)s, at, %(zone)s)" if step else "to_timestamp(0)",
        split="coalesce(dimensions ->> %(by)s, '')" if by else "''",
        buckets=_BUCKET_SUMS if measure.kind == "duration" else "NULL",
        of_sums="start >= %(since)s AND start < %(until)s",
        wanted=" AND ".join(wanted),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [_point(measure, row) for row in cursor.fetchall()]


def _are_days(since: datetime, until: datetime) -> bool:
    """Whether the sums by day answer the question: whole days of ours, the last of which may still be going on."""
    zone = ZoneInfo(settings.TIME_ZONE)
    begin, end = since.astimezone(zone), until.astimezone(zone)
    return begin == _midnight(begin) and (end == _midnight(end) or until >= clock.now())


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _texts(value: Any) -> list[str]:
    many = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    return ["" if one is None else str(one) for one in many]


def _point(measure: Measure, row: tuple[Any, ...]) -> Point:
    start, by, count, total, least, most, buckets = row
    return Point(start, by, Figure(measure.kind, count, total, least, most, tuple(buckets or ())))


def ever(measure: Measure) -> list[tuple[dict[str, str], Figure]]:
    """All that was ever observed, for each combination of dimensions."""
    sql = _READ.format(
        step="dimensions",
        split="''",
        buckets=_BUCKET_SUMS if measure.kind == "duration" else "NULL",
        of_sums="TRUE",
        wanted="TRUE",
    )
    values: dict[str, Any] = {"name": measure.key, "source": "ever", "since": _BEGINNING, "until": _END}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(json.loads(row[0]), _point(measure, row).figure) for row in cursor.fetchall()]


def cumulative(figure: Figure) -> list[tuple[str, float]]:
    """The distribution as Prometheus wants it: upper bound and how many are within it."""
    bounds = [f"{bound:g}" for bound in BUCKETS] + ["+Inf"]
    return list(zip(bounds, (float(n) for n in accumulate(figure.buckets)), strict=True))
