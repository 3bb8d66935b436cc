"""`foyer backup FILE`."""

import argparse
from pathlib import Path

from foyer.config.env import env
from foyer.operations import backup_sealing, backups, database
from foyer.operations.words import _

LAST = Path("run") / "last-backup"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar=_("FILE"))


def run(options: argparse.Namespace) -> int:
    with database.held():
        manifest = backups.save(options.file)
        _note()
    said = _("Saved {rows} rows of {tables} tables, {files} files and the keys into {path} ({size:.1f} MB).")
    counts = {"rows": sum(manifest.rows.values()), "tables": len(manifest.rows), "files": manifest.file_count}
    print(said.format(**counts, path=options.file, size=options.file.stat().st_size / 1_000_000))
    print(
        _(
            "It is encrypted. {path} opens it: keep a copy of that key elsewhere, or nothing does when this is lost."
        ).format(path=env.key_folder / backup_sealing.OWN)
    )
    return 0


def _note() -> None:
    """When the last backup was made, for drills: a loss now would cost what came after it."""
    note = env.home / LAST
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch()
