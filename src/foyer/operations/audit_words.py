"""What `foyer audit` does and says."""

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.operations.problem import Problem
from foyer.operations.words import _
from foyer.security.audit import anchoring, exporting, pruning, verifying
from foyer.security.audit.findings import Finding


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def verify(options: argparse.Namespace) -> int:
    """Name every row that is not as it was; status 1 if there is one."""
    first, last = bounds(options)
    report = verifying.verify(first=first, last=last, told=_name)
    verifying.note(report, by=str(SYSTEM))
    say(
        _("{count} entries ({first} to {last}) in {seconds:.1f} s, {rate} a second.").format(
            count=report.entry_count,
            first=report.first or "–",
            last=report.last or "–",
            seconds=report.seconds,
            rate=report.rate,
        )
    )
    if report.unchecked_count:
        say(_("Codes of keys that have left the ring, unchecked: {count}.").format(count=report.unchecked_count))
    print(report.conclusion)
    return 0 if report.is_whole else 1


def export(options: argparse.Namespace) -> int:
    first, last = bounds(options)
    draft = options.file.with_name(options.file.name + ".part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except FileNotFoundError as error:
        folder = options.file.parent
        raise Problem(_("The folder {folder} does not exist.").format(folder=folder), _("Make it first.")) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        count = exporting.export(file, form=options.format, by=SYSTEM, first=first, last=last)
    draft.replace(options.file)
    print(_("{count} entries are in {file}.").format(count=count, file=options.file))
    return 0


def anchors(options: argparse.Namespace) -> int:
    for anchor in anchoring.newest(options.last):
        told = _("ours") if anchor.is_authentic else _("NOT SIGNED BY THIS HOUSE")
        print(f"{anchor.at}  {anchor.kind:<9} {anchor.seq:>10}  {anchor.hash.hex()}  {told}")
    return 0


def prune(options: argparse.Namespace) -> int:
    print(_("Expired entries removed: {count}.").format(count=pruning.prune(by=SYSTEM)))
    return 0


def restored(options: argparse.Namespace) -> int:
    pruning.restored(by=SYSTEM)
    return 0


VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "verify": verify,
    "export": export,
    "anchors": anchors,
    "prune": prune,
    "restored": restored,
}


def bounds(options: argparse.Namespace) -> tuple[int | None, int | None]:
    """The first and last number asked for, given as numbers or as days and instants of the bank's time."""
    since, until = _instant(options.first), _instant(options.last, is_end=True)
    first, last = verifying.numbers_between(since, until) if since or until else (None, None)
    return (
        int(options.first) if options.first.isdecimal() else first if since else None,
        int(options.last) if options.last.isdecimal() else last if until else None,
    )


def _instant(written: str, *, is_end: bool = False) -> datetime | None:
    if not written or written.isdecimal():
        return None
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise Problem(
            _("{written} is neither a number nor a time.").format(written=written),
            _("Write 1200, 2026-05-01 or 2026-05-01T08:00."),
        ) from None
    at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    is_day = len(written) == len("2026-05-01")
    return min(at + timedelta(days=1) if is_day and is_end else at, clock.now() + timedelta(days=1)).astimezone(UTC)


def _name(finding: Finding) -> None:
    print(finding.sentence, flush=True)
