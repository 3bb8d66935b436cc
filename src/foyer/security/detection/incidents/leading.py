"""Leading an incident. Each step is a line of its timeline and an entry of the trail.

What the house says in a line is kept in both languages; what a person writes stays as it was written.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden, Invalid, NotFound, Refusal
from foyer.base.text import Bilingual
from foyer.security.detection import acts, measures, responses, triaging
from foyer.security.detection.telling import tell
from foyer.security.detection.words import both
from foyer.security.models import Alert, Incident, IncidentLine, Response
from foyer.staff import queries as staff

Kind, State = IncidentLine.Kind, Incident.State
LEAD = triaging.TRIAGE
BACK = Bilingual("已撤回", "taken back")


class SayMore(Invalid):
    code = "say_more"
    message = _("Something is missing: say it in words.")


class NotContained(Refusal):
    code = "not_contained"
    message = _("The danger is not over yet.")
    mend = _("Say that it is contained first, then close the incident with its lessons.")


class IncidentIsClosed(Refusal):
    code = "incident_closed"
    message = _("This incident is closed.")


@transaction.atomic
def open_incident(
    title: str | Bilingual, severity: str, *, began_at: datetime | None = None, by: Actor
) -> Incident:  # fmt: skip
    """Something happened, with or without an alert. A title that a person wrote is the same in both languages."""
    user, said = leader(by), _titled(title)
    if not said or severity not in ("low", "medium", "high", "critical"):
        raise SayMore
    now = clock.now()
    incident = Incident.objects.create(
        number=_number(now), title=said, severity=severity, lead=user, began_at=began_at or now
    )
    line(incident, Kind.OPENED, by, said=said)
    return incident


@transaction.atomic
def escalate(alert_id: UUID | str, *, note: str, incident_id: UUID | str | None = None, by: Actor) -> Incident:
    """Make an alert part of an incident: a new one, or one that is open. Asked twice, done once."""
    user = leader(by)
    alert = triaging.claim(alert_id)
    if alert.incident is not None:
        return alert.incident
    if alert.user_id == user.pk:
        raise triaging.OwnAlert
    if alert.state != Alert.State.NEW:
        raise triaging.AlreadyTriaged
    if not note.strip():
        raise triaging.SayWhy
    incident = claim(incident_id) if incident_id else open_incident(
        alert.rule.name, alert.severity, began_at=alert.began_at, by=by
    )  # fmt: skip
    alert.incident = incident
    alert.save(update_fields=["incident"])
    triaging.judge(alert, Alert.State.ESCALATED, note.strip(), by)
    line(incident, Kind.ALERT, by, note, said=alert.rule.name, about=f"alert:{alert.pk}")
    for response in alert.responses.all():
        response.incident = incident
        response.save(update_fields=["incident"])
        response_line(incident, response, Actor.parse(response.by))
    return incident


@transaction.atomic
def note(incident_id: UUID | str, text: str, *, by: Actor) -> IncidentLine:
    """Something that was found or done."""
    return _said(incident_id, Kind.NOTE, text, by)


@transaction.atomic
def told(incident_id: UUID | str, whom: str, *, by: Actor) -> IncidentLine:
    """Somebody was told: the management, the data-protection officer, the police."""
    return _said(incident_id, Kind.TOLD, whom, by)


@transaction.atomic
def contain(incident_id: UUID | str, how: str, *, by: Actor) -> Incident:
    """The danger is over; what remains is to understand it."""
    leader(by)
    incident = claim(incident_id)
    if incident.state == State.CONTAINED:
        return incident
    if not how.strip():
        raise SayMore
    incident.state, incident.contained_at = State.CONTAINED, clock.now()
    incident.save(update_fields=["state", "contained_at"])
    measures.contained(incident)
    line(incident, Kind.STATE, by, how, said=both(State.CONTAINED.label), about="contained")
    return incident


@transaction.atomic
def close(incident_id: UUID | str, lessons: str, *, by: Actor) -> Incident:
    """Close it with what the house learned. Raises NotContained."""
    leader(by)
    incident = claim(incident_id)
    if incident.state != State.CONTAINED:
        raise NotContained
    if not lessons.strip():
        raise SayMore
    incident.state, incident.closed_at, incident.lessons = State.CLOSED, clock.now(), lessons.strip()
    incident.save(update_fields=["state", "closed_at", "lessons"])
    line(incident, Kind.STATE, by, lessons, said=both(State.CLOSED.label), about="closed")
    return incident


def leader(by: Actor) -> Any:
    """The colleague, who may lead incidents. Raises Forbidden."""
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.has_perm(LEAD):
        raise Forbidden
    return user


def claim(incident_id: UUID | str) -> Incident:
    """The incident, held until the end of the transaction. Raises NotFound, IncidentIsClosed."""
    incident = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if incident is None:
        raise NotFound
    if incident.state == State.CLOSED:
        raise IncidentIsClosed
    return incident


def line(
    incident: Incident, kind: str, by: Actor, text: str = "", *, said: Bilingual | None = None, about: str = ""
) -> IncidentLine:
    """One line more: `said` by the house, `text` by a person."""
    row = IncidentLine.objects.create(
        incident=incident, kind=kind, by=str(by), said=said or Bilingual(), text=text.strip()[:1000], about=about
    )  # fmt: skip
    details = {"line": str(row.pk), "what": str(kind), "state": incident.state}
    audit.record(acts.INCIDENT, by=by, on=f"incident:{incident.pk}", details=details)
    tell("incident", {"id": str(incident.pk), "what": str(kind)})
    return row


def response_line(
    incident: Incident, response: Response, by: Actor, text: str = "", *, is_back: bool = False
) -> IncidentLine:
    """What was done at once, to whom, and whether it was taken back."""
    name = both(responses.of(response.code).name)
    if response.user is not None:
        name = Bilingual(f"{name.zh}：{response.user}", f"{name.en}: {response.user}")
    if is_back:
        name = Bilingual(f"{name.zh}（{BACK.zh}）", f"{name.en} ({BACK.en})")
    return line(incident, Kind.RESPONSE, by, text, said=name, about=f"response:{response.pk}")


def _titled(title: str | Bilingual) -> Bilingual:
    if isinstance(title, Bilingual):
        return title
    return Bilingual(title.strip()[:200], title.strip()[:200])


def _said(incident_id: UUID | str, kind: str, text: str, by: Actor) -> IncidentLine:
    leader(by)
    incident = claim(incident_id)
    if not text.strip():
        raise SayMore
    return line(incident, kind, by, text)


def _number(now: datetime) -> str:
    """INC-2026-0007: one after the other within a year."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('foyer.security.incident'))")
    year = f"INC-{now:%Y}-"
    return f"{year}{Incident.objects.filter(number__startswith=year).count() + 1:04}"
