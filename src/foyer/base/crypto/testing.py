"""For tests: watching folders for what must never lie there in clear."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Seen:
    """What was found, and the largest file that was looked into."""

    found: set[str] = field(default_factory=set)
    largest: int = 0


@contextmanager
def watched(folder: Path, *texts: str, every_seconds: float = 0.01) -> Iterator[Seen]:
    """Look into every file below the folder, again and again, for these texts; the last time at the end."""
    seen, stop = Seen(), threading.Event()

    def watch() -> None:
        while not stop.wait(every_seconds):
            _look(folder, texts, seen)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()
        _look(folder, texts, seen)


def _look(folder: Path, texts: tuple[str, ...], seen: Seen) -> None:
    for path in folder.rglob("*"):
        try:
            content = b"" if path.is_symlink() or not path.is_file() else path.read_bytes()
        except OSError:  # gone since
            continue
        seen.largest = max(seen.largest, len(content))
        seen.found |= {text for text in texts if text.encode() in content}
