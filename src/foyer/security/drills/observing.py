"""Somebody notes what they see during a drill; times follow from that."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.security.drills import acts
from foyer.security.drills.errors import NotRunning, WordsMissing
from foyer.security.drills.planning import claim, may
from foyer.security.drills.telling import SEE, tell
from foyer.security.models import Drill, DrillObservation, DrillParticipant

Kind = DrillObservation.Kind


@transaction.atomic
def observe(drill_id: UUID, kind: str, *, by: Actor, text: str = "", inject: str = "") -> DrillObservation:
    """Noticed, responded, contained, recovered, or a note. Whoever takes part or sees drills may. Raises NotRunning."""
    drill = claim(drill_id)
    if by.id is None or not DrillParticipant.objects.filter(drill=drill, user_id=by.id).exists():
        may(by, SEE)
    if drill.state not in (Drill.State.RUNNING, Drill.State.STOPPED):
        raise NotRunning
    if kind not in Kind.values or (kind == Kind.NOTE and not text.strip()):
        raise WordsMissing
    row = DrillObservation.objects.create(
        drill=drill, inject=drill.injects.filter(code=inject).first(), kind=kind, by=str(by), text=text.strip()[:500]
    )
    audit.record(acts.OBSERVED, by=by, on=f"drill:{drill.pk}", details={"number": drill.number, "kind": kind})
    tell(drill)
    return row
