"""What a colleague of compliance does with a request, and the person's own way back."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.customers import queries as customers
from foyer.privacy.errors import ExtendedAlready, NobodyNamed, NoSuchRequest
from foyer.privacy.models import SubjectRequest
from foyer.privacy.requests import acts, deadlines, reasons, telling
from foyer.privacy.requests.asking import claim, move, note
from foyer.privacy.requests.measures import ANSWER, IN_TIME
from foyer.staff import queries as staff

HANDLE = "privacy.handle_requests"


class NotYourWork(Forbidden):
    code = "not_your_work"
    message = _("Subject requests are handled by compliance.")


@transaction.atomic
def take(request_id: UUID, *, by: Actor, to: UUID | None = None) -> SubjectRequest:
    """Take a request in hand, or give it to a colleague of compliance."""
    request = claim(request_id)
    check_handler(by)
    hands = staff.user_by_id(to or by.id or "")
    if hands is None or not hands.has_perm(HANDLE):
        raise NotYourWork
    is_new = request.assignee_id is None
    move(request, "take", by, assignee=hands)
    if is_new:
        telling.tell(request, "taken")
    return request


@transaction.atomic
def link(request_id: UUID, number: str, *, by: Actor) -> SubjectRequest:
    """Say whose data a request is about, as for a relative who died."""
    request = claim(request_id)
    check_handler(by)
    found = customers.ids_matching(number)
    if not request.is_open or not found:
        raise NobodyNamed
    request.customer = found[0]
    request.save(update_fields=["customer"])
    note(request, "link", by)
    return request


@transaction.atomic
def extend(request_id: UUID, reason: str, *, by: Actor) -> SubjectRequest:
    """Take the longer time that the law allows, once; the person is told with the reason."""
    request = claim(request_id)
    check_handler(by)
    reasons.extension(reason)
    if request.extended_at is not None:
        raise ExtendedAlready
    due_at = deadlines.longest(request.asked_at)
    move(request, "extend", by, extended_at=clock.now(), extension_reason=reason, due_at=due_at)
    deadlines.start(request.number, request.pack, due_at, at=request.asked_at)
    telling.tell(request, "extended", reason=reason)
    return request


@transaction.atomic
def refuse(request_id: UUID, reason: str, *, by: Actor, remark: str = "") -> SubjectRequest:
    """Refuse, only for one of the listed reasons; the person is told it, its law, and where to complain."""
    request = claim(request_id)
    check_handler(by)
    reasons.refusal(reason)
    close(request, "refuse", by, refusal=reason, note=remark[:400])
    audit.record(
        acts.REQUEST_REFUSED, by=by, on=f"request:{request.number}", customer=request.customer, reason=reason
    )  # fmt: skip
    telling.tell(request, "refused", reason=reason)
    return request


@transaction.atomic
def withdraw(request_id: UUID, *, by: Actor) -> SubjectRequest:
    """Whoever asked no longer wants it."""
    request = claim(request_id)
    if by.kind != "customer" or by.id != request.asked_by:
        raise NoSuchRequest
    close(request, "withdraw", by)
    telling.tell(request, "withdrawn")
    return request


def close(request: SubjectRequest, verb: str, by: Actor, **changed: object) -> SubjectRequest:
    """End a claimed request: its clock stops, and whether it was in time counts."""
    now = clock.now()
    move(request, verb, by, closed_at=now, **changed)
    deadlines.stop(request.number)
    IN_TIME.observe(now <= request.due_at, kind=request.kind)
    ANSWER.record((now - request.asked_at).total_seconds(), kind=request.kind)
    return request


def check_handler(by: Actor) -> None:
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.has_perm(HANDLE):
        raise NotYourWork
