"""A second person decides. Each verb claims the request first, so that two deciders come one after the other."""

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.staff.acts import DECIDED
from foyer.staff.approvals import deadlines
from foyer.staff.approvals.registry import Json, Rule, plain, rule_of
from foyer.staff.errors import (
    AlreadyDecided,
    AlreadySigned,
    DataHasMoved,
    MayNotApprove,
    NotTheMaker,
    OwnProposal,
)
from foyer.staff.events import ApprovalDecided
from foyer.staff.models import ApprovalRequest, ApprovalStep, User
from foyer.staff.queries import is_visible, user_by_id

Status = ApprovalRequest.Status
Decision = ApprovalStep.Decision


@transaction.atomic
def approve(request: ApprovalRequest, *, by: Actor, comment: str = "") -> ApprovalRequest:
    """Agree. The last signature carries the change out, if the data is still as it was when proposed."""
    request = _claim(request)
    rule = rule_of(request.kind)
    step = _step_for(request, by)
    if present_data(rule, request.subject) != request.before:
        raise DataHasMoved
    _sign(step, Decision.APPROVED, by, comment)
    following = next_step(request)
    if following is not None:
        deadlines.begin(following, rule.deadline)
        following.save(update_fields=["due_at"])
        _tell(request, "signed", by)
        return request
    rule.apply(request.subject, request.change, by=by)
    return close(request, Status.APPROVED, by=by)


@transaction.atomic
def reject(request: ApprovalRequest, *, by: Actor, comment: str = "") -> ApprovalRequest:
    """Decline: nothing is changed and the request is over."""
    request = _claim(request)
    _sign(_step_for(request, by), Decision.REJECTED, by, comment)
    return close(request, Status.REJECTED, by=by)


@transaction.atomic
def withdraw(request: ApprovalRequest, *, by: Actor) -> ApprovalRequest:
    """The maker takes the proposal back."""
    request = _claim(request)
    if request.made_by != str(by):
        raise NotTheMaker
    return close(request, Status.WITHDRAWN, by=by)


def close(request: ApprovalRequest, status: str, *, by: Actor) -> ApprovalRequest:
    """End a claimed request and say so."""
    waiting = next_step(request)
    if waiting is not None:
        deadlines.end(waiting)
    request.status, request.closed_at, request.closed_by = status, clock.now(), str(by)
    request.save(update_fields=["status", "closed_at", "closed_by"])
    _tell(request, status, by)
    publish(ApprovalDecided(request.pk, request.kind, request.subject, status, str(by)))
    return request


def subject_of(request: ApprovalRequest) -> str:
    """What it changes, as the trail names it: "staff.limit:…"."""
    return f"{request.kind}:{request.subject}"


def _tell(request: ApprovalRequest, status: str, by: Actor) -> None:
    details = {"approval": str(request.pk), "status": status}
    audit.record(DECIDED, by=by, on=subject_of(request), fields=tuple(request.change), details=details)


def next_step(request: ApprovalRequest) -> ApprovalStep | None:
    """The signature that is waited for."""
    return request.steps.filter(decision="").first()


def present_data(rule: Rule, subject: str) -> Json:
    """The data as it is now, in the form it was kept in."""
    return plain(rule.current(subject))


def refusal(request: ApprovalRequest, step: ApprovalStep, user: User | None) -> Exception | None:
    """Why this person may not decide this step; nothing when they may."""
    if user is None or not user.is_active:
        return MayNotApprove()
    if request.maker_id == user.pk:
        return OwnProposal()
    if not user.has_perm(step.permission) or (request.unit_id and not is_visible(user, request.unit_id)):
        return MayNotApprove()
    if request.steps.filter(decided_by=user).exists():
        return AlreadySigned()
    return None


def _claim(request: ApprovalRequest) -> ApprovalRequest:
    request = ApprovalRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_pending:
        raise AlreadyDecided(status=request.status)
    return request


def _step_for(request: ApprovalRequest, by: Actor) -> ApprovalStep:
    step = next_step(request)
    if step is None:
        raise AlreadyDecided(status=request.status)
    no = refusal(request, step, user_by_id(by.id) if by.is_staff and by.id else None)
    if no is not None:
        raise no
    return step


def _sign(step: ApprovalStep, decision: str, by: Actor, comment: str) -> None:
    step.decision, step.decided_by_id, step.decided_at, step.comment = decision, by.id, clock.now(), comment
    step.save(update_fields=["decision", "decided_by", "decided_at", "comment"])
    deadlines.end(step)
