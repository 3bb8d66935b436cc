"""`foyer restore FILE`."""

import argparse
from pathlib import Path

from foyer.operations import backups, database, prepare, running
from foyer.operations.words import _


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FILE"))
    parser.add_argument("--replace", action="store_true", help=_("overwrite what is there now"))


def run(options: argparse.Namespace) -> int:
    with running.only_one(), database.held():
        manifest = backups.restore(options.file, replace=options.replace)
        prepare.tables(running.say)
    said = _("Restored {rows} rows of {tables} tables and {files} files, saved at {at}.")
    counts = {"rows": sum(manifest.rows.values()), "tables": len(manifest.rows), "files": manifest.file_count}
    print(said.format(**counts, at=manifest.saved_at))
    return 0
