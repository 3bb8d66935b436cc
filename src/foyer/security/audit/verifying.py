"""Verifying: the chain is computed again from the entries, and compared with its seals and anchors, inside and out.

It reads in one snapshot, as a stream: a million entries need no more memory than a thousand. What is found is named by
its number and identifier; one altered row does not hide the next, since each seal is checked against the one before it
as it stands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.security.audit import verifying_anchors
from foyer.security.audit.findings import Finding, Report
from foyer.security.audit.reading_chain import Link, check, links, stray_entries, tombstone
from foyer.security.audit.sealing import GENESIS
from foyer.security.models import AuditCheck, AuditSeal

VERIFIED = audit.kind("security.trail_verified", _("Audit trail verified"))
KEPT_FINDINGS = 100


def verify(
    *, first: int | None = None, last: int | None = None, told: Callable[[Finding], None] | None = None
) -> Report:
    """Compare every entry from one number to another, and all anchors; without numbers, everything."""
    begun = time.perf_counter()
    report = Report(told=told)
    with _snapshot():
        _follow_chain(report, first, last)
        stray_entries(report, first, last)
        verifying_anchors.compare(report, first, last)
    report.seconds = time.perf_counter() - begun
    return report


def verify_and_note(*, by: str, first: int | None = None, last: int | None = None) -> Report:
    """Verify, remember it for the page, and say so in the trail."""
    report = verify(first=first, last=last)
    note(report, by=by)
    return report


@transaction.atomic
def note(report: Report, *, by: str) -> AuditCheck:
    """Keep what a verification found."""
    row = AuditCheck(
        by=by,
        first=report.first,
        last=report.last,
        entry_count=report.entry_count,
        finding_count=report.finding_count,
        findings=[finding.as_json() for finding in report.findings[:KEPT_FINDINGS]],
        seconds=report.seconds,
        at=clock.now(),
    )
    row.save(force_insert=True)
    details = {"first": report.first, "last": report.last, "findings": report.finding_count}
    outcome: audit.Outcome = "done" if report.is_whole else "failed"
    audit.record(VERIFIED, by=Actor.parse(by), on=f"verification:{row.pk}", outcome=outcome, details=details)
    return row


def verified_up_to() -> int:
    """How far the chain has been verified without a finding, from its beginning."""
    checked = AuditCheck.objects.filter(finding_count=0, last__isnull=False).order_by("-last")
    return checked.values_list("last", flat=True).first() or 0


def numbers_between(since: datetime | None, until: datetime | None) -> tuple[int | None, int | None]:
    """The first and last number sealed from one instant to another."""
    seals = AuditSeal.objects.all()
    seals = seals.filter(at__gte=since) if since else seals
    seals = seals.filter(at__lt=until) if until else seals
    numbers = seals.order_by("seq").values_list("seq", flat=True)
    return numbers.first(), numbers.last()


def _follow_chain(report: Report, first: int | None, last: int | None) -> None:
    gone = tombstone()
    before = _before(first, gone)
    for link in links(first, last):
        check(report, before, link)
        report.entry_count += 1
        before = link.as_end()
    if report.entry_count:
        report.first, report.last = first or 1 + (gone.seq if gone else 0), before.seq


def _before(first: int | None, gone: Link | None) -> Link:
    """The seal before the first one looked at: of the chain, of the tombstone, or of the beginning of all."""
    if first is not None and first > 1:
        row = AuditSeal.objects.filter(seq=first - 1).first()
        if row is not None:
            return Link.of_seal(row)
    return gone or Link.beginning(GENESIS)


@contextmanager
def _snapshot() -> Iterator[None]:
    """One view of the tables for the length of the reading; within somebody's transaction, theirs."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
