"""The rules that this room and those below it carry out."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from foyer.base import clock
from foyer.customers import expiring
from foyer.privacy.holders.own import Forgetting
from foyer.privacy.models import Disclosure, RecipientNotice, RestrictedRecord, SubjectRequest
from foyer.privacy.retention.keepers import Carried, Keeper, register


def _over(rule: str) -> "QuerySet[RestrictedRecord]":
    return RestrictedRecord.objects.filter(rule__code=rule, destroyed_at=None, until_on__lt=clock.now().date())


def _restricted(rule: str) -> None:
    """What was restricted at a deletion carries its own last day."""

    def carry_out(_before: datetime, held: Collection[UUID]) -> Carried:
        over = _over(rule)
        done = 0
        for record in over.exclude(customer__in=held).defer("content"):
            record.content, record.number, record.destroyed_at = {}, "", clock.now()
            record.save(update_fields=["content", "number", "number_index", "destroyed_at"])
            done += 1
        return Carried(done, over.filter(customer__in=held).count())

    register(Keeper(f"privacy.restricted.{rule}", rule, lambda _before: _over(rule).count(), carry_out))


def _closed(before: datetime) -> "QuerySet[SubjectRequest]":
    kept = RestrictedRecord.objects.filter(destroyed_at=None).values("erasure__request")
    return SubjectRequest.objects.filter(closed_at__lt=before).exclude(pk__in=kept.exclude(erasure__request=None))


def _forget_requests(before: datetime, held: Collection[UUID]) -> Carried:
    due = _closed(before)
    going = due.filter(Q(customer=None) | ~Q(customer__in=held))
    pks = list(going.values_list("pk", flat=True))
    for request in SubjectRequest.objects.filter(pk__in=pks):
        request.copies.all().delete()
        request.steps.all().delete()
        request.notices.all().delete()
        request.proofs.update(request=None)
        request.delete()
    return Carried(len(pks), due.filter(customer__in=held).count())


def _disclosed(before: datetime) -> "QuerySet[Disclosure]":
    return Disclosure.objects.filter(at__lt=before)


def _forget_disclosures(before: datetime, held: Collection[UUID]) -> Carried:
    due = _disclosed(before)
    kept = due.filter(customer__in=held).count()
    with Forgetting():
        done = due.exclude(customer__in=held).delete()[0] if held else due.delete()[0]
    done += RecipientNotice.objects.filter(closed_at__lt=before).exclude(customer__in=held).delete()[0]
    return Carried(done, kept)


for _rule in ("identity", "transactions", "consent_proof", "disclosures"):
    _restricted(_rule)
register(Keeper("privacy.requests", "requests", lambda before: _closed(before).count(), _forget_requests))
register(Keeper("privacy.disclosures", "disclosures", lambda before: _disclosed(before).count(), _forget_disclosures))
register(Keeper("customers.behaviour", "behaviour", expiring.behaviour_due,
                lambda before, held: Carried(*expiring.forget_behaviour(before, held))))  # fmt: skip
register(Keeper("customers.sign_ins", "security_logs", expiring.sign_ins_due,
                lambda before, held: Carried(*expiring.forget_sign_ins(before, held))))  # fmt: skip
register(Keeper("customers.intake", "intake", expiring.intake_due,
                lambda before, held: Carried(*expiring.forget_intake(before, held))))  # fmt: skip
register(Keeper("base.technical", "technical", expiring.technical_due,
                lambda before, _held: Carried(expiring.forget_technical(before))))  # fmt: skip
