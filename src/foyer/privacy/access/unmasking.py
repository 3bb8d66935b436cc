"""Showing one value of one customer: asked with a reason, answered at once or by a second person, for minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden, Refusal
from foyer.base.origin import origin
from foyer.customers import queries as register
from foyer.customers.errors import NoSuchCustomer
from foyer.customers.profile import view as customers
from foyer.privacy.access import acts, measures, policy, reasons
from foyer.privacy.access.clearances import check_clearances
from foyer.privacy.access.errors import (
    NoOpenRelation,
    NoSuchUnmasking,
    NotAgreed,
    OverDailyLimit,
    StillWaiting,
    TimeIsOver,
)
from foyer.privacy.access.glass import open_glass
from foyer.privacy.access.subjects import Subject, full_value, subject_of
from foyer.privacy.access.telling import APPROVE, tell, tell_supervisors
from foyer.privacy.access.ties import Tie, ties_of
from foyer.privacy.models import AccessReason, Unmasking
from foyer.security import queries as security
from foyer.staff import approvals
from foyer.staff import queries as staff

PERMISSION = "privacy.unmask"
KIND = "privacy.unmask"
BY_GLASS = "break_glass"
Status = Unmasking.Status


@dataclass(frozen=True)
class Shown:
    """What was asked for; `value` is None while a second person has not agreed."""

    unmasking: Unmasking
    value: str | None


def unmask(
    customer: Any, field: str, reason_code: str, about: str = "", *, by: Actor, place: str = ""
) -> Shown:  # fmt: skip
    """Show one value of one customer to one colleague, for a reason of the list, for the minutes of their role.

    `customer` may be its row or its id; `about` is what the reason is bound to ("conversation:0198…"). Asking again
    while it is shown changes nothing. Each refusal is written to the trail as well.
    """
    customer_id = getattr(customer, "pk", customer)
    try:
        return _unmask(customer_id, field, reason_code, about=about, by=by, place=place)
    except Refusal as no:
        known = None if isinstance(no, NoSuchCustomer) else customer_id
        audit.record(
            acts.UNMASKED, by=by, on=f"customer:{customer_id}", customer=known, reason=reason_code,
            fields=(field,), outcome="refused", details={"why": no.code},
        )  # fmt: skip
        raise


def read_again(unmasking_id: UUID | str, *, by: Actor) -> Shown:
    """The value of an unmasking that is still open: for the same colleague in the same browser session.

    Raises NoSuchUnmasking for everybody else, StillWaiting, NotAgreed, TimeIsOver.
    """
    row = Unmasking.objects.filter(pk=unmasking_id, user=by.id if by.is_staff else None).first()
    if row is None or row.session != origin().session:
        raise NoSuchUnmasking
    user = _colleague(by)
    if row.status == Status.WAITING:
        raise StillWaiting
    if row.status == Status.REFUSED:
        raise NotAgreed
    if not row.is_open:
        raise TimeIsOver
    customer = seen_by(user, row.customer_id)
    return Shown(row, full_value(subject_of(row.subject), customer.pk, row.place))


def seen_by(user: Any, customer_id: UUID | str) -> Any:
    """A customer of the colleague's units, or one with whom they have something open. Raises NoSuchCustomer."""
    try:
        return customers.surviving(user, customer_id)
    except NoSuchCustomer:
        customer = register.by_id(customer_id)
        if customer is None or not ties_of(user, customer.pk):
            raise
        return customer


@transaction.atomic
def _unmask(asked: UUID, field: str, reason_code: str, *, about: str, by: Actor, place: str) -> Shown:
    user = _colleague(by)
    customer = seen_by(user, asked)
    subject = subject_of(field)
    check_clearances(user)
    security.check_step_up(user)
    reason, ties = reasons.chosen("unmask", reason_code), ties_of(user, customer.pk)
    tie = _need_to_know(user, customer, ties)
    if tie != BY_GLASS or about:
        reasons.check_about(reason, about, ties)
    value = full_value(subject, customer.pk, place)
    _one_at_a_time(user)
    shown = _still_shown(user, customer, subject, place)
    if shown is not None:
        return Shown(shown, value)
    row = _asked(user, customer, subject, place, reason=reason, about=about, tie=tie)
    return Shown(row, value if row.status == Status.OPEN else None)


def _colleague(by: Actor) -> Any:
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.is_active or not user.has_perm(PERMISSION):
        raise Forbidden
    return user


def _need_to_know(user: Any, customer: Any, ties: list[Tie]) -> str:
    """The relation this rests on. Raises NoOpenRelation."""
    if ties:
        return ties[0].kind
    if open_glass(user, customer.pk) is not None:
        return BY_GLASS
    raise NoOpenRelation(break_glass=user.has_perm("privacy.break_glass"))


