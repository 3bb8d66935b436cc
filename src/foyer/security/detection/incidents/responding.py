"""Responses by hand while an incident is dealt with, and taking any of them back; both stand in its timeline."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base.actors import Actor
from foyer.base.errors import Invalid
from foyer.security.detection import responses, triaging
from foyer.security.detection.incidents.leading import SayMore, claim, leader, response_line
from foyer.security.models import Alert, Incident, Response
from foyer.staff import queries as staff

OFFERED = ("step_up", "end_sessions", "freeze_export", "second_person")


class NoSuchColleague(Invalid):
    code = "no_such_colleague"
    message = _("Nobody has this user name.")


@transaction.atomic
def respond(incident_id: UUID | str, code: str, *, to: str, reason: str, by: Actor) -> Response:
    """Do it to a colleague, named by their user name; never to oneself. Raises SayMore, NoSuchColleague, OwnAlert."""
    me, incident = leader(by), claim(incident_id)
    if code not in OFFERED or not reason.strip():
        raise SayMore
    user = staff.user_named(to.strip())
    if user is None:
        raise NoSuchColleague
    if user.pk == me.pk:
        raise triaging.OwnAlert
    taken = responses.take(code, user=user, by=by, reason=reason.strip(), incident=incident)
    assert taken is not None  # noqa: S101  somebody was named
    if taken.incident_id is None:
        taken.incident = incident
        taken.save(update_fields=["incident"])
    response_line(incident, taken, by, reason)
    return taken


@transaction.atomic
def take_back(response_id: UUID | str, *, reason: str, by: Actor) -> Response:
    """Undo a response; its incident says so, closed or not."""
    held = Response.objects.filter(pk=response_id, ended_at=None).exists()
    response = responses.undo(response_id, by=by, reason=reason)
    if held and response.incident is not None:
        response_line(response.incident, response, by, reason, is_back=True)
    return response


def of_incident(incident: Incident) -> list[Response]:
    """Everything that was done for it, oldest first. One query."""
    return list(Response.objects.filter(incident=incident).select_related("user").order_by("at"))


def people_of(incident: Incident) -> list[Any]:
    """The colleagues whom its alerts are about. One query."""
    rows = Alert.objects.filter(incident=incident).exclude(user=None).select_related("user").order_by("at")
    return list({alert.user_id: alert.user for alert in rows}.values())
