"""Locks that die with their process: writers take turns, a version that is being read stays."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from foyer.base.lake.errors import LakeBusy

PATIENCE = 3600.0
_STEP = 0.05


@contextmanager
def turn(path: Path, name: str, patience: float | None = None) -> Iterator[None]:
    """One writer at a time."""
    patience = PATIENCE if patience is None else patience
    with _opened(path) as handle:
        until = time.monotonic() + patience
        while not _taken(handle, fcntl.LOCK_EX):
            if time.monotonic() > until:
                raise LakeBusy(name, patience)
            time.sleep(_STEP)
        yield


@contextmanager
def held(path: Path) -> Iterator[None]:
    """A lock that many can hold at once; while one does, `is_free` is false."""
    with _opened(path) as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


def is_free(path: Path) -> bool:
    with suppress(FileNotFoundError), _opened(path, os.O_RDWR) as handle:
        return _taken(handle, fcntl.LOCK_EX)
    return True


@contextmanager
def _opened(path: Path, flags: int = os.O_RDWR | os.O_CREAT) -> Iterator[int]:
    handle = os.open(path, flags | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _taken(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
