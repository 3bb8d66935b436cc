"""What waits, for whom, and what it would change.

Lists and counts leave the sealed columns closed (`SEALED`): what is proposed is opened only where it is read.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from foyer.staff.approvals.deciding import next_step, refusal
from foyer.staff.models import ApprovalRequest, ApprovalStep, User
from foyer.staff.queries import visible_units

SEALED = ("change", "before")


@dataclass(frozen=True)
class Difference:
    """One field that a proposal would change."""

    field: str
    before: Any
    after: Any


def waiting_for(user: User) -> QuerySet[ApprovalRequest]:
    """The pending requests that this person could decide now: the oldest first, never their own."""
    open_steps = ApprovalStep.objects.filter(request=OuterRef("pk"), decision="").order_by("number")
    pending = _closed().filter(status="pending").exclude(maker=user)
    pending = pending.alias(asks=Subquery(open_steps.values("permission")[:1]))
    pending = pending.annotate(due_at=Subquery(open_steps.values("due_at")[:1]))
    pending = pending.filter(asks__in=user.get_all_permissions()).exclude(steps__decided_by=user)
    pending = pending.filter(Q(unit=None) | Q(unit__in=visible_units(user)))
    return pending.select_related("maker", "unit").order_by(F("due_at").asc(nulls_last=True), "made_at")


def proposed_by(user: User) -> QuerySet[ApprovalRequest]:
    """Everything this person proposed, newest first."""
    return _closed().filter(maker=user).select_related("maker", "unit").order_by("-made_at")


def readable_by(user: User) -> QuerySet[ApprovalRequest]:
    """What this person may read: their own, what they decided or may decide, and all for an auditor."""
    if user.has_perm("staff.read_all_approvals"):
        return _closed()
    mine, decided = Q(maker=user), Q(pk__in=user.decisions.values("request_id"))
    theirs = Q(steps__permission__in=user.get_all_permissions()) & (Q(unit=None) | Q(unit__in=visible_units(user)))
    readable = ApprovalRequest.objects.filter(mine | decided | theirs)
    return _closed().filter(pk__in=readable.values("pk"))


def pending(kind: str, subject: Any) -> ApprovalRequest | None:
    """The proposal of a kind that waits for a decision on a subject, the newest if there are several."""
    rows = _closed().filter(kind=kind, subject=str(subject), status="pending")
    return rows.select_related("maker").order_by("-made_at").first()


def may_decide(request: ApprovalRequest, user: User) -> bool:
    """Whether this person could approve or reject the request now."""
    step = next_step(request) if request.is_pending else None
    return step is not None and refusal(request, step, user) is None


def difference(request: ApprovalRequest) -> list[Difference]:
    """What the change would alter, field by field, against the data as it was when proposed."""
    if closed := set(SEALED) & request.get_deferred_fields():
        request.refresh_from_db(fields=sorted(closed))
    return [
        Difference(field, request.before.get(field), after)
        for field, after in request.change.items()
        if request.before.get(field) != after
    ]


def _closed() -> QuerySet[ApprovalRequest]:
    return ApprovalRequest.objects.defer(*SEALED)
