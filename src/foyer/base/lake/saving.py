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
        for store in _stores():
            manifest = held.enter_context(store.reading())
            if manifest is not None:
                found.append(store.manifest_path(manifest.version))
                found += [store.data / file.path for file in manifest.files]
        yield found


def _stores() -> list[Store]:
    root = Path(settings.FOYER_LAKE)
    folders = sorted(path.parent for path in root.rglob("versions") if path.is_dir())
    return [Store(".".join(folder.relative_to(root).parts)) for folder in folders]
