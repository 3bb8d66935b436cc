"""What `foyer keys` does and says."""

import argparse
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from foyer.base.actors import SYSTEM
from foyer.base.crypto import caring, checking
from foyer.base.jobs import Progress
from foyer.operations.words import _
from foyer.security import keys


def status(_options: argparse.Namespace) -> None:
    for key in caring.state():
        mark = _("encrypts") if key.is_current else _("is read only")
        since = datetime.fromtimestamp(key.since, UTC).strftime("%Y-%m-%d %H:%M") if key.since else "–"
        line = _("Key {number}: {mark}; since {since}.").format(number=key.id, mark=mark, since=since)
        print(f"{line} {_serves(key.purpose)}".rstrip())
    waiting = caring.waiting()
    for table, count in waiting.items():
        print(_("{table}: {count} rows are not under the current key.").format(table=table, count=count))
    if not waiting:
        print(_("Every row is under the current key."))


def new(options: argparse.Namespace) -> None:
    number = keys.propose_new(by=SYSTEM, purpose=options.purpose)
    if number:
        print(_("Key {number} was added. Save it with a backup before it is needed.").format(number=number))
    else:
        print(_("Proposed. A second person agrees to it in the back office; then it is done."))


def rotate(options: argparse.Namespace) -> None:
    if not options.no_new:
        number = keys.propose_new(by=SYSTEM, purpose=options.purpose)
        if not number:
            print(_("Proposed. When a second person has agreed, run: foyer keys rotate --no-new"))
            return
        print(_("Key {number} was added; waiting until every process has seen it.").format(number=number))
        caring.wait_for(number)
    progress = _watched(options.purpose)
    print(_("Sealed again: {done} of {total}.").format(done=progress.done, total=progress.total))


def destroy(options: argparse.Namespace) -> None:
    if keys.propose_destroying(options.number, by=SYSTEM):
        print(_("Key {number} is destroyed.").format(number=options.number))
    else:
        print(_("Proposed. A second person agrees to it in the back office; then it is done."))


def check(_options: argparse.Namespace) -> int:
    """One line for each value that is not as we wrote it."""
    found = checking.check(by=SYSTEM)
    for finding in found:
        why = checking.WHY[finding.why]
        line = _("{table}, row {row}, {column}: {why}.").format(
            table=finding.table, row=finding.row, column=finding.column, why=why
        )
        home = _("It is that of row {row}.").format(row=finding.home) if finding.home else ""
        print(f"{line} {home}".rstrip())
    if not found:
        print(_("Every sealed value opens in its own row."))
    return 1 if found else 0


def _serves(purpose: str) -> str:
    return _("It serves {purpose} alone.").format(purpose=purpose) if purpose else ""


def _watched(purpose: str) -> Progress:
    """The work, with a line every two seconds that says how far it is."""
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(done,), daemon=True)
    watcher.start()
    try:
        return caring.seal_everything_again(by=SYSTEM, purpose=purpose)
    finally:
        done.set()
        watcher.join()


def _watch(done: threading.Event) -> None:
    from django.db import connection

    while not done.wait(2):
        for progress in Progress.recent(caring.PROGRESS, 1):
            print(f"{progress.done}/{progress.total}", flush=True)
    connection.close()


VERBS: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "status": status, "new": new, "rotate": rotate, "destroy": destroy, "check": check,
}  # fmt: skip
