"""What was made from what, so that a second start does not make it again.

A stamp is a file in FOYER_HOME/run that holds the fingerprint of a step's inputs as they were when the step last
ended well.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


def of_files(paths: Iterable[Path]) -> str:
    """Changes when a file comes, goes, or is written."""
    seen = sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths if path.is_file())
    return fingerprint(*seen)


def is_fresh(home: Path, step: str, wanted: str) -> bool:
    path = _path(home, step)
    return path.exists() and path.read_text() == wanted


def keep(home: Path, step: str, made_from: str) -> None:
    path = _path(home, step)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(made_from)


def _path(home: Path, step: str) -> Path:
    return home / "run" / f"{step}.stamp"
