"""`foyer lock`: make the lock files again from pyproject.toml and package.json, with hashes and without hosts."""

import argparse
import subprocess
import sys
import tomllib
from pathlib import Path

from foyer.config.env import PROJECT
from foyer.operations.problem import Problem
from foyer.operations.words import _

NEEDS_SOURCES = True

COMPILE = "pip compile - --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet"
INCLUDED = ("opinion",)  # extras that every installation from the lock has
OPTIONAL = ("abroad", "speech")  # those with a lock of their own
NODE = ["npm", "install", "--package-lock-only", "--no-fund", "--no-audit"]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true", help=_("take the newest versions that fit"))


def run(options: argparse.Namespace) -> int:
    upgrade = ["--upgrade"] if options.upgrade else []
    with (PROJECT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"]
    needs = [*project["dependencies"], *(need for extra in INCLUDED for need in extras[extra])]
    _compile("requirements-dev.lock", [*needs, *extras["dev"], *extras["speech"], *extras["abroad"]], upgrade)
    _compile("requirements.lock", needs, ["--constraint", "requirements-dev.lock", *upgrade])
    for extra in OPTIONAL:
        name = f"requirements-{extra}.lock"
        _compile(name, extras[extra], ["--constraint", "requirements-dev.lock", *upgrade])
    _compile("requirements-node.lock", extras["node"], upgrade)
    _run([*NODE, *(["--save"] if options.upgrade else [])], "")
    return 0


def _compile(name: str, needs: list[str], more: list[str]) -> None:
    """One lock. The versions it already names are kept where they still fit."""
    print(f"• {name}", file=sys.stderr)
    uv = Path(sys.executable).parent / "uv"
    _run([str(uv), *COMPILE.split(), "--output-file", name, *more], "\n".join(needs))


def _run(command: list[str], told: str) -> None:
    result = subprocess.run(command, input=told, text=True, check=False, cwd=PROJECT, stdout=subprocess.DEVNULL)
    if result.returncode:
        raise Problem(_("The lock could not be made; the message above says why."))
