"""Rolling samples up. Invariant: at every instant each sample is either a row of its own or in the sums, never both."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from foyer.base import clock
from foyer.base.measures.definitions import BUCKETS
from foyer.base.measures.models import MeasureSum

KEEP_HOURS = timedelta(days=400)

_BUCKETS = ", ".join(f"count(*) FILTER (WHERE bucket = {n})" for n in range(len(BUCKETS) + 1))

# One statement moves the samples: they leave their table and enter the sums together. The rows of one grain are
# written in a fixed order, and one roller works at a time, so that no two wait for each other.
_ROLL = f"""
    WITH taken AS (
        DELETE FROM base_measure_sample WHERE id IN (
            SELECT id FROM base_measure_sample WHERE at < %(before)s ORDER BY at LIMIT %(most)s)
        RETURNING name, dimensions, at, value, bucket
    ), placed AS (
        SELECT t.*, g.grain, CASE g.grain WHEN 'ever' THEN to_timestamp(0)
                                          ELSE date_trunc(g.grain, at, %(zone)s) END AS start
        FROM taken t CROSS JOIN (VALUES ('hour'), ('day'), ('ever')) AS g(grain)
    ), added AS (
        INSERT INTO base_measure_sum AS s (name, grain, start, dimensions, count, sum, least, most, buckets)
        SELECT name, grain, start, dimensions, count(*), sum(value), min(value), max(value),
               CASE WHEN count(bucket) > 0 THEN ARRAY[{_BUCKETS}] END
        FROM placed GROUP BY name, grain, start, dimensions ORDER BY 1, 2, 3, 4
        ON CONFLICT (name, grain, start, dimensions) DO UPDATE SET
            count = s.count + excluded.count, sum = s.sum + excluded.sum,
            least = least(s.least, excluded.least), most = greatest(s.most, excluded.most),
            buckets = CASE WHEN s.buckets IS NULL THEN excluded.buckets
                           WHEN excluded.buckets IS NULL THEN s.buckets
                           ELSE ARRAY(SELECT a + b FROM unnest(s.buckets, excluded.buckets)
                                      WITH ORDINALITY AS x(a, b, n) ORDER BY n) END
    ) SELECT count(*) FROM taken
"""  # noqa: S608  the only thing put in is our own list of numbers


def roll_up(most: int = 20_000) -> int:
    """Roll up the samples older than the last full hour; returns how many. Safe to run anywhere, any time, twice."""
    before = _full_hour(clock.now()) - timedelta(hours=1)
    moved = 0
    while count := _roll(before, most):
        moved += count
    return moved


def _full_hour(instant: datetime) -> datetime:
    return instant.replace(minute=0, second=0, microsecond=0)


@transaction.atomic
def _roll(before: datetime, most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended('foyer roll up', 0))")
        if not cursor.fetchone()[0]:
            return 0  # another process is at it
        cursor.execute(_ROLL, {"before": before, "most": most, "zone": settings.TIME_ZONE})
        return int(cursor.fetchone()[0])


def forget_old() -> int:
    """Drop the sums by hour that are older than a year; the days stay."""
    old = MeasureSum.objects.filter(grain=MeasureSum.Grain.HOUR, start__lt=clock.now() - KEEP_HOURS)
    return old.delete()[0]
