"""Counting with small counters, so that a look costs the same whatever the window.

Time is counted in parts, sixty to a window. Rows and sums are kept as one number a part; of distinct things, in which
part each was last seen. The count of a group at a part is what lies in the last sixty parts, that one included.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from foyer.base import clock
from foyer.security.detection.matching import Hit
from foyer.security.detection.spec import Spec
from foyer.security.models import DetectionCount, DetectionRule

_ADD = """
    INSERT INTO security_detectioncount (rule_id, "group", slot, bucket, value) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (rule_id, "group", slot) DO UPDATE SET value = security_detectioncount.value + EXCLUDED.value
"""
_SEE = """
    INSERT INTO security_detectioncount (rule_id, "group", slot, bucket, value) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (rule_id, "group", slot) DO UPDATE
    SET bucket = GREATEST(security_detectioncount.bucket, EXCLUDED.bucket)
"""
_TOTALS = """
    SELECT "group", {total} FROM security_detectioncount
    WHERE rule_id = %s AND "group" = ANY(%s) AND bucket > %s GROUP BY "group"
"""


def part_of(spec: Spec, at: datetime) -> int:
    """The number of the part of the window that an instant lies in."""
    return int(at.timestamp()) // spec.part


def add(rule: UUID, spec: Spec, found: Iterable[Hit]) -> None:
    """Count these hits. One statement for each counter they touch."""
    lines: dict[tuple[str, str, int], int] = {}
    for hit in found:
        part = part_of(spec, hit.entry.at)
        key = (hit.group, hit.item or str(part), part)
        lines[key] = lines.get(key, 0) + hit.value
    rows = [(rule, group, slot, part, value) for (group, slot, part), value in sorted(lines.items())]
    with connection.cursor() as cursor:
        cursor.executemany(_SEE if spec.count == "distinct" else _ADD, rows)


def totals(rule: UUID, spec: Spec, groups: Iterable[str], part: int) -> dict[str, int]:
    """What each group has reached in the window that ends with a part. One query."""
    total = "COUNT(*)" if spec.count == "distinct" else "SUM(value)::bigint"
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS.format(total=total), [rule, list(groups), part - spec.parts])
        return dict(cursor.fetchall())


def forget(rule: DetectionRule) -> None:
    """Nothing was counted for this rule."""
    DetectionCount.objects.filter(rule=rule).delete()


def forget_old(rules: Iterable[tuple[UUID, Spec]]) -> int:
    """Remove what lies before every window; returns how many counters went."""
    gone = 0
    for rule, spec in rules:
        before = part_of(spec, clock.now()) - spec.parts
        gone += DetectionCount.objects.filter(rule=rule, bucket__lte=before)._raw_delete("default")
    return gone