def _one_at_a_time(user: Any) -> None:
    """Two tabs cannot both take the last one of a day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"privacy unmask {user.pk}"])


def _still_shown(user: Any, customer: Any, subject: Subject, place: str) -> Unmasking | None:
    mine = Unmasking.objects.filter(
        user=user, customer=customer.pk, subject=subject.code, place=place, session=origin().session
    )
    return mine.filter(status=Status.OPEN, ends_at__gt=clock.now()).first()


def used_today(user: Any) -> int:
    """How many values this colleague asked for since the bank's midnight; refused ones count not."""
    return Unmasking.objects.filter(user=user, asked_at__gte=midnight()).exclude(status=Status.REFUSED).count()


def midnight() -> datetime:
    """When the bank's day began."""
    return timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _asked(
    user: Any, customer: Any, subject: Subject, place: str, *, reason: AccessReason, about: str, tie: str
) -> Unmasking:
    rule, used = policy.rule_for(user, subject.code), used_today(user)
    if used >= rule.daily_limit:
        raise OverDailyLimit(limit=rule.daily_limit)
    row = Unmasking(
        user=user, role=rule.role, customer_id=customer.pk, subject=subject.code, place=place, reason=reason,
        about=about, tie=tie, session=origin().session, seconds=rule.seconds, asked_at=clock.now(),
    )  # fmt: skip
    if policy.wants_second_person(rule, customer, subject.code, used) or security.needs_second_person(user):
        return _ask_second_person(row)
    return _open(row)


def _open(row: Unmasking, *, approved_by: Any = None) -> Unmasking:
    row.status, row.opened_at, row.approved_by = Status.OPEN, clock.now(), approved_by
    row.ends_at = row.opened_at + timedelta(seconds=row.seconds)
    row.save()
    details = {"tie": row.tie, "about": row.about, "seconds": row.seconds}
    details |= {"approved_by": str(approved_by.pk)} if approved_by else {}
    _record(acts.UNMASKED, row, by=Actor.staff(row.user), details=details)
    measures.UNMASKINGS.add(role=row.role, subject=row.subject)
    return row


def _ask_second_person(row: Unmasking) -> Unmasking:
    row.status = Status.WAITING
    row.save(force_insert=True)
    by = Actor.staff(row.user)
    approvals.propose(KIND, row.pk, {"status": Status.OPEN.value}, by=by, reason=str(row.reason.code))
    _record(acts.ASKED, row, by=by, details={"tie": row.tie, "about": row.about})
    tell_supervisors(row.user, APPROVE, "access", {"what": "waiting", "id": str(row.pk)})
    return row


def _record(kind: audit.Kind, row: Unmasking, *, by: Actor, details: dict[str, Any]) -> None:
    audit.record(
        kind, by=by, on=f"customer:{row.customer_id}", customer=row.customer_id, purpose="service",
        reason=row.reason.code, fields=(row.subject,), details={"unmasking": str(row.pk), **details},
    )  # fmt: skip


def _as_it_is(subject: str) -> dict[str, Any]:
    row = Unmasking.objects.select_for_update().get(pk=subject)
    return {"status": row.status, "value": row.subject, "reason": row.reason.code, "relation": row.tie}


def _unit_of(subject: str) -> UUID | None:
    unit: UUID | None = Unmasking.objects.values_list("user__unit", flat=True).get(pk=subject)
    return unit


@approvals.kind(
    KIND, permission=APPROVE, current=_as_it_is, unit=_unit_of, name=_("Show a masked value to a colleague")
)
def agree(subject: str, change: dict[str, Any], /, *, by: Actor) -> None:
    """The second person agrees: the time begins now, and the asker is told at once."""
    row = Unmasking.objects.select_related("user", "reason").get(pk=subject)
    _open(row, approved_by=staff.user_by_id(by.id) if by.id else None)
    _record(acts.DECIDED, row, by=by, details={"verdict": "agreed"})
    tell(row.user_id, "unmasking", {"id": str(row.pk), "status": row.status})


def decide(unmasking_id: UUID, verdict: str, *, comment: str = "", by: Actor) -> None:
    """A second person agrees or not, from the supervisor's page. Who may is decided by `staff.approvals`."""
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    waiting = approvals.waiting_for(user).filter(kind=KIND, subject=str(unmasking_id)).first() if user else None
    if waiting is None:
        raise NoSuchUnmasking
    with transaction.atomic():
        if verdict == "agree":
            approvals.approve(waiting, by=by, comment=comment)
        else:
            approvals.reject(waiting, by=by, comment=comment)
            disagree(unmasking_id, by=by)


@transaction.atomic
def disagree(unmasking_id: UUID, *, by: Actor) -> None:
    """The request was rejected or taken back: nothing is shown. Hearing it twice changes nothing."""
    row = Unmasking.objects.select_for_update(of=("self",)).select_related("user", "reason").get(pk=unmasking_id)
    if row.status != Status.WAITING:
        return
    row.status = Status.REFUSED
    row.save(update_fields=["status"])
    _record(acts.DECIDED, row, by=by, details={"verdict": "refused"})
    tell(row.user_id, "unmasking", {"id": str(row.pk), "status": row.status})
