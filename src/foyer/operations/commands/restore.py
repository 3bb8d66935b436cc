"""`foyer restore FILE`."""

import argparse
import subprocess
import sys
from pathlib import Path

from foyer.operations import backups, database, prepare, running
from foyer.operations.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FILE"))
    parser.add_argument(
        "--key", type=Path, metavar=_("KEYFILE"), help=_("the key that opens it, if it is not this installation's own")
    )
    parser.add_argument("--replace", action="store_true", help=_("overwrite what is there now"))


def run(options: argparse.Namespace) -> int:
    with running.only_one(), database.held():
        manifest = backups.restore(options.file, replace=options.replace, key=options.key)
        prepare.tables(running.say)
        _tell_the_trail()
    said = _("Restored {rows} rows of {tables} tables and {files} files, saved at {at}.")
    counts = {"rows": sum(manifest.rows.values()), "tables": len(manifest.rows), "files": manifest.file_count}
    print(said.format(**counts, at=manifest.saved_at))
    return _erase_again()


def _erase_again() -> int:
    """Whoever was deleted after the backup was made stays deleted; in a process of its own, under the restored keys."""
    return subprocess.run([sys.executable, "-m", "foyer", "privacy", "reapply"], check=False).returncode


def _tell_the_trail() -> None:
    """A restore goes back in time: the audit trail says so, or its later anchors would accuse somebody.

    In a process of its own, under the restored keys.
    """
    subprocess.run([sys.executable, "-m", "foyer", "audit", "restored"], check=True)
