"""Playing a drill: it begins, injects are played one by one, and whoever presses stop undoes all of it at once."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import IntegrityError, transaction

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.security.detection import canaries, responses
from foyer.security.drills import acts, library, noting
from foyer.security.drills.errors import AlreadyPlayed, AnotherRuns, NotAgreed, NotRunning, OutsideTheWindow
from foyer.security.drills.planning import PLAN, claim, may
from foyer.security.drills.stage import Halted, Stage, player_of
from foyer.security.drills.telling import tell
from foyer.security.models import Drill, DrillInject, Response, SyntheticSubject
from foyer.staff import actions as staff_actions
from foyer.staff import queries as staff

log = structlog.get_logger(__name__)


@transaction.atomic
def start(drill_id: UUID, *, by: Actor) -> Drill:
    """Begin. Twice is once. Raises NotAgreed, OutsideTheWindow, AnotherRuns."""
    may(by, PLAN)
    drill = claim(drill_id)
    if drill.is_running:
        return drill
    if drill.state != Drill.State.APPROVED:
        raise NotAgreed
    if not drill.opens_at <= clock.now() < drill.closes_at:
        raise OutsideTheWindow
    drill.state, drill.started_at, drill.started_by = Drill.State.RUNNING, clock.now(), str(by)
    try:
        with transaction.atomic():
            drill.save(update_fields=["state", "started_at", "started_by"])
    except IntegrityError as error:
        raise AnotherRuns from error
    audit.record(acts.STARTED, by=by, on=f"drill:{drill.pk}", details={"number": drill.number})
    tell(drill)
    return drill


def inject(drill_id: UUID, code: str, *, by: Actor) -> DrillInject:
    """Play one inject now. Raises NotRunning, OutsideTheWindow, AlreadyPlayed."""
    row = take(drill_id, code, by=by)
    return play(row.pk)


@transaction.atomic
def take(drill_id: UUID, code: str, *, by: Actor) -> DrillInject:
    """Say that an inject is played from now on; what it does comes next, by itself."""
    may(by, PLAN)
    drill = claim(drill_id)
    if not drill.is_running:
        raise NotRunning
    if clock.now() >= drill.closes_at:
        raise OutsideTheWindow
    row = DrillInject.objects.select_for_update().filter(drill=drill, code=code).first()
    if row is None or row.state != DrillInject.State.WAITING:
        raise AlreadyPlayed
    row.state, row.played_at, row.played_by = DrillInject.State.PLAYED, clock.now(), str(by)
    row.save(update_fields=["state", "played_at", "played_by"])
    audit.record(acts.PLAYED, by=by, on=f"drill:{drill.pk}", details={"number": drill.number, "code": code})
    tell(drill)
    return row


def play(inject_id: UUID) -> DrillInject:
    """What a taken inject does, by the rooms' own verbs. Its acts commit one by one, so that stop is heard between."""
    row = DrillInject.objects.select_related("drill__scenario").get(pk=inject_id)
    said = library.inject_said(row.drill.scenario, row.code)
    known, stage = player_of(said.get("player", "")), Stage(row, said)
    if known is None:
        return _ended(row, DrillInject.State.PLAYED, {"by": "people"})
    try:
        stage.go_on()
        return _ended(row, DrillInject.State.PLAYED, known.play(stage))
    except Halted:
        _undo(row)
        return _ended(row, DrillInject.State.HALTED, {"halted": True})
    except Exception as error:
        log.exception("security.inject_failed", drill=row.drill.number, inject=row.code)
        return _ended(row, DrillInject.State.FAILED, {"error": type(error).__name__})


def _ended(row: DrillInject, state: str, result: dict[str, object]) -> DrillInject:
    """Note how it went; what was halted or noticed meanwhile stays so."""
    return noting.report(row.pk, state, **result)


@transaction.atomic
def stop(drill_id: UUID, *, by: Actor, reason: str) -> Drill:
    """The stop button: no inject goes on, and everything they did is undone. Twice is once. Raises NotRunning.

    Whoever sees drills may stop one: to stop takes less than to start.
    """
    may(by, "security.see_drills")
    drill = claim(drill_id)
    if drill.is_over:
        return drill
    if not drill.is_running:
        raise NotRunning
    drill.state, drill.stopped_at = Drill.State.STOPPED, clock.now()
    drill.stopped_by, drill.stopped_why = str(by), reason[:300]
    drill.save(update_fields=["state", "stopped_at", "stopped_by", "stopped_why"])
    drill.injects.filter(state=DrillInject.State.WAITING).update(state=DrillInject.State.HALTED)
    undone = sum(_undo(row) for row in drill.injects.exclude(played_at=None).select_related("drill__scenario"))
    _send_home(drill)
    details = {"number": drill.number, "undone": undone, "begun": True}
    audit.record(acts.STOPPED, by=by, on=f"drill:{drill.pk}", details=details)
    tell(drill)
    return drill


def _undo(row: DrillInject) -> int:
    """Take one inject back, whatever became of it. A failure is noted and keeps no other from being undone."""
    if row.undone_at is not None:
        return 0
    row.refresh_from_db(fields=["result"])
    said = library.inject_said(row.drill.scenario, row.code)
    known = player_of(said.get("player", ""))
    if known is not None and known.undo is not None:
        try:
            with transaction.atomic():
                known.undo(Stage(row, said))
        except Exception as error:
            log.exception("security.undo_failed", drill=row.drill.number, inject=row.code)
            row.result = {**row.result, "undo_error": type(error).__name__}
    noting.end_progress(row, "halted")
    row.undone_at = clock.now()
    row.save(update_fields=["undone_at", "result"])
    return 1


def _send_home(drill: Drill) -> None:
    """Synthetic people are no longer anybody: no rights, no sign-in, no canary, no response holds for them."""
    for mark in SyntheticSubject.objects.filter(drill=drill):
        if mark.kind == SyntheticSubject.Kind.CUSTOMER:
            canaries.remove(mark.subject, by=SYSTEM)
            continue
        Response.objects.filter(user_id=mark.subject, ended_at=None).update(ends_at=clock.now())
        user = staff.user_by_id(mark.subject)
        if user is not None and user.is_active:
            staff_actions.give_roles(user, [], by=SYSTEM)
            staff_actions.deactivate(user, by=SYSTEM)
    responses.expire()
