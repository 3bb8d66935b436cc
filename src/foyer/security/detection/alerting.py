"""Raising an alert: what was exceeded, by whom, on what evidence, in words; within its cool-down it stays the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM
from foyer.base.ids import new_id
from foyer.security.audit.reading import first_id
from foyer.security.detection import acts, measures, owning, responses, words
from foyer.security.detection.matching import asked, hits, in_group
from foyer.security.detection.spec import Spec
from foyer.security.detection.telling import tell
from foyer.security.models import Alert, AuditEntry, DetectionRule
from foyer.staff import queries as staff

MOST_EVIDENCE, MOST_LOOKED_AT = 50, 1_000
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Exceeded:
    """A group went beyond what a rule allows; `entry` is the act that did it, None where the house found it itself."""

    rule: DetectionRule
    spec: Spec
    group: str
    count: int
    limit: int
    peers: float | None = None
    entry: AuditEntry | None = None


@transaction.atomic
def raise_alert(found: Exceeded) -> Alert:
    """A new alert with its responses, or one more act for the one that was raised within the cool-down.

    Two processes that find the same at once wait for one another, so that it is one alert.
    """
    with connection.cursor() as cursor:
        held = f"foyer.security.alert {found.rule.pk} {found.group}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [held])
    earlier = _within_cooldown(found)
    return _again(earlier, found) if earlier else _new(found)


def _within_cooldown(found: Exceeded) -> Alert | None:
    same = Alert.objects.filter(rule=found.rule, group=found.group, is_dry=found.rule.state == "dry")
    last = same.order_by("-at").first()
    cooled = clock.now() - timedelta(seconds=found.spec.cooldown)
    return last if last is not None and last.last_at > cooled and last.version == found.rule.version else None


def _again(alert: Alert, found: Exceeded) -> Alert:
    alert.repeats, alert.last_at = alert.repeats + 1, clock.now()
    if found.count > alert.count:
        alert.count, alert.words = found.count, words.explain(found.spec, found.count, found.limit, found.peers)
    if found.entry is not None and found.entry.pk not in alert.evidence:
        alert.evidence = [*alert.evidence, found.entry.pk][-MOST_EVIDENCE:]
    alert.save(update_fields=["repeats", "last_at", "count", "words", "evidence"])
    return alert


def _new(found: Exceeded) -> Alert:
    rule, spec, entry = found.rule, found.spec, found.entry
    evidence = evidence_of(spec, found.group, entry) if entry else []
    acted = entry.at if entry else clock.now()
    user = _user_of(spec, found.group, entry)
    owner, person = owning.route(spec.owner, user)
    alert = Alert.objects.create(
        id=new_id(), rule=rule, version=rule.version, is_dry=rule.state == "dry", severity=spec.severity,
        group=found.group, owner=owner, user=user, assignee=person, count=found.count, limit=found.limit,
        peers=found.peers, words=words.explain(spec, found.count, found.limit, found.peers),
        evidence=[one.pk for one in evidence], began_at=evidence[0].at if evidence else acted, acted_at=acted,
    )  # fmt: skip
    details = {"rule": rule.code, "version": rule.version, "count": found.count, "limit": found.limit, "owner": owner}
    audit.record(acts.RAISED, by=SYSTEM, on=f"alert:{alert.pk}", details={**details, "dry": alert.is_dry})
    measures.raised(alert)
    if not alert.is_dry:
        _respond(alert, spec)
        tell("alert", {"id": str(alert.pk), "severity": alert.severity, "rule": rule.code})
    return alert


def _respond(alert: Alert, spec: Spec) -> None:
    """A response that fails is noted and does not stop the others, nor the next look."""
    for code in spec.responses:
        try:
            with transaction.atomic():
                responses.take(code, user=alert.user, alert=alert, by=SYSTEM, reason=alert.rule.code)
        except Exception as error:
            log.exception("security.response_failed", response=code, alert=str(alert.pk))
            details = {"response": code, "error": type(error).__name__}
            audit.record(acts.TAKEN, by=SYSTEM, on=f"alert:{alert.pk}", outcome="failed", details=details)


def evidence_of(spec: Spec, group: str, last: AuditEntry) -> list[AuditEntry]:
    """The entries of the window that counted, oldest first: the newest fifty."""
    since = first_id(last.at - timedelta(seconds=spec.window))
    rows = AuditEntry.objects.filter(asked(spec), in_group(spec, group), pk__gte=since, pk__lte=last.pk)
    newest = list(rows.order_by("-pk")[:MOST_LOOKED_AT])
    found = [hit.entry for hit in hits(spec, newest) if hit.group == group][:MOST_EVIDENCE]
    return sorted(found, key=lambda entry: entry.pk) or [last]


def _user_of(spec: Spec, group: str, entry: AuditEntry | None) -> Any:
    """The colleague it is about, if it is one."""
    kind, _, identifier = group.partition(":")
    if spec.by == "subject" and kind == "user":
        return staff.user_by_id(UUID(identifier))
    if entry is None or entry.actor_kind != "staff" or entry.actor_id is None or spec.by in ("house", "customer"):
        return None
    return staff.user_by_id(entry.actor_id)
