"""The rules that are looked at: live ones and those in a dry run, each with what it is held to."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog

from foyer.security.detection.spec import BadRule, Spec, parse
from foyer.security.models import DetectionRule, RuleBaseline

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Watched:
    """A rule, what it says, and what its peers usually reach."""

    rule: DetectionRule
    spec: Spec
    usual: dict[str, float] = field(default_factory=dict)

    def limit_for(self, roles: Iterable[str]) -> tuple[int, float | None]:
        """At most how many, and what is usual for the role; of several roles the most generous."""
        known = [self.usual[role] for role in roles if role in self.usual]
        if not self.spec.learns or not known:
            return self.spec.threshold, None
        usual = max(known)
        return min(self.spec.threshold, max(self.spec.floor, math.ceil(usual))), usual


def watched() -> list[Watched]:
    """Two queries. A rule that cannot be understood any more is left out, and said."""
    rows = list(DetectionRule.objects.filter(state__in=("live", "dry")).order_by("code"))
    lines: dict[object, list[RuleBaseline]] = {}
    for line in RuleBaseline.objects.filter(rule__in=rows):
        lines.setdefault(line.rule_id, []).append(line)
    found = []
    for row in rows:
        try:
            spec = parse(row.spec)
        except BadRule as error:
            log.error("security.bad_rule", rule=row.code, field=str(error.details.get("field", "")))
            continue
        enough = {line.role: line.value for line in lines.get(row.pk, []) if line.samples >= spec.samples}
        found.append(Watched(row, spec, enough))
    return found
