"""`foyer test`: the checks, then every test, in a FOYER_HOME of their own that is gone afterwards."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from foyer.config.env import PROJECT
from foyer.operations.commands import check
from foyer.operations.words import _

NEEDS_SOURCES = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar=_("PYTEST ARGUMENTS"))


def run(options: argparse.Namespace) -> int:
    """Checks first, unless only some tests were asked for; the tests run even where a check failed."""
    checked = None if options.words else check.check_all()
    with tempfile.TemporaryDirectory(prefix="foyer-test-") as home:
        Path(home).chmod(0o755)  # the embedded database's account must pass
        tested = _pytest(home, options.words)
    if checked is not None:
        print(_("Checks: well.") if checked == 0 else _("Checks: some failed."))
    print(_("Tests: well.") if tested == 0 else _("Tests: some failed."))
    return tested or checked or 0


def _pytest(home: str, words: list[str]) -> int:
    """The database starts once for all workers and stops with the last; each worker has its own database in it."""
    command = [sys.executable, "-m", "foyer.operations.with_database", sys.executable, "-m", "pytest"]
    workers = str(max(2, min(8, os.cpu_count() or 2)))
    command += words or ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    path = os.pathsep.join([str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    environment = {**os.environ, "FOYER_HOME": home, "PYTHONPATH": path}
    return subprocess.run(command, check=False, cwd=PROJECT, env=environment).returncode
