"""What an extortionist does to files, done to a copy; and how the damage is found.

Nothing outside the folder that was given is ever opened for writing: a path that leads out of it is refused.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

CANARY = "foyer-canary.txt"
LOCKED = ".locked"
WORDS = b"Nobody has a reason to change this file.\n"


class Outside(RuntimeError):
    """A path leads out of the copy."""


def plant(home: Path) -> int:
    """A file in each folder that nobody has a reason to touch; returns how many."""
    folders = [home / name for name in ("files", "keys", "lake")]
    for folder in folders:
        folder.mkdir(exist_ok=True)
        (folder / CANARY).write_bytes(WORDS)
    return len(folders)


def encrypt(home: Path) -> int:
    """Overwrite and rename every file below; returns how many."""
    inside, count = home.resolve(), 0
    for path in list(_files(home)):
        if not path.resolve().is_relative_to(inside):
            raise Outside(path.name)
        path.write_bytes(os.urandom(min(path.stat().st_size, 65_536) or 1))
        path.rename(path.with_name(path.name + LOCKED))
        count += 1
    return count


def touched_canaries(home: Path) -> list[str]:
    """Which canaries are not as they were planted."""
    places = [folder / CANARY for folder in (home / name for name in ("files", "keys", "lake"))]
    return [path.parent.name for path in places if not path.exists() or path.read_bytes() != WORDS]


def damaged(home: Path, sums: dict[str, str]) -> list[str]:
    """Files that are not as the backup's list says they were."""
    files = [name for name in sums if name.split("/", 1)[0] in ("files", "keys", "lake")]
    return [name for name in files if not _is(home / name, sums[name])]


def _is(path: Path, digest: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == digest


def _files(home: Path) -> Iterator[Path]:
    for folder, _folders, names in os.walk(home, followlinks=False):
        yield from (path for name in names if not (path := Path(folder) / name).is_symlink() and path.is_file())
