"""What people of a role usually reach: for each rule that learns, the 99.5th percentile of its windows in 30 days.

A window of a person in which nothing was counted is no sample: it would only make the usual smaller.
"""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import timedelta

from django.db import transaction

from foyer.base import clock
from foyer.security.detection.matching import hits
from foyer.security.detection.replaying import entries_since
from foyer.security.detection.spec import Spec
from foyer.security.detection.watched import watched
from foyer.security.models import DetectionRule, RuleBaseline

DAYS, SHARE = 30, 0.995


def learn() -> int:
    """Learn anew for every rule that learns; returns how many thresholds there are now."""
    return sum(learn_one(one.rule, one.spec) for one in watched() if one.spec.learns)


def learn_one(rule: DetectionRule, spec: Spec) -> int:
    """The thresholds of one rule, one a role."""
    samples = _samples(spec)
    now = clock.now()
    with transaction.atomic():
        RuleBaseline.objects.filter(rule=rule).delete()
        lines = [
            RuleBaseline(rule=rule, role=role, value=percentile(values), samples=len(values), at=now)
            for role, values in sorted(samples.items())
        ]
        RuleBaseline.objects.bulk_create(lines)
    return len(lines)


def percentile(values: list[int], share: float = SHARE) -> float:
    """The least value that at least this share of them does not exceed."""
    ordered = sorted(values)
    return float(ordered[max(0, math.ceil(share * len(ordered)) - 1)])


def _samples(spec: Spec) -> dict[str, list[int]]:
    """Per role, what each of its people reached in each window."""
    seen: dict[tuple[str, int], set[str]] = defaultdict(set)
    sums: dict[tuple[str, int], int] = defaultdict(int)
    roles: dict[tuple[str, int], set[str]] = defaultdict(set)
    for entries in entries_since(spec, clock.now() - timedelta(days=DAYS)):
        for hit in hits(spec, entries):
            window = hit.group, int(hit.entry.at.timestamp()) // spec.window
            seen[window].add(hit.item)
            sums[window] += hit.value
            roles[window].update(hit.entry.actor_roles)
    found: dict[str, list[int]] = defaultdict(list)
    for window, held in roles.items():
        for role in held:
            found[role].append(len(seen[window]) if spec.count == "distinct" else sums[window])
    return found
