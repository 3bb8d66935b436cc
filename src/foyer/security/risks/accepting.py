"""Bearing what remains: the owner says so, for a year at most; above the bank's appetite a second person agrees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock, clocks
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.security.models import Risk
from foyer.security.risks import acts, assessing
from foyer.security.risks.errors import NoSuchRisk, NotTheOwner, RationaleMissing, TooLong
from foyer.staff import approvals

KIND, AGREE = "security.risk_acceptance", "security.accept_risk"
APPETITE = 9
"""Up to this likelihood x impact the bank lives with a risk; what is above is brought down, or borne by two people."""
LONGEST = timedelta(days=366)
POLICY, PREFIX = "security.risk_accepted", "security.risk_accepted:"


def is_high(risk: Risk) -> bool:
    """Whether what remains lies above the bank's appetite."""
    return risk.residual > APPETITE


@transaction.atomic
def accept(code: str, *, until: date, why: str, by: Actor) -> Any:
    """The owner bears what remains until a day. A high risk waits for a second person: then the proposal is returned.

    Raises NoSuchRisk, NotTheOwner, TooLong, RationaleMissing.
    """
    risk = Risk.objects.select_for_update().filter(code=code).first()
    if risk is None:
        raise NoSuchRisk
    if not by.is_staff or risk.owner_id is None or by.id != risk.owner_id:
        raise NotTheOwner
    if not clock.now().date() < until <= (clock.now() + LONGEST).date():
        raise TooLong
    if not why.strip():
        raise RationaleMissing
    change = {"until": until.isoformat(), "why": why.strip()[:500], "by": str(by)}
    if is_high(risk):
        return approvals.propose(KIND, code, change, by=by, reason=why.strip()[:200])
    return _bear(risk, change, agreed_by="")


def _as_it_is(code: str) -> dict[str, Any]:
    risk = Risk.objects.select_for_update().get(code=code)
    return {
        "until": risk.accepted_until.isoformat() if risk.accepted_until else "", "why": risk.accepted_why,
        "by": risk.accepted_by, "assessed_at": risk.assessed_at.isoformat(),
    }  # fmt: skip


@approvals.kind(KIND, permission=AGREE, current=_as_it_is, name=_("Accept a high risk"))
def carry_out(code: str, change: dict[str, Any], /, *, by: Actor) -> Risk:
    """The second person agreed. Had the risk been judged again meanwhile, the proposal would be outdated."""
    return _bear(Risk.objects.select_for_update().get(code=code), change, agreed_by=str(by))


def _bear(risk: Risk, change: dict[str, Any], *, agreed_by: str) -> Risk:
    risk.accepted_at, risk.accepted_by, risk.agreed_by = clock.now(), change["by"], agreed_by
    risk.accepted_until, risk.accepted_why = date.fromisoformat(change["until"]), change["why"]
    risk.save(update_fields=["accepted_at", "accepted_by", "agreed_by", "accepted_until", "accepted_why"])
    _until(risk)
    details = {"code": risk.code, "until": change["until"], "residual": risk.residual}
    audit.record(acts.ACCEPTED, by=Actor.parse(agreed_by or change["by"]), on=f"risk:{risk.pk}", details=details)
    return risk


def _until(risk: Risk) -> None:
    name = Bilingual("风险接受到期", "End of an acceptance")
    clocks.define(POLICY, name=name, calendar=clocks.always(), seconds=None, warn_before=[30 * 24 * 3600])
    clocks.stop(f"{PREFIX}{risk.pk}")
    days = (risk.accepted_until - clock.now().date()).days if risk.accepted_until else 0
    clocks.start(POLICY, f"{PREFIX}{risk.pk}", due_at=clock.now() + timedelta(days=days))


@clocks.on_due(POLICY)
def remind(due: clocks.Due) -> None:
    """A month before and when an acceptance ends."""
    if due.subject.startswith(PREFIX):
        risk = Risk.objects.filter(pk=due.subject.removeprefix(PREFIX)).first()
        if risk is not None:
            assessing.tell(risk, "security.risk_acceptance", due.seconds_left)


def state_of(risk: Risk) -> str:
    """open, accepted, ended (accepted once), or within (below the appetite: nothing to accept)."""
    if risk.accepted_until is not None:
        return "accepted" if risk.accepted_until >= clock.now().date() else "ended"
    return "open" if is_high(risk) else "within"
