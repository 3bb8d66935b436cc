"""The rows of this room's tables that are about one person, kind by kind, in the order in which they can go."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from foyer.base.crypto import blind_indexes
from foyer.customers.collecting.queries import spans_of
from foyer.customers.erasing.logged import batches_of, strip
from foyer.customers.erasing.person import Person, own_holdings
from foyer.customers.models import (
    PHONE,
    AnonymousIdentity,
    AuthenticatorApp,
    BehaviourEvent,
    Customer,
    CustomerSession,
    Freeze,
    Holding,
    HoldingParty,
    Identifier,
    IdentityChange,
    MatchDecision,
    NoticeReading,
    PairReview,
    QuarantinedRow,
    Relation,
    SignInCode,
    SourceRecord,
    TimelineEntry,
)

Rows = Callable[[Person], "QuerySet[Any] | list[Any]"]
_SECRET = frozenset({"token_hash", "code_hash", "phone_index", "anonymous_index", "search_keys", "fingerprint",
                     "golden_fingerprint", "index", "seed", "recovery"})  # fmt: skip


def _events(person: Person) -> QuerySet[BehaviourEvent]:
    mine = Q(record__in=person.record_ids)
    for customer in person.customers:
        for span in spans_of(customer):
            mine |= span.condition
    return BehaviourEvent.objects.filter(mine)


def _codes(person: Person) -> QuerySet[SignInCode]:
    phones = [row.phone for row in Customer.objects.filter(pk__in=person.customers) if row.phone]
    indexes = [index for phone in phones for index in blind_indexes(phone, PHONE)]
    return SignInCode.objects.filter(phone_index__in=indexes)


def _pairs(model: Any) -> Rows:
    return lambda person: model.objects.filter(Q(left__in=person.record_ids) | Q(right__in=person.record_ids))


def _changes(person: Person) -> list[IdentityChange]:
    """Merges and splits that speak of the person."""
    ids = {str(one) for one in (*person.customers, *person.record_ids)}
    found = Q()
    for customer in person.customers:
        found |= Q(before__has_key=str(customer)) | Q(after__has_key=str(customer))
    rows = IdentityChange.objects.filter(found) if found else IdentityChange.objects.none()
    return [row for row in rows if ids & {*row.before, *row.after}]


def _quarantined(person: Person) -> list[QuarantinedRow]:
    """Rows of their sources that the gate held back and that name them, or an account that is theirs alone."""
    accounts = Holding.objects.filter(pk__in=own_holdings(person)).values_list("source", "key")
    names = {*((source, key) for _record, source, key in person.records), *accounts}
    rows = QuarantinedRow.objects.filter(source__in={source for source, _key in names})
    return [row for row in rows.iterator() if (row.source, row.source_key) in names or _names(row, names)]


def _names(row: QuarantinedRow, names: set[tuple[str, str]]) -> bool:
    said = row.texts
    given = (said.get(field) for field in ("source_key", "party_key", "other_key", "account_key", "holding_key"))
    return any((row.source, key) in names for key in given if key)


def _customers(person: Person) -> QuerySet[Customer]:
    return Customer.objects.filter(pk__in=person.customers)


KINDS: dict[str, Rows] = {
    "batches": batches_of,
    "events": _events,
    "anonymous": lambda person: AnonymousIdentity.objects.filter(
        Q(customer__in=person.customers) | Q(record__in=person.record_ids)
    ),
    "readings": lambda person: NoticeReading.objects.filter(customer__in=person.customers),
    "freezes": lambda person: Freeze.objects.filter(customer__in=person.customers),
    "codes": _codes,
    "apps": lambda person: AuthenticatorApp.objects.filter(customer__in=person.customers),
    "sessions": lambda person: CustomerSession.objects.filter(customer__in=person.customers),
    "quarantine": _quarantined,
    "pairs": _pairs(PairReview),
    "decisions": _pairs(MatchDecision),
    "changes": _changes,
    "timeline": lambda person: TimelineEntry.objects.filter(
        Q(customer__in=person.customers) | Q(record__in=person.record_ids)
    ),
    "relations": lambda person: Relation.objects.filter(
        Q(record__in=person.record_ids) | Q(other__in=person.record_ids)
    ),
    "holdings": lambda person: Holding.objects.filter(pk__in=own_holdings(person)),
    "parties": lambda person: HoldingParty.objects.filter(record__in=person.record_ids),
    "identifiers": lambda person: Identifier.objects.filter(record__in=person.record_ids),
    "records": lambda person: SourceRecord.objects.filter(
        Q(pk__in=person.record_ids) | Q(customer__in=person.customers)
    ),
    "customers": _customers,
}
"""Every kind of row, each before what it hangs on."""


def counted(person: Person, kind: str) -> int:
    """How many rows of a kind are about the person."""
    rows = KINDS[kind](person)
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def shown(person: Person, kind: str) -> list[dict[str, Any]]:
    """The rows as the person may have them: everything said of them, no hash and no token."""
    if kind == "batches":
        return []  # the same events, as they came; they are shown as events
    rows = KINDS[kind](person)
    return [_row(row) for row in (rows.iterator() if isinstance(rows, QuerySet) else rows)]


@transaction.atomic
def removed(person: Person, kind: str) -> int:
    """Delete the rows of a kind; how many there were. Done twice, the second time there are none."""
    if kind == "batches":
        return strip(person)
    if kind == "changes":
        return _forget_changes(person)
    rows = KINDS[kind](person)
    if not isinstance(rows, QuerySet):
        return sum(type(row).objects.filter(pk=row.pk).delete()[0] for row in rows)
    if kind == "customers":
        rows.update(merged_into=None)
    model: Any = rows.model
    count = 0
    for pks in _by_thousands(rows):
        count += model.objects.filter(pk__in=pks).delete()[1].get(model._meta.label, 0)
    return count


def _forget_changes(person: Person) -> int:
    """A change keeps what it says of others; one that then says nothing goes."""
    ids = {str(one) for one in (*person.customers, *person.record_ids)}
    rows = _changes(person)
    for row in rows:
        row.before, row.after = _without(row.before, ids), _without(row.after, ids)
        if row.before or row.after:
            row.save(update_fields=["before", "after"])
        else:
            row.delete()
    return len(rows)


def _without(said: dict[str, Any], ids: set[str]) -> dict[str, Any]:
    left = {customer: [one for one in records if str(one) not in ids] for customer, records in said.items()}
    return {customer: records for customer, records in left.items() if customer not in ids}


def _by_thousands(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    pks = list(rows.order_by().values_list("pk", flat=True))
    for start in range(0, len(pks), 1_000):
        yield pks[start : start + 1_000]


def _row(row: Model) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.name not in _SECRET:
            said[field.name] = _plain(getattr(row, field.attname))
    return said


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | dict | list):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False)
