"""One run of the schedule: each rule's rooms deal with what has been kept long enough; the report says what and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import structlog
from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.privacy.models import RetentionReport, RetentionRule
from foyer.privacy.requests import acts
from foyer.privacy.requests.measures import RETAINED
from foyer.privacy.retention import holds, schedule
from foyer.privacy.retention.keepers import Keeper, keepers

log = structlog.get_logger(__name__)


@dataclass
class Line:
    """What became of one rule in one room. `why` says why nothing, or not all, was done."""

    rule: str
    keeper: str
    due: int = 0
    done: int = 0
    held: int = 0
    why: str = ""


def run(*, rehearsal: bool, by: Actor = SYSTEM) -> RetentionReport:
    """Carry the schedule out, or only count. A room that fails holds up no other; its line says so."""
    report = RetentionReport.objects.create(started_at=clock.now(), by=str(by), is_rehearsal=rehearsal)
    held = set() if rehearsal else holds.held_customers()
    lines = [line for rule in schedule.rules() for line in _rule(rule, rehearsal, held)]
    report.lines, report.finished_at = [asdict(line) for line in lines], clock.now()
    report.save(update_fields=["lines", "finished_at"])
    if not rehearsal:
        done = sum(line.done for line in lines)
        audit.record(acts.RETENTION_RUN, by=by, on=f"retention:{report.pk}", details={"done": done})
    return report


def _rule(rule: RetentionRule, rehearsal: bool, held: set) -> list[Line]:
    found = keepers(rule.code)
    if not found:
        return [Line(rule.code, "", why="own_room" if rule.room == "security" else "later_room")]
    return [_keeper(rule, keeper, rehearsal, held) for keeper in found]


def _keeper(rule: RetentionRule, keeper: Keeper, rehearsal: bool, held: set) -> Line:
    line, before = Line(rule.code, keeper.code), schedule.over_before(rule)
    try:
        line.due = keeper.due(before)
        if rehearsal:
            line.why = "rehearsal" if line.due else ""
            return line
        with transaction.atomic():
            carried = keeper.carry_out(before, held if rule.obeys_hold else set())
            if carried.done:
                RETAINED.add(carried.done, rule=rule.code)
    except Exception as problem:
        log.error("retention_failed", rule=rule.code, keeper=keeper.code, error=type(problem).__name__)
        line.why = f"failed: {type(problem).__name__}"
        return line
    line.done, line.held = carried.done, carried.held
    line.why = "legal_hold" if carried.held else ""
    return line
