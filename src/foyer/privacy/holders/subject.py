"""The person whose data it is, as every holder knows them: customers, records, visitors, ids of what is theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from foyer.customers.erasing import Person, person_of
from foyer.privacy.holders.registry import holders


@dataclass
class Subject:
    """`names` are the ids by which other rows speak of them: conversations, visitors, records. Found before any go."""

    person: Person
    visitors: set[UUID] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    @property
    def customers(self) -> tuple[UUID, ...]:
        return self.person.customers

    @property
    def records(self) -> list[UUID]:
        return self.person.record_ids


def subject_of(
    customer: UUID, *, also: Iterable[UUID] = (), records: Iterable[UUID] = (), visitors: Iterable[UUID] = ()
) -> Subject:
    """Ask every holder by which ids it knows the person. What is given is known from an earlier erasure."""
    person = person_of(customer, also=also, records=records)
    subject = Subject(person, set(visitors))
    subject.names = {str(one) for one in (*person.customers, *person.record_ids)}
    for holder in sorted(holders(), key=lambda each: each.floor):
        if holder.names is not None:
            subject.names |= holder.names(subject)
    return subject
