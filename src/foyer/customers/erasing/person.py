"""Who somebody is to this room: customers merged into one, their records, and what is theirs alone."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

from django.db.models import Q

from foyer.customers.models import AnonymousIdentity, Customer, Holding, HoldingParty, SourceRecord
from foyer.customers.profile.holdings import CLOSED


@dataclass(frozen=True)
class Person:
    """`records` are (id, source, key). A person whose rows are gone already is still known by the ids."""

    customers: tuple[UUID, ...]
    records: tuple[tuple[UUID, str, str], ...] = ()

    @property
    def record_ids(self) -> list[UUID]:
        return [record for record, _source, _key in self.records]

    @property
    def sources(self) -> set[str]:
        return {source for _record, source, _key in self.records if source}

    def keys_in(self, source: str) -> list[str]:
        return [key for _record, of, key in self.records if of == source and key]


def person_of(customer: UUID, *, also: Iterable[UUID] = (), records: Iterable[UUID] = ()) -> Person:
    """The person that a customer is, with everybody merged into them and the one they were merged into.

    `also` and `records` name what is known from before, as after a restored backup.
    """
    ids = _family({customer, *also})
    mine = SourceRecord.objects.filter(Q(customer__in=ids) | Q(pk__in=list(records)))
    known = {row[0]: row for row in mine.values_list("pk", "source", "key")}
    for record in records:
        known.setdefault(record, (record, "", ""))
    return Person(tuple(sorted(ids)), tuple(sorted(known.values())))


def _family(ids: set[UUID]) -> set[UUID]:
    """Whoever is the same person: up to the one that stands, and down to all that were merged."""
    while True:
        rows = Customer.objects.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).values_list("pk", "merged_into")
        found = {one for row in rows for one in row if one}
        if found <= ids:
            return ids
        ids |= found


def visitors_of(person: Person) -> set[UUID]:
    """The visitors of the house's own kind who turned out to be this person."""
    found: set[UUID] = set()
    for link in AnonymousIdentity.objects.filter(customer__in=person.customers):
        with suppress(ValueError):
            found.add(UUID(link.anonymous_id))
    return found


def own_holdings(person: Person) -> list[UUID]:
    """Holdings that no one else is a party to."""
    mine = HoldingParty.objects.filter(record__in=person.record_ids)
    others = HoldingParty.objects.exclude(record__in=person.record_ids)
    held = Holding.objects.filter(parties__in=mine).exclude(pk__in=others.values("holding"))
    return list(held.distinct().values_list("pk", flat=True))


def has_holdings(person: Person) -> bool:
    """Whether the bank ever kept an account or another product for them."""
    return HoldingParty.objects.filter(record__in=person.record_ids).exists()


def is_still_served(person: Person) -> bool:
    """Whether a product of theirs is still open."""
    held = Holding.objects.filter(parties__record__in=person.record_ids, closed_on=None, gone_at=None)
    return held.exclude(status__in=CLOSED).exists()


def ended_at(person: Person) -> datetime | None:
    """When the last of their products ended, as far as its source says."""
    held = Holding.objects.filter(parties__record__in=person.record_ids)
    days = [day for day in held.values_list("closed_on", flat=True) if day]
    gone = [at for at in held.values_list("gone_at", flat=True) if at]
    return max([*(datetime.combine(day, time(), UTC) for day in days), *gone], default=None)


def words_of(person: Person) -> set[str]:
    """By what they could be found in a text: names, numbers, documents, contact points, as written anywhere."""
    words: set[str] = set()
    for customer in Customer.objects.filter(pk__in=person.customers):
        words |= {customer.number, customer.name, customer.phone, customer.phone.removeprefix("+86"), customer.email}
    for record in SourceRecord.objects.filter(pk__in=person.record_ids):
        words |= {str(value) for name, value, *_rest in record.values.get("claims", []) if name in _TELLING}
    for holding in Holding.objects.filter(pk__in=own_holdings(person)):
        words.add(holding.number)
    words |= {word.removeprefix("+86") for word in words}
    return {word for word in words if len(word) > 1}


_TELLING = frozenset({"name", "latin_name", "resident_id", "passport", "hkmo_permit", "foreign_id", "uscc", "tax_id",
                      "social_security", "phone", "email", "wechat", "home_address", "mailing_address"})  # fmt: skip
