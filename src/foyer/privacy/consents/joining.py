"""Whose choices count as a customer's: a visitor's who identified themselves, and a merged customer's; until separated.

Nothing is copied: a link says from when until when, and the state is made anew. Taking a link back puts both back.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from foyer.base import clock
from foyer.customers import queries as customers
from foyer.privacy.consents import states
from foyer.privacy.gates.persons import Person
from foyer.privacy.models import ChoiceLink


@transaction.atomic
def join(visitor: UUID, customer: UUID, link: UUID, *, covers_from: datetime | None) -> None:
    """A visitor turned out to be a customer. Whoever had the device before keeps only what was chosen before."""
    states.hold(Person(customer))
    if ChoiceLink.objects.filter(link=link).exists():
        return
    now = clock.now()
    earlier = ChoiceLink.objects.filter(visitor=visitor, until=None).exclude(customer=customer)
    former = list(earlier.values_list("customer", flat=True))
    earlier.update(until=covers_from or now)
    ChoiceLink.objects.create(visitor=visitor, customer_id=customer, link=link, covers_from=covers_from, joined_at=now)
    for one in {customer, *former}:
        states.refresh(Person(one))


@transaction.atomic
def separate(link: UUID) -> None:
    """It was not that customer: the visitor's choices are the visitor's alone again. Twice is once."""
    row = ChoiceLink.objects.select_for_update().filter(link=link, separated_at=None).first()
    if row is None:
        return
    row.separated_at = clock.now()
    row.save(update_fields=["separated_at"])
    before = ChoiceLink.objects.filter(visitor=row.visitor, until=row.covers_from or row.joined_at)
    followed = ChoiceLink.objects.filter(visitor=row.visitor, covers_from__gt=row.covers_from or row.joined_at)
    if not followed.exists():
        before.exclude(pk=row.pk).update(until=None)
    for one in {row.customer_id, *before.values_list("customer", flat=True)}:
        states.refresh(Person(one))


@transaction.atomic
def merge(customer: UUID, merged: UUID) -> None:
    """Two customers are one: the choices of both are one person's. Asked for either, the gates answer the same."""
    states.hold(Person(customer))
    ChoiceLink.objects.get_or_create(customer_id=customer, other_id=merged, separated_at=None)
    for inner in ChoiceLink.objects.filter(customer=merged, separated_at=None):
        if inner.other_id:
            ChoiceLink.objects.get_or_create(customer_id=customer, other_id=inner.other_id, separated_at=None)
        else:
            _carry(inner, customer)
    states.refresh(Person(customer))


@transaction.atomic
def split(customer: UUID) -> None:
    """What was one became several: whoever stands by themselves again has their own choices only."""
    links = ChoiceLink.objects.filter(Q(customer=customer) | Q(other=customer), other__isnull=False, separated_at=None)
    into = customers.survivors_of([link.other_id for link in links if link.other_id])
    for link in links:
        if link.other_id is None or into.get(link.other_id) is None:
            link.separated_at = clock.now()
            link.save(update_fields=["separated_at"])
            for one in (link.customer_id, link.other_id):
                states.refresh(Person(one))


def _carry(inner: ChoiceLink, customer: UUID) -> None:
    """A device of the merged customer is the surviving one's as well."""
    known = ChoiceLink.objects.filter(visitor=inner.visitor, customer=customer, separated_at=None)
    if not known.exists():
        ChoiceLink.objects.create(
            visitor=inner.visitor, customer_id=customer, covers_from=inner.covers_from, until=inner.until
        )
