"""The whole lake as it is at one moment, for a backup that is taken while others write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings

from foyer.base.lake.store import Store


@contextmanager
def files_of_now() -> Iterator[list[Path]]:
    """Every dataset's current manifest and the files it lists; they stay on disk until the end of the block."""
    with ExitStack() as held:
        found: list[Path] = []
        for store in stores():
            manifest = held.enter_context(store.reading())
            if manifest is not None:
                found.append(store.manifest_path(manifest.version))
                found += [store.data / file.path for file in manifest.files]
        yield found


def names() -> list[str]:
    """Every dataset that the lake holds."""
    return [store.name for store in stores() if store.current() is not None]


def stores() -> list[Store]:
    """Every dataset on disk."""
    root = Path(settings.FOYER_LAKE)
    folders = sorted(path.parent for path in root.rglob("versions") if path.is_dir())
    return [Store(".".join(folder.relative_to(root).parts)) for folder in folders]
