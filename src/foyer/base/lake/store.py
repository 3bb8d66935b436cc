"""A dataset's folder: what lies where, how a version appears, and what is swept.

data/…/<write>-<n>.parquet     the files, below a folder column=value for each partition
versions/<number>.json         the manifests; the highest is current
versions/<number>.lock         held by whoever reads that version
staging/<write>/               what is being written, with its lock beside it
lock                           held by whoever publishes
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from foyer.base.engine import FileFact
from foyer.base.engine.folders import private_folder
from foyer.base.lake import locks
from foyer.base.lake.manifest import Columns, FileEntry, Manifest


@dataclass(frozen=True)
class Staged:
    """Files written aside for one part, and the columns the dataset has with them."""

    folder: Path
    facts: list[FileFact]
    columns: Columns
    part: str = ""

    @property
    def rows(self) -> int:
        return sum(fact.rows for fact in self.facts)


class Store:
    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def folder(self) -> Path:
        return Path(settings.FOYER_LAKE).joinpath(*self.name.split("."))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def versions(self) -> list[int]:
        """The numbers of the versions on disk, the current one last."""
        return sorted(int(path.stem) for path in self._manifests())

    def current(self) -> Manifest | None:
        """The newest manifest. It may be swept between our looking and our reading: then there is a newer one."""
        while versions := self.versions():
            try:
                return Manifest.from_text(self.manifest_path(versions[-1]).read_text())
            except FileNotFoundError:
                continue
        return None

    @contextmanager
    def reading(self) -> Iterator[Manifest | None]:
        """The current version, kept on disk until the end of the block."""
        while True:
            manifest = self.current()
            if manifest is None:
                yield None
                return
            with locks.held(self._lock_of(manifest.version)):
                if self.manifest_path(manifest.version).exists():
                    yield manifest
                    return

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Our turn to publish."""
        self._make()
        with locks.turn(self.folder / "lock", self.name):
            yield

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder to write into; it is gone afterwards, and its rest is swept if we are killed."""
        folder = self._make() / "staging" / uuid4().hex
        lock = folder.with_suffix(".lock")
        with locks.turn(self.folder / "staging.lock", self.name):
            held = locks.held(lock)
            held.__enter__()
        try:
            folder.mkdir(mode=0o700)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.unlink(missing_ok=True)
            held.__exit__(None, None, None)

    def adopt(self, staged: Staged, columns: int) -> list[FileEntry]:
        """In our turn: move what was written into the dataset, synced. No manifest lists it yet."""
        from foyer.base.engine.sealing import suffix_of

        write, entries = uuid4().hex, []
        for number, fact in enumerate(staged.facts):
            path = Path(fact.path).parent / f"{write}-{number}{suffix_of(fact.path)}"
            self._move(staged.folder / fact.path, self.data / path)
            known = len(staged.columns) if len(staged.columns) == columns else 0
            entries.append(FileEntry(str(path), fact.rows, fact.bytes, staged.part, known))
        for folder in {(self.data / entry.path).parent for entry in entries}:
            _sync(folder)
        return entries

    def _move(self, path: Path, target: Path) -> None:
        private_folder(target.parent)
        path.chmod(0o600)
        _sync(path)
        path.rename(target)

    def publish(self, manifest: Manifest) -> None:
        """The one instant at which the version exists; then sweep what nobody can reach any more."""
        target = self.manifest_path(manifest.version)
        draft = target.with_suffix(".draft")
        draft.write_text(manifest.as_text())
        draft.chmod(0o600)
        _sync(draft)
        draft.rename(target)
        _sync(target.parent)
        self.sweep()

    def sweep(self) -> None:
        """In our turn: remove versions that nobody reads, files no manifest lists, and what killed writers left."""
        *older, _current = self.versions() or [0]
        for version in older:
            if locks.is_free(self._lock_of(version)):
                self.manifest_path(version).unlink(missing_ok=True)
        self._sweep_locks()
        self._sweep_files()
        self._sweep_staging()

    def _sweep_locks(self) -> None:
        kept = set(self.versions())
        for lock in (self.folder / "versions").glob("*.lock"):
            if int(lock.stem) not in kept and locks.is_free(lock):
                lock.unlink(missing_ok=True)

    def _sweep_files(self) -> None:
        listed = {
            file.path
            for version in self.versions()
            for file in Manifest.from_text(self.manifest_path(version).read_text()).files
        }
        for path in self.data.rglob("*.parquet"):
            if str(path.relative_to(self.data)) not in listed:
                path.unlink()

    def _sweep_staging(self) -> None:
        with locks.turn(self.folder / "staging.lock", self.name):
            for lock in (self.folder / "staging").glob("*.lock"):
                if locks.is_free(lock):
                    shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                    lock.unlink(missing_ok=True)

    def manifest_path(self, version: int) -> Path:
        """Where a version's manifest lies."""
        return self.folder / "versions" / f"{version:08}.json"

    def _manifests(self) -> Iterator[Path]:
        return (self.folder / "versions").glob("*.json")

    def _lock_of(self, version: int) -> Path:
        return self.manifest_path(version).with_suffix(".lock")

    def _make(self) -> Path:
        for folder in (self.data, self.folder / "versions", self.folder / "staging"):
            private_folder(folder)
        return self.folder


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
