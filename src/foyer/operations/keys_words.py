"""What `foyer keys` does and says."""

import argparse
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from foyer.base.actors import SYSTEM
from foyer.base.crypto import caring
from foyer.base.jobs import Progress
from foyer.operations.words import _


def status(_options: argparse.Namespace) -> None:
    for key in caring.state():
        mark = _("encrypts") if key.is_current else _("is read only")
        since = datetime.fromtimestamp(key.since, UTC).strftime("%Y-%m-%d %H:%M") if key.since else "–"
        print(_("Key {number}: {mark}; since {since}.").format(number=key.id, mark=mark, since=since))
    waiting = caring.waiting()
    for table, count in waiting.items():
        print(_("{table}: {count} rows are not under the current key.").format(table=table, count=count))
    if not waiting:
        print(_("Every row is under the current key."))


def new(_options: argparse.Namespace) -> None:
    number = caring.new_key(by=SYSTEM)
    print(_("Key {number} was added. Save it with a backup before it is needed.").format(number=number))


def rotate(options: argparse.Namespace) -> None:
    if not options.no_new:
        number = caring.new_key(by=SYSTEM)
        print(_("Key {number} was added; waiting until every process has seen it.").format(number=number))
        caring.wait_for(number)
    progress = _watched()
    print(_("Sealed again: {done} of {total}.").format(done=progress.done, total=progress.total))


def destroy(options: argparse.Namespace) -> None:
    caring.destroy(options.number, by=SYSTEM)
    print(_("Key {number} is destroyed.").format(number=options.number))


def _watched() -> Progress:
    """The work, with a line every two seconds that says how far it is."""
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(done,), daemon=True)
    watcher.start()
    try:
        return caring.seal_everything_again(by=SYSTEM)
    finally:
        done.set()
        watcher.join()


def _watch(done: threading.Event) -> None:
    from django.db import connection

    while not done.wait(2):
        for progress in Progress.recent(caring.PROGRESS, 1):
            print(f"{progress.done}/{progress.total}", flush=True)
    connection.close()


VERBS: dict[str, Callable[[argparse.Namespace], None]] = {
    "status": status, "new": new, "rotate": rotate, "destroy": destroy,
}  # fmt: skip
