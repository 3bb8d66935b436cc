"""The lake under the current key: files of another key, or in clear, are written again and take their place.

In the dataset's turn, so that no writer is met; readers keep the version they began with.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from foyer.base.crypto.purposes import LAKE
from foyer.base.crypto.rotation import rotates
from foyer.base.lake.manifest import FileEntry
from foyer.base.lake.saving import stores
from foyer.base.lake.store import Store


@rotates("lake", LAKE)
def reseal_lake() -> int:
    """Every dataset's files; how many were sealed again."""
    return sum(reseal(store) for store in stores())


def reseal(store: Store) -> int:
    """One dataset's files that the current key did not seal."""
    from foyer.base.engine import sealing

    current = next(iter(sealing.keys()))
    manifest = store.current()
    if manifest is None or all(sealing.mark(file.path) == current for file in manifest.files):
        return 0
    with store.writing():
        manifest = store.current()
        if manifest is None:
            return 0
        old = [file for file in manifest.files if sealing.mark(file.path) != current]
        fresh = {file.path: _sealed_again(store, file) for file in old}
        store.publish(manifest.next(files=[fresh.get(file.path, file) for file in manifest.files]))
    return len(old)


def _sealed_again(store: Store, file: FileEntry) -> FileEntry:
    from foyer.base.engine import sealing

    path = Path(file.path).parent / sealing.new_name(f"{uuid4().hex}-0")
    target = store.data / path
    with sealing.open_file(store.data / file.path) as rows:
        writer = sealing.open_writer(target, rows.schema_arrow)
        for batch in rows.iter_batches(sealing.ROW_GROUP):
            writer.write_batch(batch)
        writer.close()
    target.chmod(0o600)
    return replace(file, path=str(path), bytes=target.stat().st_size)
