"""Taking a response, taking it back, letting it end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Forbidden, Invalid, NotFound
from foyer.security.detection import acts
from foyer.security.detection.responses.registry import of
from foyer.security.detection.telling import tell
from foyer.security.models import Alert, Incident, Response
from foyer.staff import queries as staff

UNDO = "security.undo_response"


class ReasonNeeded(Invalid):
    code = "reason_needed"
    message = _("Say why.")


class NobodyToRespondTo(Invalid):
    code = "nobody"
    message = _("This response needs a colleague it is about.")


@transaction.atomic
def take(
    code: str, *, user: Any = None, by: Actor, reason: str, alert: Alert | None = None, incident: Incident | None = None
) -> Response | None:
    """Do it. One that holds already is made to hold longer; None where an automatic one has nobody to be about."""
    kind = of(code)
    if kind.needs_user and user is None:
        if by == SYSTEM:
            return None
        raise NobodyToRespondTo
    now = clock.now()
    ends_at = now + timedelta(seconds=kind.seconds)
    held = Response.objects.select_for_update().filter(code=code, user=user, ended_at=None).first() if user else None
    if held is not None and held.ends_at and held.ends_at > now:
        held.ends_at = max(held.ends_at, ends_at)
        held.save(update_fields=["ends_at"])
        return held
    if held is not None:
        _end(held, by=SYSTEM, why="expired")
    response = Response.objects.create(
        code=code, user=user, alert=alert, incident=incident, by=str(by), reason=reason[:300], at=now, ends_at=ends_at,
        ended_at=None if kind.seconds else now, ended_by="" if kind.seconds else str(by),
    )  # fmt: skip
    kind.start(response)
    details = {"response": code, "until": ends_at.isoformat() if kind.seconds else ""}
    audit.record(acts.TAKEN, by=by, on=_subject(response), reason=reason, details=details)
    return response


@transaction.atomic
def undo(response_id: UUID | str, *, by: Actor, reason: str) -> Response:
    """A person takes it back, with a reason; never the one it is about."""
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.has_perm(UNDO):
        raise Forbidden
    response = Response.objects.select_for_update().filter(pk=response_id).first()
    if response is None:
        raise NotFound
    if response.user_id == user.pk:
        raise Forbidden(_("Whom a response is about does not take it back."), mend=_("Ask a colleague of security."))
    if not reason.strip():
        raise ReasonNeeded
    if response.ended_at is None:
        _end(response, by=by, why=reason.strip())
    return response


def expire() -> int:
    """End those whose time is over; returns how many."""
    late = Response.objects.filter(ended_at=None, ends_at__lte=clock.now())
    ended = 0
    with transaction.atomic():
        for response in late.select_for_update(skip_locked=True):
            _end(response, by=SYSTEM, why="expired")
            ended += 1
    return ended


def fulfil(user: Any, code: str) -> None:
    """What was asked of them has been done."""
    with transaction.atomic():
        for response in Response.objects.select_for_update().filter(user=user, code=code, ended_at=None):
            _end(response, by=Actor.staff(user), why="done")


def holds(code: str, user: Any) -> bool:
    """Whether this response holds for a colleague now. One query."""
    return Response.objects.filter(user=user.pk, code=code, ended_at=None, ends_at__gt=clock.now()).exists()


def _end(response: Response, *, by: Actor, why: str) -> None:
    response.ended_at, response.ended_by, response.ended_why = clock.now(), str(by), why[:300]
    response.save(update_fields=["ended_at", "ended_by", "ended_why"])
    of(response.code).undo(response)
    audit.record(acts.ENDED, by=by, on=_subject(response), reason=why, details={"response": response.code})
    tell("response", {"id": str(response.pk), "ended": True})


def _subject(response: Response) -> str:
    return f"user:{response.user_id}" if response.user_id else f"response:{response.pk}"
