"""Breaking the glass: seeing a customer with whom nothing is open, at once, under the eyes of a supervisor."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from foyer.base import audit, clock, clocks
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.base.text import Bilingual
from foyer.customers.profile import view as customers
from foyer.privacy.access import acts, measures, policy, reasons
from foyer.privacy.access.errors import (
    AlreadyReviewed,
    AttestationMissing,
    NoSuchGlass,
    OwnGlass,
    StoryMissing,
)
from foyer.privacy.access.telling import REVIEW, tell, tell_supervisors
from foyer.privacy.models import BreakGlass
from foyer.staff import queries as staff
from foyer.staff.roles import roles_of

PERMISSION = "privacy.break_glass"
CLOCK = "privacy.glass_review"
ATTESTATION = gettext_noop("I have looked at what was seen, when and why, and I answer for this verdict.")
LEAST_STORY = 10


@transaction.atomic
def break_glass(customer: Any, reason_code: str, note: str, *, by: Actor) -> BreakGlass:
    """Open the customer for half an hour; the supervisors are told at once and review it within a day.

    Within that time it is not broken again.
    """
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.is_active or not user.has_perm(PERMISSION):
        raise Forbidden
    seen = customers.surviving(user, customer.pk)
    reason = reasons.chosen("break_glass", reason_code)
    if len(note.strip()) < LEAST_STORY:
        raise StoryMissing
    return open_glass(user, seen.pk) or _break(user, seen, reason, note.strip())


def open_glass(user: Any, customer_id: UUID) -> BreakGlass | None:
    """The glass this colleague broke for this customer, while its time runs and nobody contested it."""
    broken = BreakGlass.objects.filter(user=user, customer=customer_id, ends_at__gt=clock.now())
    return broken.exclude(verdict=BreakGlass.Verdict.CONTESTED).first()


@transaction.atomic
def review(glass_id: UUID | str, verdict: str, *, note: str = "", attested: bool, by: Actor) -> BreakGlass:
    """A supervisor accepts or contests, and attests to have looked. Contested glass is closed at once."""
    row = BreakGlass.objects.select_for_update(of=("self",)).select_related("user", "unit").filter(pk=glass_id).first()
    reviewer = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if row is None or reviewer is None or not reviewer.has_perm(REVIEW) or not staff.is_visible(reviewer, row.unit_id):
        raise NoSuchGlass
    _check_review(row, reviewer, verdict, note, attested)
    row.verdict, row.review_note = verdict, note.strip()[:500]
    row.reviewed_at, row.reviewed_by, row.attestation = clock.now(), reviewer, _(ATTESTATION)
    if verdict == BreakGlass.Verdict.CONTESTED:
        row.ends_at = min(row.ends_at, clock.now())
    row.save()
    clocks.stop(f"privacy.glass:{row.pk}")
    audit.record(
        acts.GLASS_REVIEWED, by=by, on=f"privacy.glass:{row.pk}", customer=row.customer_id,
        details={"verdict": verdict, "of": str(row.user_id)},
    )  # fmt: skip
    tell(row.user_id, "glass", {"id": str(row.pk), "verdict": verdict})
    return row


def _check_review(row: BreakGlass, reviewer: Any, verdict: str, note: str, attested: bool) -> None:
    if row.user_id == reviewer.pk:
        raise OwnGlass
    if row.reviewed_at is not None:
        raise AlreadyReviewed
    if not attested or verdict not in BreakGlass.Verdict.values:
        raise AttestationMissing
    if verdict == BreakGlass.Verdict.CONTESTED and len(note.strip()) < LEAST_STORY:
        raise StoryMissing


def _break(user: Any, customer: Any, reason: Any, note: str) -> BreakGlass:
    now = clock.now()
    row = BreakGlass.objects.create(
        user=user, unit=user.unit, customer_id=customer.pk, reason=reason, note=note[:300], opened_at=now,
        ends_at=now + policy.GLASS_LASTS, due_at=now + policy.GLASS_REVIEWED_WITHIN,
    )  # fmt: skip
    clocks.define(
        CLOCK, name=Bilingual("应急访问复核时限", "Review of broken glass"), calendar=clocks.always(),
        seconds=int(policy.GLASS_REVIEWED_WITHIN.total_seconds()), warn_before=[4 * 3600],
    )  # fmt: skip
    clocks.start(CLOCK, f"privacy.glass:{row.pk}")
    audit.record(
        acts.GLASS_BROKEN, by=Actor.staff(user), on=f"customer:{customer.pk}", customer=customer.pk,
        reason=reason.code, details={"glass": str(row.pk), "until": row.ends_at.isoformat()},
    )  # fmt: skip
    measures.GLASS.add(role=next(iter(roles_of(user)), ""))
    tell_supervisors(user, REVIEW, "access", {"what": "glass", "id": str(row.pk)})
    return row


@clocks.on_due(CLOCK)
def remind(due: clocks.Due) -> None:
    """Nobody has reviewed it yet: tell those who should, before the day is over and when it is."""
    row = BreakGlass.objects.select_related("user__unit").get(pk=due.subject.removeprefix("privacy.glass:"))
    tell_supervisors(row.user, REVIEW, "access", {"what": "glass_late", "id": str(row.pk), "warning": due.is_warning})
