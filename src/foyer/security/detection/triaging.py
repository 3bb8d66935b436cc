"""What people make of an alert: take it, judge it, escalate it to an incident."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal
from foyer.security.detection import acts, measures
from foyer.security.detection.telling import tell
from foyer.security.models import Alert
from foyer.staff import queries as staff

TRIAGE = "security.triage_alerts"
VERDICTS = ("true", "false", "benign")


class AlreadyTriaged(Refusal):
    code = "already_triaged"
    message = _("Somebody has judged this alert already.")


class OwnAlert(Forbidden):
    message = _("An alert about you is judged by somebody else.")


class SayWhy(Invalid):
    code = "say_why"
    message = _("Say what you found.")


@transaction.atomic
def assign(alert_id: UUID | str, *, to: Any, by: Actor) -> Alert:
    """From now this colleague looks at it."""
    _colleague(by)
    alert = claim(alert_id)
    if to is not None and (to.pk == alert.user_id or not to.has_perm(TRIAGE)):
        raise OwnAlert if to.pk == alert.user_id else Forbidden
    if alert.assignee_id != (to.pk if to else None):
        alert.assignee = to
        alert.save(update_fields=["assignee"])
        _note(alert, by, {"assigned": str(to.pk) if to else ""})
    return alert


@transaction.atomic
def triage(alert_id: UUID | str, verdict: str, *, note: str, by: Actor) -> Alert:
    """Judge it: a true alarm, a false one, or one that is explained. The same verdict again changes nothing."""
    user = _colleague(by)
    alert = claim(alert_id)
    if verdict not in VERDICTS or not note.strip():
        raise SayWhy
    if alert.state == verdict:
        return alert
    if alert.state != Alert.State.NEW:
        raise AlreadyTriaged
    if alert.user_id == user.pk:
        raise OwnAlert
    return judge(alert, verdict, note.strip(), by)


def judge(alert: Alert, state: str, note: str, by: Actor) -> Alert:
    """Write the verdict on a claimed alert."""
    alert.state, alert.note = state, note[:500]
    alert.triaged_at, alert.triaged_by = clock.now(), str(by)
    alert.assignee = alert.assignee or staff.user_by_id(by.id) if by.id else alert.assignee
    alert.save(update_fields=["state", "note", "triaged_at", "triaged_by", "assignee"])
    measures.judged(alert)
    _note(alert, by, {"verdict": state})
    return alert


def claim(alert_id: UUID | str) -> Alert:
    """The alert, held until the end of the transaction. Raises NotFound."""
    found = Alert.objects.select_for_update(of=("self",)).select_related("rule").filter(pk=alert_id).first()
    if found is None:
        raise NotFound
    return found


def _colleague(by: Actor) -> Any:
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.has_perm(TRIAGE):
        raise Forbidden
    return user


def _note(alert: Alert, by: Actor, details: dict[str, Any]) -> None:
    audit.record(acts.TRIAGED, by=by, on=f"alert:{alert.pk}", details={"rule": alert.rule.code, **details})
    tell("alert", {"id": str(alert.pk), **details})
