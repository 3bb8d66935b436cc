"""Comparing the chain with its anchors: those of the table and those of the file outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from uuid import UUID

from foyer.base import clock
from foyer.security.audit.anchoring import Anchor, in_file, of_row
from foyer.security.audit.findings import Finding, Report
from foyer.security.audit.reading_chain import LATE
from foyer.security.models import AuditAnchor, AuditSeal

AT_ONCE = 1_000


def compare(report: Report, first: int | None, last: int | None) -> None:
    """Every anchor must be ours and say what the chain says; none may be missing on either side."""
    in_table = (of_row(row) for row in AuditAnchor.objects.order_by("id").iterator(chunk_size=AT_ONCE))
    _hold_against_chain(report, _within(in_table, first, last))
    _hold_against_chain(report, _within(in_file(), first, last), outside=True)
    _hold_against_file(report, first, last)


def _hold_against_chain(report: Report, anchors: Iterable[Anchor], *, outside: bool = False) -> None:
    begins, ends = _extent()
    restored = _restored()
    for some in _batches(anchors):
        seals = AuditSeal.objects.filter(seq__in={one.seq for one in some}).values_list("seq", "hash")
        hashes = {seq: bytes(hashed) for seq, hashed in seals}
        known = set(AuditAnchor.objects.filter(pk__in=[one.id for one in some]).values_list("pk", flat=True))
        for anchor in some:
            kind = _fault(anchor, hashes, ends, restored)
            if outside and kind is None and anchor.seq > begins and anchor.id not in known:
                kind = None if _undone(anchor, restored) else "anchor_removed"
            if kind:
                report.add(Finding(kind, anchor.seq, str(anchor.id)))


def _fault(anchor: Anchor, hashes: dict[int, bytes], ends: int, restored: list[Anchor]) -> str | None:
    if not anchor.is_authentic:
        return "anchor_forged"
    if anchor.seq > ends and not _undone(anchor, restored):
        return "cut"
    if anchor.seq in hashes and bytes(hashes[anchor.seq]) != anchor.hash and not _undone(anchor, restored):
        return "anchor_differs"
    return None


def _undone(anchor: Anchor, restored: list[Anchor]) -> bool:
    """Whether a later restore of a backup went back to before this anchor, as a signed statement says."""
    return any(one.id > anchor.id and one.seq < anchor.seq for one in restored)


def _restored() -> list[Anchor]:
    """The signed statements, wherever they lie, that a backup was brought back."""
    rows = map(of_row, AuditAnchor.objects.filter(kind="restored"))
    found: dict[UUID, Anchor] = {one.id: one for one in (*rows, *(one for one in in_file() if one.kind == "restored"))}
    return [one for one in found.values() if one.is_authentic]


def _hold_against_file(report: Report, first: int | None, last: int | None) -> None:
    """Each anchor of the table that is older than a minute must stand in the file, from the file's first line on.

    Both are in the order of their identifiers, so one pass over each is enough.
    """
    outside = in_file()
    line = next(outside, None)
    if line is None:
        return
    settled = AuditAnchor.objects.filter(pk__gte=line.id, at__lt=clock.now() - LATE).order_by("id")
    for anchor in map(of_row, settled.iterator(chunk_size=AT_ONCE)):
        while line is not None and line.id < anchor.id:
            line = next(outside, None)
        if (line is None or line.id != anchor.id) and anchor.is_authentic and _is_within(anchor, first, last):
            report.add(Finding("anchor_missing", anchor.seq, str(anchor.id)))


def _within(anchors: Iterable[Anchor], first: int | None, last: int | None) -> Iterator[Anchor]:
    return (one for one in anchors if _is_within(one, first, last))


def _is_within(anchor: Anchor, first: int | None, last: int | None) -> bool:
    return anchor.seq >= (first or 0) and (last is None or anchor.seq <= last)


def _batches(anchors: Iterable[Anchor]) -> Iterator[list[Anchor]]:
    stream = iter(anchors)
    while some := list(islice(stream, AT_ONCE)):
        yield some


def _extent() -> tuple[int, int]:
    """Up to where the chain has expired, and how far it goes."""
    gone = AuditAnchor.objects.filter(kind="tombstone").order_by("-seq").values_list("seq", flat=True).first() or 0
    end = AuditSeal.objects.order_by("-seq").values_list("seq", flat=True).first() or gone
    return gone, end
