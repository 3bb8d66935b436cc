"""What is worked out the same way at every start, kept in `HOME/cache` for the next one.

    words = kept("words-1", make=work_it_out, write=save_to, read=load_from)

A folder is written whole or not at all, is made again where it cannot be read, and may be deleted at any time.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

Made = TypeVar("Made")


def kept(
    name: str, *, make: Callable[[], Made], write: Callable[[Made, Path], None], read: Callable[[Path], Made]
) -> Made:
    """What `read` finds in the folder of this name; where there is none to read, what `make` makes and `write` writes.

    A name belongs to one version of its content: it changes when what is kept would.
    """
    folder = Path(settings.HOME) / "cache" / name
    if folder.exists():
        try:
            return read(folder)
        except Exception as problem:
            log.warning("cache_unreadable", name=name, error=type(problem).__name__)
            shutil.rmtree(folder, ignore_errors=True)
    made = make()
    try:
        _keep(folder, lambda making: write(made, making))
        return read(folder)  # what is read is mapped where it can be, and smaller than what was made
    except OSError as problem:  # a full disk costs the next start a second, no more
        log.warning("cache_not_written", name=name, error=type(problem).__name__)
    return made


def _keep(folder: Path, write: Callable[[Path], None]) -> None:
    """Several processes may do it at once: the first to end has it."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    making = Path(mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        write(making)
        making.rename(folder)
    except OSError:
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
