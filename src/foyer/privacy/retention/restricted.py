"""What a law keeps of somebody who was deleted: read by compliance, for that law only, and each time written down."""

from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.privacy.errors import NoSuchRecord, ReasonNeeded
from foyer.privacy.models import RestrictedRecord
from foyer.privacy.requests import acts
from foyer.privacy.requests.working import NotYourWork
from foyer.staff import queries as staff

READ = "privacy.read_restricted"


def find(number: str, *, by: Actor) -> list[RestrictedRecord]:
    """By the customer number, whole; there is no browsing. What is in it stays sealed."""
    _check(by)
    rows = RestrictedRecord.objects.filter(number_index__of=number.strip(), destroyed_at=None)
    return list(rows.select_related("rule").defer("content"))


@transaction.atomic
def read(record_id: UUID, *, by: Actor, reference: str) -> dict[str, Any]:
    """The content, for a file that the law's purpose names (an order of an authority, an examination)."""
    _check(by)
    if len(reference.strip()) < 4:
        raise ReasonNeeded
    record = RestrictedRecord.objects.select_related("rule").filter(pk=record_id, destroyed_at=None).first()
    if record is None:
        raise NoSuchRecord
    audit.record(
        acts.RESTRICTED_READ, by=by, on=f"restricted:{record.pk}", purpose=record.rule.code,
        reason=reference.strip()[:120], fields=tuple(sorted(record.counts)),
    )  # fmt: skip
    content: dict[str, Any] = record.content
    return content


def destroy_over() -> int:
    """Records whose last day has passed: their content goes, the line that there was one stays."""
    over = RestrictedRecord.objects.filter(destroyed_at=None, until_on__lt=clock.now().date())
    pks = list(over.values_list("pk", flat=True))
    for record in RestrictedRecord.objects.filter(pk__in=pks).defer("content"):
        record.content, record.number, record.destroyed_at = {}, "", clock.now()
        record.save(update_fields=["content", "number", "number_index", "destroyed_at"])
    return len(pks)


def _check(by: Actor) -> None:
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.has_perm(READ):
        raise NotYourWork
