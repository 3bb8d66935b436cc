"""Folders of the lake hold personal data."""

from pathlib import Path


def private_folder(path: Path) -> Path:
    """The folder, made if need be, with whatever is missing above it: closed to other users of the machine."""
    if not path.exists():
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
    return path
