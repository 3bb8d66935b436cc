"""`foyer bench NAME`: one of the measurements in bench/, with its own arguments after the name."""

import argparse
import os
import subprocess
import sys

from foyer.config.env import PROJECT
from foyer.operations.problem import Problem
from foyer.operations.words import _

NEEDS_SOURCES = True


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help=", ".join(names()))
    parser.add_argument("words", nargs=argparse.REMAINDER)


def run(options: argparse.Namespace) -> int:
    if options.name not in names():
        raise Problem(
            _("There is no measurement named {name}.").format(name=options.name),
            _("There are: {names}.").format(names=", ".join(names())),
        )
    path = os.pathsep.join(part for part in (str(PROJECT), os.environ.get("PYTHONPATH", "")) if part)
    command = [sys.executable, str(PROJECT / "bench" / f"{options.name}.py"), *options.words]
    return subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": path}).returncode


def names() -> list[str]:
    """The measurements: every bench/*.py that says how it is called; the other files there help them."""
    scripts = (PROJECT / "bench").glob("*.py")
    return sorted(path.stem for path in scripts if f"foyer bench {path.stem}" in path.read_text())
