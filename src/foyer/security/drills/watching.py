"""While a drill runs: did the house notice, and how fast; is it contained; is the window over."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.security.drills import library, noting, playing
from foyer.security.drills.stage import Halted, Stage, player_of
from foyer.security.drills.telling import tell
from foyer.security.models import Alert, AuditEntry, Drill, DrillInject, DrillObservation

State = DrillInject.State
OVER = "the window closed"


def watch() -> int:
    """Look at the drill that runs, if one does; returns how many injects changed. One query when none runs."""
    drill = Drill.objects.filter(state=Drill.State.RUNNING).select_related("scenario").first()
    if drill is None:
        return 0
    changed = sum(_look_at(row) for row in drill.injects.filter(state__in=(State.PLAYED, State.MISSED, State.DETECTED)))
    if clock.now() >= drill.closes_at:
        playing.stop(drill.pk, by=SYSTEM, reason=OVER)
    elif changed:
        tell(drill)
    return changed


@transaction.atomic
def _look_at(seen: DrillInject) -> bool:
    row = DrillInject.objects.select_for_update(of=("self",)).select_related("drill__scenario").get(pk=seen.pk)
    said = library.inject_said(row.drill.scenario, row.code)
    changed = _noticed(row, said) if row.state in (State.PLAYED, State.MISSED) else False
    _let_look(row, said)
    return _contained(row, said) or changed


def _let_look(row: DrillInject, said: dict[str, Any]) -> None:
    known = player_of(said.get("player", ""))
    if known is not None and known.look is not None and row.undone_at is None:
        with suppress(Halted):
            known.look(Stage(row, said))


def _noticed(row: DrillInject, said: dict[str, Any]) -> bool:
    expected = said.get("expect", {})
    if not expected.get("rules") or row.played_at is None:
        return False
    alert = alert_of(row, expected["rules"])
    if alert is not None:
        row.state, row.alert, row.detected_at = State.DETECTED, alert, alert.at
        row.save(update_fields=["state", "alert", "detected_at"])
        return True
    late = clock.now() - row.played_at > timedelta(seconds=int(expected.get("seconds", 60)))
    if late and row.state == State.PLAYED:
        row.state = State.MISSED
        row.save(update_fields=["state"])
        return True
    return False


def alert_of(row: DrillInject, rules: list[str]) -> Alert | None:
    """The first alert of one of these rules whose evidence is what this inject did."""
    found = Alert.objects.filter(rule__code__in=rules, is_dry=False, last_at__gte=row.played_at).order_by("at")
    for alert in found:
        entries = AuditEntry.objects.filter(pk__in=alert.evidence)
        if entries.filter(details__drill=row.drill.number, details__inject=row.code).exists():
            return alert
    return None


def _contained(row: DrillInject, said: dict[str, Any]) -> bool:
    """What the house can tell by itself, as that a lost laptop's sessions are closed."""
    known = player_of(said.get("player", ""))
    if known is None or known.contained is None or row.undone_at is not None:
        return False
    kind = DrillObservation.Kind.CONTAINED
    if row.drill.observations.filter(inject=row, kind=kind).exists() or not known.contained(Stage(row, said)):
        return False
    return noting.saw(row.pk, kind)
