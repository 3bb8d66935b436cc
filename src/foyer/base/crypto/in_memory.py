"""A sealed file under a path, for readers that want one, without its content ever lying on a disk.

The path leads into this process's memory (Linux `memfd_create`), so that nothing is left of it however the process
ends. Where there is no such thing it is a private file that goes with the object.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import IO


class InMemory:
    """The content of `file` at `path`, for as long as somebody holds this object."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        folder = tempfile.TemporaryDirectory(prefix="foyer-")
        self.path = Path(folder.name) / name
        if hasattr(os, "memfd_create"):
            held = os.fdopen(os.memfd_create("foyer"), "wb")
            self.path.symlink_to(f"/proc/{os.getpid()}/fd/{held.fileno()}")
        else:
            held = self.path.open("xb")
        shutil.copyfileobj(file, held)
        held.flush()
        self.close = weakref.finalize(self, _gone, held, folder)


def _gone(held: IO[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
    held.close()
    folder.cleanup()
