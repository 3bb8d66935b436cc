"""Judging a risk: how likely, how bad on four axes, why, what stands against it, and what remains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock, clocks, live
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.security.drills.planning import may
from foyer.security.models import Asset, Risk, RiskReading
from foyer.security.risks import acts
from foyer.security.risks.errors import NoSuchRisk, OffTheScale, RationaleMissing
from foyer.security.risks.register import ASSESS
from foyer.security.risks.threats import threat as threat_of
from foyer.staff import queries as staff

REVIEWED_AFTER = timedelta(days=365)
POLICY, PREFIX = "security.risk_review", "security.risk:"
WARN_BEFORE = 30 * 24 * 3600
AXES = ("customers", "money", "law", "service")


@dataclass(frozen=True)
class Judgement:
    """What somebody says of a risk. Each impact is 1 to 5; the worst of the four counts."""

    title: Bilingual
    rationale: Bilingual
    likelihood: int
    impacts: dict[str, int]
    controls: tuple[dict[str, Any], ...]
    residual_likelihood: int
    residual_impact: int
    treatment: str = "reduce"
    owner: UUID | None = None


@transaction.atomic
def assess(code: str, asset: str, threat: str, said: Judgement, *, by: Actor, why: str = "") -> Risk:
    """Judge a risk, new or again; its review begins anew, and who had accepted it is asked again.

    Raises RationaleMissing, OffTheScale, NoSuchThreat, NoSuchRisk.
    """
    may(by, ASSESS)
    row = Asset.objects.filter(code=asset).first()
    if row is None:
        raise NoSuchRisk
    _check(said)
    risk = Risk.objects.select_for_update().filter(code=code).first() or Risk(code=code)
    risk.asset, risk.threat, now = row, threat_of(threat).code, clock.now()
    for axis in AXES:
        setattr(risk, f"impact_{axis}", said.impacts[axis])
    for name in ("title", "rationale", "likelihood", "residual_likelihood", "residual_impact", "treatment"):
        setattr(risk, name, getattr(said, name))
    risk.controls, risk.owner_id = list(said.controls), said.owner
    risk.assessed_at, risk.assessed_by, risk.review_at = now, str(by), now + REVIEWED_AFTER
    risk.accepted_at, risk.accepted_by, risk.agreed_by, risk.accepted_until, risk.accepted_why = None, "", "", None, ""
    risk.save()
    RiskReading.objects.create(
        risk=risk, by=str(by), inherent=risk.inherent, residual=risk.residual, why=(why or str(said.rationale))[:500]
    )
    _review_in_a_year(risk)
    details = {"code": code, "inherent": risk.inherent, "residual": risk.residual}
    audit.record(acts.ASSESSED, by=by, on=f"risk:{risk.pk}", details=details)
    return risk


def _check(said: Judgement) -> None:
    if not (said.rationale.zh.strip() or said.rationale.en.strip()) or not said.controls:
        raise RationaleMissing
    numbers = (said.likelihood, said.residual_likelihood, said.residual_impact, *(said.impacts.get(a, 0) for a in AXES))
    worst = max(said.impacts.values(), default=0)
    less = said.residual_likelihood <= said.likelihood and said.residual_impact <= worst
    if not all(1 <= number <= 5 for number in numbers) or not less:
        raise OffTheScale


def _review_in_a_year(risk: Risk) -> None:
    name = Bilingual("风险复评", "Review of a risk")
    clocks.define(POLICY, name=name, calendar=clocks.always(), seconds=None, warn_before=[WARN_BEFORE])
    clocks.stop(f"{PREFIX}{risk.pk}")
    clocks.start(POLICY, f"{PREFIX}{risk.pk}", due_at=risk.review_at)


@clocks.on_due(POLICY)
def remind(due: clocks.Due) -> None:
    """A month before its year is over, and when it is: the owner, and whoever assesses risks."""
    if not due.subject.startswith(PREFIX):
        return
    risk = Risk.objects.filter(pk=due.subject.removeprefix(PREFIX)).first()
    if risk is not None:
        tell(risk, "security.risk_review", due.seconds_left)


def tell(risk: Risk, kind: str, seconds_left: int) -> None:
    people: Iterable[Any] = staff.permitted(ASSESS).values_list("pk", flat=True)
    for user_id in {*people, *([risk.owner_id] if risk.owner_id else [])}:
        live.publish(f"staff:{user_id}", kind, {"risk": risk.code, "seconds_left": seconds_left})
