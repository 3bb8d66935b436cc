"""Holding a change until it is decided."""

import hashlib
import json
from uuid import UUID

from django.db import IntegrityError, transaction

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.events import publish
from foyer.staff.acts import PROPOSED
from foyer.staff.approvals import deadlines
from foyer.staff.approvals.deciding import close, present_data, subject_of
from foyer.staff.approvals.registry import Json, Rule, plain, rule_of
from foyer.staff.errors import AlreadyProposed, NothingToChange
from foyer.staff.events import ApprovalProposed
from foyer.staff.models import ApprovalRequest, ApprovalStep
from foyer.staff.queries import user_by_id


@transaction.atomic
def propose(kind: str, subject: UUID | str, change: Json, *, by: Actor, reason: str = "") -> ApprovalRequest:
    """Hold `change` to `subject` until a second person agrees.

    Refuses a change that is empty and one that already waits, unless that one is outdated: then it gives way.
    """
    rule, subject, change = rule_of(kind), str(subject), plain(change)
    before = present_data(rule, subject)
    if all(field in before and before[field] == value for field, value in change.items()):
        raise NothingToChange
    _refuse_a_twin(rule, subject, change, before)
    request = ApprovalRequest(kind=kind, subject=subject, change=change, before=before, reason=reason)
    _hold(request, rule, by)
    _ask_for_signatures(request, rule)
    details = {"approval": str(request.pk)}
    why = audit.said(reason)
    audit.record(PROPOSED, by=by, on=subject_of(request), reason=why, fields=tuple(change), details=details)
    publish(ApprovalProposed(request.pk, kind, subject, str(by)))
    return request


def fingerprint(change: Json) -> str:
    """Equal for equal changes, whatever the order of their keys."""
    return hashlib.sha256(json.dumps(change, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _refuse_a_twin(rule: Rule, subject: str, change: Json, before: Json) -> None:
    twins = ApprovalRequest.objects.filter(kind=rule.code, subject=subject, fingerprint=fingerprint(change))
    twin = twins.filter(status="pending").select_for_update().first()
    if twin is None:
        return
    if twin.before == before:
        raise AlreadyProposed(request=str(twin.pk))
    close(twin, ApprovalRequest.Status.OUTDATED, by=SYSTEM)


def _hold(request: ApprovalRequest, rule: Rule, by: Actor) -> None:
    request.fingerprint = fingerprint(request.change)
    request.unit_id = rule.unit(request.subject) if rule.unit else None
    request.made_by, request.made_at = str(by), clock.now()
    request.maker = user_by_id(by.id) if by.is_staff and by.id else None
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:  # its twin came in the same instant
        raise AlreadyProposed from error


def _ask_for_signatures(request: ApprovalRequest, rule: Rule) -> None:
    for number, permission in enumerate(rule.permissions, start=1):
        step = ApprovalStep(request=request, number=number, permission=permission, maker=request.maker)
        if number == 1:
            deadlines.begin(step, rule.deadline)
        step.save(force_insert=True)
