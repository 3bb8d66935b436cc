"""The lock files: every package with its hashes, none with an address."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from foyer.config.env import PROJECT

PYTHON = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock", "requirements-speech.lock")
NODE = "package-lock.json"
_LINE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")


class Package(NamedTuple):
    name: str
    version: str
    hashes: tuple[str, ...]


def packages(path: Path) -> list[Package]:
    """The packages of a Python lock file, each with its hashes."""
    logical = path.read_text().replace("\\\n", " ").splitlines()
    return [
        Package(found[1].lower(), found[2], tuple(re.findall(r"--hash=(\S+)", line)))
        for line in logical
        if (found := _LINE.match(line.strip()))
    ]


def problems() -> Iterator[str]:
    """Each thing that is not right, in a sentence."""
    for name in PYTHON:
        path = PROJECT / name
        if path.exists():
            yield from _python_problems(path)
    yield from _node_problems(PROJECT / NODE)


def _python_problems(path: Path) -> Iterator[str]:
    if re.search(r"https?://|--(extra-)?index-url|--find-links|git\+", path.read_text()):
        yield f"{path.name} names an address to install from; the machine's own index must decide."
    for package in packages(path):
        if not package.hashes or not all(one.startswith("sha256:") for one in package.hashes):
            yield f"{path.name}: {package.name} {package.version} has no sha256 hash."


def _node_problems(path: Path) -> Iterator[str]:
    for name, entry in json.loads(path.read_text())["packages"].items():
        if not name or entry.get("link"):
            continue
        if not str(entry.get("integrity", "")).startswith("sha512-"):
            yield f"{path.name}: {name} has no sha512 integrity."
        if "resolved" in entry:
            yield f"{path.name}: {name} names an address to install from."
