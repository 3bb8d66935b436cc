"""Planning a drill: one person says what, who and when; another agrees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.security.drills import acts
from foyer.security.drills.errors import BadWindow, NoSuchDrill, NotOverYet
from foyer.security.drills.library import scenario as scenario_of
from foyer.security.drills.telling import tell
from foyer.security.models import Drill, DrillInject, DrillParticipant
from foyer.staff import approvals
from foyer.staff import queries as staff

KIND, PLAN, APPROVE = "security.drill", "security.plan_drill", "security.approve_drill"
LONGEST = timedelta(hours=12)
Member = tuple[UUID, str]


@transaction.atomic
def plan(
    code: str, *, opens_at: datetime, closes_at: datetime, participants: Iterable[Member], by: Actor, reason: str = ""
) -> Drill:
    """Plan a drill and ask a second person. Raises NoSuchScenario, BadWindow, Forbidden."""
    may(by, PLAN)
    scenario = scenario_of(code)
    if not clock.now() < closes_at or not timedelta(0) < closes_at - opens_at <= LONGEST:
        raise BadWindow
    drill = Drill.objects.create(
        number=_next_number(), scenario=scenario, opens_at=opens_at, closes_at=closes_at, planned_by=str(by)
    )
    injects = [DrillInject(drill=drill, code=one["code"], place=at) for at, one in enumerate(scenario.spec["injects"])]
    DrillInject.objects.bulk_create(injects)
    members = {(user, role) for user, role in participants}
    rows = [DrillParticipant(drill=drill, user_id=user, role=role) for user, role in members]
    DrillParticipant.objects.bulk_create(rows)
    audit.record(acts.PLANNED, by=by, on=f"drill:{drill.pk}", details={"number": drill.number, "scenario": code})
    approvals.propose(KIND, drill.pk, {"state": Drill.State.APPROVED.value}, by=by, reason=reason or str(scenario.name))
    tell(drill)
    return drill


def _as_it_is(subject: str) -> dict[str, Any]:
    return {"state": Drill.objects.select_for_update().values_list("state", flat=True).get(pk=subject)}


@approvals.kind(KIND, permission=APPROVE, current=_as_it_is, name=_("Hold a drill"))
def carry_out(subject: str, _change: dict[str, Any], /, *, by: Actor) -> None:
    """The second person agreed; the database refuses it of the person who planned it."""
    drill = Drill.objects.select_for_update().get(pk=subject)
    drill.state, drill.approved_by, drill.approved_at = Drill.State.APPROVED, str(by), clock.now()
    drill.save(update_fields=["state", "approved_by", "approved_at"])
    audit.record(acts.AGREED, by=by, on=f"drill:{drill.pk}", details={"number": drill.number})
    tell(drill)


@transaction.atomic
def cancel(drill_id: UUID, *, by: Actor, reason: str) -> Drill:
    """Call off a drill that has not begun."""
    may(by, PLAN)
    drill = claim(drill_id)
    if drill.started_at is not None:
        raise NotOverYet
    if drill.state != Drill.State.CANCELLED:
        waiting = approvals.pending(KIND, drill.pk)
        if waiting is not None and waiting.made_by == str(by):
            approvals.withdraw(waiting, by=by)
        drill.state, drill.stopped_at, drill.stopped_by = Drill.State.CANCELLED, clock.now(), str(by)
        drill.stopped_why = reason[:300]
        drill.save(update_fields=["state", "stopped_at", "stopped_by", "stopped_why"])
        audit.record(acts.STOPPED, by=by, on=f"drill:{drill.pk}", details={"number": drill.number, "begun": False})
        tell(drill)
    return drill


def claim(drill_id: UUID) -> Drill:
    """The drill's row, taken. Raises NoSuchDrill."""
    drill = Drill.objects.select_for_update(of=("self",)).select_related("scenario").filter(pk=drill_id).first()
    if drill is None:
        raise NoSuchDrill
    return drill


def may(by: Actor, permission: str) -> None:
    """Raises Forbidden, unless it is the house itself or a colleague who holds the permission."""
    if by.kind == "system":
        return
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.has_perm(permission):
        raise Forbidden


def _next_number() -> str:
    year = clock.now().year
    last = Drill.objects.filter(number__startswith=f"D{year}-").order_by("-number").values_list("number", flat=True)
    return f"D{year}-{int((last.first() or '-0').split('-')[1]) + 1:03d}"
