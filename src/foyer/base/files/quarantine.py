"""Where a file lies while it is examined: apart from all others, under a name of ours, and reachable by no address."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from foyer.base import clock
from foyer.base.ids import new_id

FOLDER = "quarantine"
LEFT_BEHIND = timedelta(hours=1)


@contextmanager
def held(content: bytes) -> Iterator[None]:
    """The file is in quarantine for the length of the block; whatever the verdict, it is not there afterwards."""
    path = default_storage.save(f"{FOLDER}/{new_id()}", ContentFile(content))
    try:
        yield
    finally:
        default_storage.delete(path)


def clear() -> int:
    """Delete what a killed process left behind; returns how many."""
    count = 0
    for path in _left_behind():
        default_storage.delete(path)
        count += 1
    return count


def _left_behind() -> list[str]:
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return []
    paths = [f"{FOLDER}/{name}" for name in names]
    return [path for path in paths if default_storage.get_modified_time(path) < clock.now() - LEFT_BEHIND]
