"""Stopping a use at once by one person; starting it again, approving and reviewing it by two."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.assistant.models.register import AiUse
from foyer.assistant.register import asking
from foyer.assistant.register.declaring import Model, uses
from foyer.assistant.register.errors import NoSuchUse, NotSwitchable, ReasonMissing
from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.staff import approvals

STOPPED = audit.kind("assistant.model_stopped", _("Use of a model stopped"))
STARTED = audit.kind("assistant.model_started", _("Use of a model started"))
APPROVED = audit.kind("assistant.model_approved", _("Use of a model approved"))
START, APPROVE = "assistant.start_model", "assistant.approve_model"
MONTH = timedelta(days=30.4375)


@transaction.atomic
def stop(code: str, *, reason: str, by: Actor) -> AiUse:
    """The kill switch: off now, in every process within a second. Stopping what is off changes nothing."""
    row = _line(code)
    if not uses()[code].is_switchable:
        raise NotSwitchable
    if not reason.strip():
        raise ReasonMissing
    if row.is_on:
        _switch(row, False, reason.strip(), by)
        audit.record(STOPPED, by=by, on=f"model:{code}", reason=reason.strip()[:120])
    return row


def propose_start(code: str, *, reason: str, by: Actor) -> Any:
    """Ask a second person to let a stopped use go on."""
    _line(code)
    if not reason.strip():
        raise ReasonMissing
    return approvals.propose(START, code, {"is_on": True}, by=by, reason=reason)


def propose_approval(code: str, *, owner: str, reason: str, by: Actor) -> Any:
    """Ask a second person to approve the use of the model as it is now, until its next review."""
    _line(code)
    if not reason.strip() or not owner.strip():
        raise ReasonMissing
    change = {"owner": owner.strip()[:80], "model": named(uses()[code].model())}
    return approvals.propose(APPROVE, code, change, by=by, reason=reason)


def as_it_is(subject: str) -> dict[str, Any]:
    """What a second person judges."""
    row, use = _line(subject), uses()[subject]
    return {"is_on": row.is_on, "owner": row.owner, "approved_model": row.approved_model, "model": named(use.model())}


@approvals.kind(START, permission="assistant.approve_model", current=as_it_is, name=_("Start the use of a model"))
def start(subject: str, _change: dict[str, Any], /, *, by: Actor) -> None:
    """Carried out by the approval."""
    row = _line(subject)
    if not row.is_on:
        _switch(row, True, "", by)
        audit.record(STARTED, by=by, on=f"model:{subject}")


@approvals.kind(APPROVE, permission="assistant.approve_model", current=as_it_is, name=_("Approve the use of a model"))
def approve(subject: str, change: dict[str, Any], /, *, by: Actor) -> None:
    """Carried out by the approval; from now to the review."""
    row = _line(subject)
    row.owner, row.approved_model = change["owner"], change["model"]
    row.approved_by, row.approved_at = str(by), clock.now()
    row.review_on = (clock.now() + uses()[subject].months_to_review * MONTH).date()
    row.save()
    audit.record(APPROVED, by=by, on=f"model:{subject}", details={"model": row.approved_model})


def named(model: Model) -> str:
    return f"{model.name} {model.version} ({model.provider})"[:160]


def state_of(row: AiUse, *, today: date | None = None) -> str:
    """ "off", "idle" (no model configured), "unapproved", "changed" (another than was approved), "due", or "fine"."""
    if not row.is_on:
        return "off"
    if row.approved_at is None:
        return "unapproved" if uses()[row.code].model().is_there else "idle"
    if row.approved_model != named(uses()[row.code].model()):
        return "changed"
    return "due" if row.review_on and row.review_on <= (today or clock.now().date()) else "fine"


def lines() -> list[AiUse]:
    """The register, one line a use, whether or not anybody has decided anything yet."""
    known = {row.code: row for row in AiUse.objects.all()}
    return [known.get(code) or AiUse(code=code) for code in uses()]


def _switch(row: AiUse, is_on: bool, reason: str, by: Actor) -> None:
    row.is_on, row.switched_at, row.switched_by, row.switch_reason = is_on, clock.now(), str(by), reason[:200]
    row.save()
    transaction.on_commit(asking.forget)


def _line(code: str) -> AiUse:
    if code not in uses():
        raise NoSuchUse
    row, _is_new = AiUse.objects.get_or_create(code=code)
    return AiUse.objects.select_for_update().get(pk=row.pk)
