"""The rules: shipped as a file, changed by two people of security, each change a version.

What the bank changed stays as the bank has it; a new release only adds rules that are not there yet.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Forbidden, NotFound
from foyer.base.text import Bilingual
from foyer.security.audit.reading import first_id
from foyer.security.detection import acts, counting
from foyer.security.detection.matching import asked, hits
from foyer.security.detection.replaying import AT_ONCE, Replay, replay
from foyer.security.detection.spec import Spec, parse
from foyer.security.models import AuditEntry, AuditSeal, DetectionCursor, DetectionRule, RuleVersion
from foyer.staff import approvals
from foyer.staff import queries as staff
from foyer.staff.errors import NothingToChange

SHIPPED = Path(__file__).parent.parent / "fixtures" / "rules.yaml"
KIND, WRITE, APPROVE = "security.detection_rule", "security.write_rule", "security.approve_rule"
STATES = ("draft", "dry", "live", "off")
REPLAYED_DAYS = 30


@cache
def shipped() -> list[dict[str, Any]]:
    """What the file says, each rule whole."""
    return list(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


@transaction.atomic
def install() -> int:
    """Add the shipped rules that are not there; returns how many those were. The first time, begin at today's trail."""
    if not DetectionCursor.objects.exists():
        last = AuditSeal.objects.aggregate(seq=Max("seq"))["seq"] or 0
        DetectionCursor.objects.get_or_create(pk=1, defaults={"seq": last})
    there = set(DetectionRule.objects.values_list("code", flat=True))
    new = [_shipped_row(said) for said in shipped() if said["code"] not in there]
    DetectionRule.objects.bulk_create(new, ignore_conflicts=True)
    first = [RuleVersion(rule=row, number=1, spec=row.spec, state=row.state, by=str(SYSTEM)) for row in new]
    RuleVersion.objects.bulk_create(first, ignore_conflicts=True)
    return len(new)


def propose(code: str, *, spec: dict[str, Any] | None = None, state: str = "", by: Actor, reason: str) -> Any:
    """Propose a change to a rule. It is replayed over the past trail first, and who decides sees what that found.

    Raises BadRule, NothingToChange, Forbidden.
    """
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.has_perm(WRITE):
        raise Forbidden
    rule = DetectionRule.objects.filter(code=code).first()
    if rule is None:
        raise NotFound
    wanted = parse(spec if spec is not None else rule.spec)
    change = {"spec": wanted.as_json(), "state": state if state in STATES else rule.state}
    if change == _as_json(rule):
        raise NothingToChange
    change["replay"] = replay(wanted, days=REPLAYED_DAYS, rule=rule).as_json()
    return approvals.propose(KIND, code, change, by=by, reason=reason)


def tried(rule: DetectionRule, spec: dict[str, Any], *, days: int) -> Replay:
    """What a rule, as it might be changed, would have found. Raises BadRule."""
    return replay(parse(spec), days=max(1, min(days, 92)), rule=rule)


def _as_json(rule: DetectionRule) -> dict[str, Any]:
    return {"spec": parse(rule.spec).as_json(), "state": rule.state}


def _as_it_is(code: str) -> dict[str, Any]:
    return _as_json(DetectionRule.objects.select_for_update().get(code=code))


@approvals.kind(KIND, permission=APPROVE, current=_as_it_is, name=_("Change a detection rule"))
def carry_out(code: str, change: dict[str, Any], /, *, by: Actor) -> None:
    """The second person agreed: the next version holds, and counts as if it had held for a window already."""
    cursor = DetectionCursor.objects.select_for_update().get()
    rule = DetectionRule.objects.select_for_update().get(code=code)
    spec = parse(change["spec"])
    rule.spec, rule.state = spec.as_json(), change["state"]
    rule.version, rule.changed_at = rule.version + 1, clock.now()
    rule.save(update_fields=["spec", "state", "version", "changed_at"])
    RuleVersion.objects.create(rule=rule, number=rule.version, spec=rule.spec, state=rule.state, by=str(by))
    _count_again(rule, spec, cursor.seq)
    details = {"version": rule.version, "state": rule.state}
    audit.record(acts.RULE_CHANGED, by=by, on=f"rule:{code}", fields=tuple(sorted(change)), details=details)


def _count_again(rule: DetectionRule, spec: Spec, seq: int) -> None:
    """What a window of the trail holds, up to where the sweep is."""
    counting.forget(rule)
    if rule.state not in ("live", "dry"):
        return
    after = first_id(clock.now() - timedelta(seconds=spec.window + spec.part))
    while True:
        rows = list(AuditEntry.objects.filter(asked(spec), pk__gt=after).order_by("pk")[:AT_ONCE])
        seals = AuditSeal.objects.filter(entry__in=[row.pk for row in rows], seq__lte=seq)
        sealed = set(seals.values_list("entry", flat=True))
        counting.add(rule.pk, spec, hits(spec, [row for row in rows if row.pk in sealed]))
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].pk


def _shipped_row(said: dict[str, Any]) -> DetectionRule:
    spec = parse(said["rule"])
    return DetectionRule(
        code=said["code"], family=said["family"], name=Bilingual(**said["name"]), meaning=Bilingual(**said["meaning"]),
        spec=spec.as_json(), state=said.get("state", "live"),
    )  # fmt: skip
