"""`python -m foyer.operations.rehearsing INJECT`: what an inject does in a house beside this one.

It tells the drill how far it is, what it saw and which figures it measured, and never touches this house: it reads it
once, for the backup, and works on copies from then on.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg

from foyer.config.env import env
from foyer.operations import backup_sealing, backups, database, ransom
from foyer.operations.commands.backup import LAST
from foyer.operations.problem import Problem
from foyer.operations.scratch import Scratch

if TYPE_CHECKING:
    from foyer.security.drills.stage import Stage

Figures = dict[str, Any]


def main(inject: str) -> int:
    """Rehearse what the inject says; its figures, or why it failed, are told to the drill."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
    import django

    django.setup()
    from foyer.security.drills.rehearsed import ended
    from foyer.security.drills.stage import Halted, stage_of

    stage = stage_of(UUID(inject))
    name = f"{stage.drill.number}-{stage.inject.code}"
    try:
        with database.held(), Scratch(name, stage.go_on) as scratch:
            figures = REHEARSALS[stage.said["player"]](stage, scratch)
        ended(stage, figures)
    except Halted:
        ended(stage, {"halted": True}, state="halted")
    except Exception as problem:
        ended(stage, {"error": f"{type(problem).__name__}: {problem}"[:200]}, state="failed")
        return 1
    return 0


def restore(stage: "Stage", scratch: Scratch) -> Figures:
    """Back it up; say that the house is lost; bring it back beside, with every row, the trail, and nobody erased."""
    stage.step(0, 5, "saving")
    manifest = backups.save(scratch.archive)
    lost_at, age, there = time.monotonic(), _age(manifest), _counts(database.connect)
    stage.clock_begins()
    scratch.furnish()
    stage.step(1, 5, "opening")
    backups.verify(scratch.archive, _key())
    stage.saw("responded")
    with scratch.running():
        _bring_back(stage, scratch, first=2, total=5)
        here = _counts(scratch.connect)
    if here["erasures"] < there["erasures"]:
        raise Problem("the book of erasures was not brought in")
    figures = _figures(manifest, scratch, time.monotonic() - lost_at)
    lost = max(0, there["entries"] - manifest.rows.get("security_auditentry", 0))
    figures |= {"lost_entries": lost, "rpo_seconds": age if lost else 0.0, "erasures": here["erasures"]}
    stage.saw("recovered")
    return figures | _exposed()


def demand(stage: "Stage", scratch: Scratch) -> Figures:
    """Copy the house, encrypt the copy as an extortionist would, find that, and heal it from the encrypted backup."""
    stage.step(0, 7, "saving")
    manifest = backups.save(scratch.archive)
    scratch.furnish()
    with scratch.running():
        stage.step(1, 7, "copying")
        scratch.foyer("restore", str(scratch.archive), "--key", str(_key()))
    canaries, files = ransom.plant(scratch.home), len(manifest.sums) - 1
    stage.clock_begins()
    damaged_at = time.monotonic()
    encrypted = ransom.encrypt(scratch.home)
    stage.step(2, 7, "looking")
    touched, wrong = ransom.touched_canaries(scratch.home), ransom.damaged(scratch.home, manifest.sums)
    found = time.monotonic() - damaged_at
    if len(touched) < canaries or len(wrong) < files:
        raise Problem("the damage was not found")
    stage.saw("noticed")
    stage.step(3, 7, "isolating")
    scratch.rebuild()
    stage.saw("responded")
    stage.saw("contained")
    if not backup_sealing.is_sealed(scratch.archive):
        raise Problem("the backup is not encrypted")
    with scratch.running():
        _bring_back(stage, scratch, first=4, total=7)
    if left := ransom.damaged(scratch.home, manifest.sums):
        raise Problem(f"{len(left)} files are not as they were")
    stage.saw("recovered")
    figures = {
        "encrypted": encrypted,
        "canaries": len(touched),
        "damaged": len(wrong),
        "found_seconds": round(found, 2),
    }
    return _figures(manifest, scratch, time.monotonic() - damaged_at) | figures


REHEARSALS: dict[str, Callable[["Stage", Scratch], Figures]] = {"restore_beside": restore, "ransom_beside": demand}


def _bring_back(stage: "Stage", scratch: Scratch, *, first: int, total: int) -> None:
    """`foyer restore` compares every row count, tells the trail and erases again; then the trail is verified."""
    stage.step(first, total, "restoring")
    scratch.foyer("restore", str(scratch.archive), "--key", str(_key()))
    stage.step(first + 1, total, "verifying")
    scratch.foyer("audit", "verify")


def _figures(manifest: backups.Manifest, scratch: Scratch, seconds: float) -> Figures:
    return {
        "rows": sum(manifest.rows.values()), "tables": len(manifest.rows), "files": len(manifest.sums) - 1,
        "megabytes": round(scratch.archive.stat().st_size / 1_000_000, 1), "rto_seconds": round(seconds, 1),
        "trail_whole": True,
    }  # fmt: skip


def _counts(connect: Callable[[], "psycopg.Connection[tuple[object, ...]]"]) -> dict[str, int]:
    with connect() as connection:
        asked = "SELECT (SELECT count(*) FROM security_auditentry), (SELECT count(*) FROM privacy_erasurelog)"
        entries, erasures = connection.execute(asked).fetchone() or (0, 0)
    return {"entries": int(str(entries)), "erasures": int(str(erasures))}


def _age(manifest: backups.Manifest) -> float:
    """How old the snapshot was when the house was declared lost."""
    saved = datetime.fromisoformat(manifest.saved_at)
    return round(max(0.0, (datetime.now(UTC) - saved).total_seconds()), 1)


def _exposed() -> Figures:
    """How old the last backup of this house is: what a loss today would have cost. Nothing where there is none."""
    note = env.home / LAST
    if not note.exists():
        return {"last_backup": None}
    return {"last_backup_hours": round((time.time() - note.stat().st_mtime) / 3600, 1)}


def _key() -> Path:
    """The key that opens the house's own backups; made with the first of them."""
    return env.key_folder / backup_sealing.OWN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
