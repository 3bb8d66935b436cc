"""Reading the chain seal by seal with its entries, and judging each link."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models

from foyer.base import clock
from foyer.security.audit import keys
from foyer.security.audit.canonical import canonical, document, fields_that_differ
from foyer.security.audit.findings import Finding, Report
from foyer.security.audit.sealing import chained
from foyer.security.models import AuditAnchor, AuditEntry, AuditPending, AuditSeal

LATE = timedelta(seconds=60)
FORESIGHT = timedelta(seconds=5)  # how far the clocks of two machines may be apart
AT_ONCE = 2_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = list(AuditEntry._meta.local_concrete_fields)
_NAMES = [field.attname for field in _COLUMNS]
_DETAILS = _NAMES.index("details")
_LINKS = """
    SELECT s.seq, s.entry, s.at, s.prev_hash, s.hash, s.digests, s.key, s.mac, {columns}
    FROM security_auditseal s LEFT JOIN security_auditentry e ON e.id = s.entry
    WHERE s.seq >= %s AND s.seq <= %s ORDER BY s.seq
"""
_STRAYS = """
    SELECT {columns}, p.entry IS NOT NULL AS waits
    FROM security_auditentry e LEFT JOIN security_auditpending p ON p.entry = e.id
    WHERE NOT EXISTS (SELECT FROM security_auditseal s WHERE s.entry = e.id) AND e.id >= %s AND e.id <= %s
    ORDER BY e.id
"""


@dataclass(frozen=True)
class Link:
    """A seal and the entry it seals, None where that is gone."""

    seq: int
    hash: bytes
    at: datetime
    id: UUID | None = None
    prev_hash: bytes = b""
    digests: bytes = b""
    key: str = ""
    mac: bytes = b""
    entry: AuditEntry | None = None

    @classmethod
    def beginning(cls, genesis: bytes) -> Link:
        return cls(0, genesis, EPOCH)

    @classmethod
    def of_seal(cls, row: AuditSeal) -> Link:
        return cls(row.seq, bytes(row.hash), row.at)

    def as_end(self) -> Link:
        return Link(self.seq, self.hash, self.at)


def links(first: int | None, last: int | None) -> Iterator[Link]:
    """The chain in the order of its numbers, read as a stream."""
    sql = _LINKS.format(columns=", ".join(f"e.{field.column}" for field in _COLUMNS))
    for row in _stream(sql, [first or 0, last if last is not None else 2**62]):
        seq, entry, at, prev_hash, digest, digests, key, mac, *values = row
        found = _entry(values) if values[0] is not None else None
        yield Link(seq, digest, at, entry, prev_hash, digests, key, mac, found)


def check(report: Report, before: Link, link: Link) -> None:
    """Judge one link after the one before it."""
    add = report.add
    if link.seq != before.seq + 1:
        add(Finding("gap", before.seq + 1, last=link.seq - 1 if link.seq - before.seq > 2 else None))
    elif link.prev_hash != before.hash:
        add(Finding("broken", link.seq, str(link.id), ("prev_hash",)))
    if link.at < before.at:
        add(Finding("backwards", link.seq, str(link.id), ("at",)))
    genuine = keys.is_authentic(link.hash, link.key, link.mac)
    report.unchecked_count += genuine is None
    if genuine is False:
        add(Finding("resealed", link.seq, str(link.id), ("hash",)))
    if link.entry is None:
        add(Finding("removed", link.seq, str(link.id)))
    else:
        _check_entry(report, link, link.entry)


def _check_entry(report: Report, link: Link, entry: AuditEntry) -> None:
    authentic = keys.is_authentic(canonical(document(entry)), entry.key, bytes(entry.mac))
    report.unchecked_count += authentic is None
    sealed = chained(link.prev_hash, link.seq, link.at, entry) == link.hash
    if not sealed:
        differ = tuple(fields_that_differ(entry, link.digests))
        report.add(Finding("moved" if "id" in differ and authentic else "altered", link.seq, str(entry.pk), differ))
    elif authentic is False:
        report.add(Finding("forged", link.seq, str(entry.pk), ("mac",)))
    elif entry.at > link.at + FORESIGHT:
        report.add(Finding("backwards", link.seq, str(entry.pk), ("at",)))


def stray_entries(report: Report, first: int | None, last: int | None) -> None:
    """Entries in no seal: young ones wait for theirs, others were put in or have been forgotten; and those that wait
    for a seal but are gone."""
    low, high = _ids(first, last)
    sql = _STRAYS.format(columns=", ".join(f"e.{field.column}" for field in _COLUMNS))
    for *values, waits in _stream(sql, [low, high]):
        entry = _entry(values)
        if keys.is_authentic(canonical(document(entry)), entry.key, bytes(entry.mac)) is False:
            report.add(Finding("forged", None, str(entry.pk), ("mac",)))
        elif not waits:
            report.add(Finding("inserted", None, str(entry.pk)))
        elif entry.at < clock.now() - LATE:
            report.add(Finding("late", None, str(entry.pk)))
    if first is None and last is None:
        there = AuditEntry.objects.filter(pk=models.OuterRef("entry"))
        for lost in AuditPending.objects.filter(~models.Exists(there)).values_list("entry", flat=True):
            report.add(Finding("lost", None, str(lost)))


def tombstone() -> Link | None:
    """Where the chain begins, when what stood before has expired."""
    row = AuditAnchor.objects.filter(kind="tombstone").order_by("-seq").first()
    return Link(row.seq, bytes(row.hash), EPOCH) if row else None


def _ids(first: int | None, last: int | None) -> tuple[UUID, UUID]:
    """The identifiers that lie between two seals; they begin with their time."""
    numbers = [seq for seq in (first, last) if seq is not None]
    known = dict(AuditSeal.objects.filter(seq__in=numbers).values_list("seq", "entry"))
    low, high = known.get(first or 0, UUID(int=0)), known.get(last or 0, UUID(int=2**128 - 1))
    return low, high


def _stream(sql: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows through a cursor of the server, a few thousand at a time."""
    connection.ensure_connection()
    with connection.connection.cursor(name="foyer_audit") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(sql, values)
        yield from cursor


def _entry(values: list[Any]) -> AuditEntry:
    """A row as the model has it; of its columns, only the JSON does not come as the model reads it."""
    values[_DETAILS] = json.loads(values[_DETAILS])
    return AuditEntry.from_db("default", _NAMES, values)
