"""Legal holds: while one stands on a customer nothing of theirs is deleted. Two people place it, two release it.

A proposal names the customer by the pseudonym of the audit trail, never by their id.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.customers import queries as customers
from foyer.privacy.errors import NobodyNamed, NoSuchHold, ReasonNeeded
from foyer.privacy.models import LegalHold
from foyer.privacy.requests import acts
from foyer.security.audit import subjects
from foyer.staff import approvals
from foyer.staff import queries as staff

PLACE, AGREE = "privacy.place_hold", "privacy.approve_hold"
REVIEWED_AFTER = timedelta(days=180)
REASONS = LegalHold.Reason.choices


def propose(number: str, reason: str, reference: str, *, by: Actor) -> Any:
    """Ask for a hold on a customer, with its reason and the file it belongs to."""
    _check(by)
    if reason not in LegalHold.Reason.values or not reference.strip():
        raise ReasonNeeded
    found = customers.ids_matching(number)
    if not found:
        raise NobodyNamed
    change = {"reason": reason, "reference": reference.strip()[:80], "placed_by": str(by)}
    whose = subjects.given_pseudonym(found[0])
    return approvals.propose("privacy.hold", whose, change, by=by, reason=reference.strip()[:80])


def propose_release(hold_id: UUID, *, by: Actor, reason: str = "") -> Any:
    """Ask that a hold be lifted."""
    _check(by)
    hold = LegalHold.objects.filter(pk=hold_id, released_at=None).first()
    if hold is None:
        raise NoSuchHold
    change = {"is_standing": False, "released_by": str(by)}
    return approvals.propose("privacy.release_hold", hold.pk, change, by=by, reason=reason)


def stands_on(customers_of_a_person: Collection[UUID]) -> bool:
    return LegalHold.objects.filter(customer__in=customers_of_a_person, released_at=None).exists()


def held_customers() -> set[UUID]:
    """Everybody on whom a hold stands."""
    return {one for one in LegalHold.objects.filter(released_at=None).values_list("customer", flat=True) if one}


def customer_of(subject: str) -> UUID | None:
    """Whom a proposal speaks of: it names them as the audit trail does, so that a deletion unlinks both."""
    return subjects.customers_of([UUID(subject)]).get(UUID(subject))


def _as_it_is(subject: str) -> dict[str, Any]:
    standing = LegalHold.objects.filter(customer=customer_of(subject), released_at=None)
    return {"holds": sorted(standing.values_list("reference", flat=True))}


@approvals.kind("privacy.hold", permission=AGREE, current=_as_it_is, name=_("Legal hold"))
def place(subject: str, change: dict[str, Any], *, by: Actor) -> None:
    """A second person agrees: it stands from now on."""
    now, customer = clock.now(), customer_of(subject)
    if customer is None:
        raise NobodyNamed
    hold = LegalHold.objects.create(
        customer=customer, reason=change["reason"], reference=change["reference"], placed_at=now,
        placed_by=change["placed_by"], agreed_by=str(by), review_on=timezone.localdate(now + REVIEWED_AFTER),
    )  # fmt: skip
    audit.record(acts.HOLD_PLACED, by=by, on=f"hold:{hold.pk}", customer=hold.customer, reason=hold.reason)


def _standing(subject: str) -> dict[str, Any]:
    return {"is_standing": LegalHold.objects.filter(pk=subject, released_at=None).exists()}


@approvals.kind("privacy.release_hold", permission=AGREE, current=_standing, name=_("Release of a legal hold"))
def release(subject: str, change: dict[str, Any], *, by: Actor) -> None:
    """A second person agrees: it is over."""
    with transaction.atomic():
        hold = LegalHold.objects.select_for_update().get(pk=subject)
        hold.released_at, hold.released_by, hold.release_agreed_by = clock.now(), change["released_by"], str(by)
        hold.save(update_fields=["released_at", "released_by", "release_agreed_by"])
        audit.record(acts.HOLD_RELEASED, by=by, on=f"hold:{hold.pk}", customer=hold.customer, reason=hold.reason)


def _check(by: Actor) -> None:
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.has_perm(PLACE):
        from foyer.privacy.requests.working import NotYourWork

        raise NotYourWork
