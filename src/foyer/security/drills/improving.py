"""What a drill taught: findings, what is done about them, by whom until when, and the drill that proves it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock, clocks, live
from foyer.base.actors import Actor
from foyer.base.errors import NotFound
from foyer.base.text import Bilingual
from foyer.security.drills import acts, times
from foyer.security.drills.errors import NotOverYet, NotProven, WordsMissing
from foyer.security.drills.planning import PLAN, claim, may
from foyer.security.drills.telling import tell
from foyer.security.models import Drill, DrillFinding, ImprovementAction
from foyer.staff import queries as staff

POLICY, PREFIX = "security.improvement", "security.improvement:"
WARN_BEFORE = 3 * 24 * 3600
DONE, PROVEN = ImprovementAction.State.DONE, ImprovementAction.State.PROVEN


@transaction.atomic
def find(drill_id: UUID, *, weight: str, text: str, by: Actor) -> DrillFinding:
    """Enter a finding, while it runs or afterwards."""
    may(by, PLAN)
    drill = claim(drill_id)
    if not text.strip() or weight not in DrillFinding.Weight.values:
        raise WordsMissing
    if drill.started_at is None:
        raise NotOverYet
    row = DrillFinding.objects.create(drill=drill, weight=weight, text=text.strip()[:500], by=str(by))
    audit.record(acts.FOUND, by=by, on=f"drill:{drill.pk}", details={"number": drill.number, "weight": weight})
    tell(drill)
    return row


@transaction.atomic
def agree_action(finding_id: UUID, *, text: str, owner: UUID, due_at: datetime, by: Actor) -> ImprovementAction:
    """Somebody does something about a finding until then; they are reminded three days before and when it is due."""
    may(by, PLAN)
    finding = DrillFinding.objects.select_related("drill").filter(pk=finding_id).first()
    person = staff.user_by_id(owner)
    if finding is None or person is None:
        raise NotFound
    if not text.strip() or due_at <= clock.now():
        raise WordsMissing
    row = ImprovementAction.objects.create(
        finding=finding, text=text.strip()[:500], owner_id=owner, due_at=due_at, made_by=str(by)
    )
    clocks.define(
        POLICY, name=Bilingual("整改期限", "Improvement"), calendar=clocks.always(), seconds=None,
        warn_before=[WARN_BEFORE],
    )  # fmt: skip
    clocks.start(POLICY, f"{PREFIX}{row.pk}", due_at=due_at)
    details = {"number": finding.drill.number, "owner": str(owner)}
    audit.record(acts.FOUND, by=by, on=f"action:{row.pk}", details=details)
    live.publish(f"staff:{owner}", "security.action", {"action": str(row.pk), "seconds_left": None})
    tell(finding.drill)
    return row


@transaction.atomic
def finish_action(action_id: UUID, *, by: Actor, note: str) -> ImprovementAction:
    """Its owner says what was done; whether it helped, another drill shows. Twice is once."""
    row = ImprovementAction.objects.select_for_update().filter(pk=action_id).first()
    if row is None:
        raise NotFound
    if by.id != row.owner_id:
        may(by, PLAN)
    if not note.strip():
        raise WordsMissing
    if row.state == ImprovementAction.State.OPEN:
        row.state, row.done_at, row.done_note = DONE, clock.now(), note.strip()[:500]
        row.save(update_fields=["state", "done_at", "done_note"])
        clocks.stop(f"{PREFIX}{row.pk}")
        audit.record(acts.FOUND, by=by, on=f"action:{row.pk}", details={"done": True})
    return row


@transaction.atomic
def prove_action(action_id: UUID, *, retest: UUID, by: Actor) -> ImprovementAction:
    """A later drill of the same scenario was evaluated and kept its goals. Raises NotProven."""
    may(by, PLAN)
    row = ImprovementAction.objects.select_for_update().filter(pk=action_id).first()
    drill = Drill.objects.select_related("scenario").filter(pk=retest).first()
    if row is None or drill is None:
        raise NotFound
    first = row.finding.drill
    later = row.done_at is not None and drill.started_at is not None and drill.started_at > row.done_at
    same = drill.pk != first.pk and drill.scenario.code == first.scenario.code
    kept = all(one.kept is not False for one in times.measured(drill))
    if row.state == ImprovementAction.State.OPEN or not (later and same and kept and drill.state == Drill.State.CLOSED):
        raise NotProven
    row.state, row.retest = PROVEN, drill
    row.save(update_fields=["state", "retest"])
    audit.record(acts.FOUND, by=by, on=f"action:{row.pk}", details={"proven_by": drill.number})
    return row


@transaction.atomic
def debrief(drill_id: UUID, *, summary: str, by: Actor) -> Drill:
    """Evaluate a drill that is over: what was learned; its times go to the measures. Twice is once."""
    may(by, PLAN)
    drill = claim(drill_id)
    if drill.state == Drill.State.CLOSED:
        return drill
    if drill.state != Drill.State.STOPPED:
        raise NotOverYet
    if not summary.strip():
        raise WordsMissing
    drill.state, drill.closed_at, drill.closed_by = Drill.State.CLOSED, clock.now(), str(by)
    drill.summary = summary.strip()[:4000]
    drill.save(update_fields=["state", "closed_at", "closed_by", "summary"])
    times.note(drill)
    audit.record(acts.CLOSED, by=by, on=f"drill:{drill.pk}", details={"number": drill.number, "times": _times(drill)})
    tell(drill)
    return drill


def _times(drill: Drill) -> dict[str, Any]:
    return {one.step: None if one.seconds is None else round(one.seconds) for one in times.measured(drill)}


@clocks.on_due(POLICY)
def remind(due: clocks.Due) -> None:
    """Three days before and when it is due: its owner, and whoever plans drills."""
    if not due.subject.startswith(PREFIX):
        return
    row = ImprovementAction.objects.filter(pk=due.subject.removeprefix(PREFIX), state="open").first()
    if row is None:
        return
    planners = staff.permitted(PLAN).values_list("pk", flat=True)
    for user_id in {row.owner_id, *planners}:
        live.publish(f"staff:{user_id}", "security.action", {"action": str(row.pk), "seconds_left": due.seconds_left})
