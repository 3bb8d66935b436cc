"""When the keys change: what customers and records are found by, made anew from what is sealed in the same rows.

A question looks under every key of the ring meanwhile, so nobody is lost for a moment.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from foyer.base.crypto import blind_index, rotates
from foyer.customers.models import Customer, HoldingParty, Identifier, SourceRecord
from foyer.customers.profile.publishing.records import claims_of
from foyer.customers.profile.search import keys_for

BATCH = 500


@rotates("customers.identifiers")
def reindex_identifiers() -> int:
    """The blind indexes of documents, phones and the like; how many were under an older key."""
    return sum(_identifiers(batch) for batch in _batches(SourceRecord.objects.all()))


@transaction.atomic
def _identifiers(records: list[SourceRecord]) -> int:
    wanted = {
        (record.id, claim["attribute"], blind_index(claim["value"], f"customers.{claim['attribute']}"))
        for record in records
        for claim in claims_of(record)
    }
    held = Identifier.objects.select_for_update().filter(record__in=records)
    old = [row for row in held if (row.record_id, row.kind, row.index) not in wanted]
    known = {(row.record_id, row.kind, row.index) for row in held}
    theirs = {(row.record_id, row.kind): row for row in old}
    missing = [key for key in wanted - known if key[:2] in theirs]
    fresh = [
        Identifier(record_id=record, kind=kind, index=index, is_verified=theirs[record, kind].is_verified)
        for record, kind, index in missing
    ]
    Identifier.objects.filter(pk__in=[row.pk for row in old if missing]).delete()
    Identifier.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


@rotates("customers.search")
def reindex_search() -> int:
    """The search keys of every customer; how many customers had others."""
    return sum(_search_keys(batch) for batch in _batches(Customer.objects.exclude(search_keys=[])))


@transaction.atomic
def _search_keys(customers: list[Customer]) -> int:
    tails = _tails(customers)
    changed = []
    for customer in Customer.objects.select_for_update().filter(pk__in=[each.pk for each in customers]):
        keys = keys_for(customer.golden, customer.number, tails.get(customer.pk, ()))
        if keys != customer.search_keys:
            customer.search_keys = keys
            changed.append(customer)
    Customer.objects.bulk_update(changed, ["search_keys"])
    return len(changed)


def _tails(customers: list[Customer]) -> dict[Any, tuple[str, ...]]:
    held = HoldingParty.objects.filter(record__customer__in=customers).exclude(holding__number_tail="")
    found: dict[Any, set[str]] = {}
    for customer, tail in held.values_list("record__customer", "holding__number_tail"):
        found.setdefault(customer, set()).add(tail)
    return {customer: tuple(sorted(theirs)) for customer, theirs in found.items()}


def _batches(rows: Any) -> Iterator[list[Any]]:
    """In order of their keys, so that what is added meanwhile is met as well."""
    last = None
    while batch := list((rows.filter(pk__gt=last) if last else rows).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
