"""Sealing: each entry gets its place in the chain about a second after its commit, in the order of the commits.

Entries that became visible between two seals are ordered by their time; one that a slow transaction commits late is
sealed when it appears. Only one process seals at a time, so the numbers have no gap.

    hash = SHA-256(hash before ‖ number as 8 bytes ‖ time of the seal ‖ canonical JSON of the entry with its code)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import connection, transaction

from foyer.base import clock
from foyer.security.audit import keys
from foyer.security.audit.canonical import field_digests, instant, sealed_form
from foyer.security.models import AuditAnchor, AuditEntry, AuditPending, AuditSeal

GENESIS = bytes(32)
MOST_AT_ONCE = 2_000
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('foyer.security.audit.chain'))"


@dataclass(frozen=True)
class Head:
    """How far the chain goes, and the hash it ends with."""

    seq: int
    hash: bytes


def seal_waiting() -> int:
    """Seal everything that waits; returns how many entries that were."""
    done = 0
    while count := _seal_some():
        done += count
        if count < MOST_AT_ONCE:
            break
    return done


def head() -> Head:
    """The end of the chain as it is now."""
    last = AuditSeal.objects.order_by("-seq").values_list("seq", "hash").first()
    gone = AuditAnchor.objects.filter(kind="tombstone").order_by("-seq").values_list("seq", "hash").first()
    ends = [Head(seq, bytes(digest)) for seq, digest in filter(None, (last, gone))]
    return max(ends, key=lambda one: one.seq, default=Head(0, GENESIS))


def oldest_unsealed() -> datetime | None:
    """Since when the entry has waited that has waited longest."""
    return AuditPending.objects.order_by("at").values_list("at", flat=True).first()


def chained(prev_hash: bytes, seq: int, at: datetime, entry: AuditEntry) -> bytes:
    """The hash of the seal of an entry at its place."""
    return hashlib.sha256(prev_hash + seq.to_bytes(8, "big") + instant(at).encode() + sealed_form(entry)).digest()


@transaction.atomic
def _seal_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    waiting = list(AuditPending.objects.order_by("at", "entry").values_list("entry", flat=True)[:MOST_AT_ONCE])
    entries = AuditEntry.objects.filter(pk__in=waiting).order_by("id")
    seals = list(_next_seals(head(), entries, clock.now()))
    AuditSeal.objects.bulk_create(seals)
    AuditPending.objects.filter(entry__in=[seal.entry for seal in seals]).delete()
    return len(seals)


def _next_seals(last: Head, entries: Iterable[AuditEntry], at: datetime) -> Iterable[AuditSeal]:
    key = keys.current_key()
    for entry in entries:
        digest = chained(last.hash, last.seq + 1, at, entry)
        yield AuditSeal(
            seq=last.seq + 1,
            entry=entry.pk,
            at=at,
            prev_hash=last.hash,
            hash=digest,
            digests=field_digests(entry),
            key=key,
            mac=cast(bytes, keys.authenticate(digest, key)),
        )
        last = Head(last.seq + 1, digest)
