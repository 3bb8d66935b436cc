"""The dataset: everything a room does with a table of the lake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from foyer.base.engine import Engine
from foyer.base.lake import changing
from foyer.base.lake.drift import fitted, joint, settled
from foyer.base.lake.errors import DatasetMissing, PartChanged, PartMixed
from foyer.base.lake.manifest import Columns, FileEntry, Manifest, Part, with_part
from foyer.base.lake.store import Staged, Store
from foyer.base.lake.streaming import Writer, copied

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROWS_PER_FILE = 5_000_000


class Dataset:
    """A table of the lake. `partitions` part its files by value; `sort` orders rows within them."""

    def __init__(
        self,
        name: str,
        *,
        partitions: Sequence[str] = (),
        sort: Sequence[str] = (),
        rows_per_file: int = ROWS_PER_FILE,
    ) -> None:
        self.name, self.partitions, self.sort = name, tuple(partitions), tuple(sort)
        self.rows_per_file = rows_per_file
        self.store = Store(name)

    # -- reading

    def exists(self) -> bool:
        return self.store.current() is not None

    def manifest(self) -> Manifest:
        """What the dataset is now; `DatasetMissing` before its first write."""
        manifest = self.store.current()
        if manifest is None:
            raise DatasetMissing(self.name)
        return manifest

    def versions(self) -> list[int]:
        return self.store.versions()

    def has(self, part: str) -> bool:
        manifest = self.store.current()
        return manifest is not None and part in manifest.parts

    def read(self, engine: Engine, *, origin: str = "") -> ir.Table:
        """The current version; it stays on disk until the engine is closed. `origin` names a column for the file."""
        manifest = self._kept_for(engine)
        return changing.table_of(engine, self.store, manifest, manifest.files, origin=origin)

    def read_part(self, engine: Engine, part: str) -> ir.Table:
        """One part alone."""
        manifest = self._kept_for(engine)
        return changing.table_of(engine, self.store, manifest, _alone(manifest, part))

    def _kept_for(self, engine: Engine) -> Manifest:
        manifest = engine.held.enter_context(self.store.reading())
        if manifest is None:
            raise DatasetMissing(self.name)
        return manifest

    # -- changing

    def replace(self, engine: Engine, expr: ir.Table, *, part: str = "") -> Manifest:
        """The dataset is now exactly these rows."""
        return self._replace(engine, expr, part, "", keep_parts=False)

    def rewrite(self, engine: Engine, expr: ir.Table) -> Manifest:
        """The rows anew, after an erasure or a correction; which parts were added stays known."""
        return self._replace(engine, expr, "", "", keep_parts=True)

    def append(self, engine: Engine, expr: ir.Table, *, part: str, fingerprint: str = "") -> Manifest:
        """These rows more. A part that is there already changes nothing; with another fingerprint it is refused."""
        if self._is_there(part, fingerprint):
            return self.manifest()
        expr, columns = fitted(self.name, expr, self.latest().columns)
        with self.store.staging() as folder:
            return self._add(changing.write(self, engine, expr, folder, columns=columns, part=part), fingerprint)

    def append_files(self, paths: Iterable[Path], *, part: str, fingerprint: str = "") -> Manifest:
        """Copies of Parquet files that somebody else wrote, as one part of a dataset without partitions."""
        self._without_partitions()
        if self._is_there(part, fingerprint):
            return self.manifest()
        with self.store.staging() as folder:
            return self._add(copied(paths, folder, self.name, part, self.latest().columns), fingerprint)

    @contextmanager
    def writer(self, part: str, *, fingerprint: str = "") -> Iterator[Writer]:
        """Arrow batches as they come; published at the end of the block, or not at all if it fails."""
        self._without_partitions()
        with self.store.staging() as folder:
            writer = Writer(folder, self.rows_per_file)
            try:
                yield writer
            except BaseException:
                writer.abandon()
                raise
            self._add(writer.staged(self.name, part, self.latest().columns), fingerprint)

    def merge(
        self,
        engine: Engine,
        expr: ir.Table,
        *,
        key: Sequence[str],
        part: str = "",
        newest: Sequence[str] = (),
        fingerprint: str = "",
    ) -> Manifest:
        """Rows whose key is new are added, others take the place of the row with their key.

        `newest` names columns that decide which of two rows with one key wins, the greater; without it a new row wins
        over an old one. Only the files that hold a touched key are written again.
        """
        if part and self._is_there(part, fingerprint):
            return self.manifest()
        expr = changing.one_per_key(expr, key, newest)
        with self.store.writing():
            if part and self._is_there(part, fingerprint):
                return self.manifest()
            return changing.merge(
                self, engine, expr, key=tuple(key), newest=tuple(newest), part=part, fingerprint=fingerprint
            )

    def drop(self, part: str) -> Manifest:
        """Without the rows of one part; a part that is not there changes nothing."""
        with self.store.writing():
            manifest = self.manifest()
            if part not in manifest.parts:
                return manifest
            gone = {file.path for file in _alone(manifest, part)}
            parts = {key: fact for key, fact in manifest.parts.items() if key != part}
            return self._publish(manifest.next(files=[f for f in manifest.files if f.path not in gone], parts=parts))

    def retain(self, before: datetime) -> list[str]:
        """Drop every part that was added before the instant; returns their keys."""
        old = [key for key, fact in self.manifest().parts.items() if datetime.fromisoformat(fact.at) < before]
        for part in old:
            self.drop(part)
        return old

    def erase(self, engine: Engine, doomed: changing.Doomed) -> int:
        """Without the rows a condition names, as when somebody is erased; returns how many there were.

        Only files that hold one are written again, and parts stay parts. What it was before is gone from the disk as
        soon as nobody reads it any more.
        """
        with self.store.writing():
            return changing.erase(self, engine, doomed)

    def compact(self, engine: Engine, *, smallest: int | None = None, across_parts: bool = False) -> Manifest:
        """Join files of fewer than `smallest` rows within each partition and part.

        Parts joined with others (`across_parts`) can no longer be dropped alone.
        """
        with self.store.writing():
            return changing.compact(self, engine, smallest or self.rows_per_file // 2, across_parts)

    # -- how a version comes to be; `changing` uses `publish` too, in the dataset's turn

    def publish(
        self,
        latest: Manifest,
        *staged: Staged,
        kept: Iterable[FileEntry] = (),
        columns: Columns | None = None,
        parts: dict[str, Part] | None = None,
        is_same: bool = False,
    ) -> Manifest:
        """The version after `latest`: the files kept and those staged; `is_same` where no row differs."""
        columns = latest.columns if columns is None else columns
        files = [entry for one in staged for entry in self.store.adopt(one, len(columns))]
        return self._publish(latest.next(files=[*kept, *files], columns=columns, parts=parts, is_same=is_same))

    def _replace(self, engine: Engine, expr: ir.Table, part: str, fingerprint: str, *, keep_parts: bool) -> Manifest:
        expr, columns = settled(expr)
        with self.store.staging() as folder:
            staged = changing.write(self, engine, expr, folder, columns=columns, part=part)
            with self.store.writing():
                latest = self.latest()
                parts = latest.parts if keep_parts else with_part({}, part, staged.rows, fingerprint)
                return self.publish(latest, staged, columns=columns, parts=parts)

    def _add(self, staged: Staged, fingerprint: str) -> Manifest:
        """Publish one part more, unless somebody else did meanwhile."""
        with self.store.writing():
            if self._is_there(staged.part, fingerprint):
                return self.manifest()
            latest = self.latest()
            columns = joint(self.name, latest.columns, staged.columns)
            parts = with_part(latest.parts, staged.part, staged.rows, fingerprint)
            return self.publish(latest, staged, kept=latest.files, columns=columns, parts=parts)

    def _publish(self, manifest: Manifest) -> Manifest:
        self.store.publish(manifest)
        return manifest

    def latest(self) -> Manifest:
        """The current manifest, or the empty one that the first version follows."""
        return self.store.current() or Manifest(self.name, 0, (), self.partitions, ())

    def _is_there(self, part: str, fingerprint: str) -> bool:
        known = self.latest().parts.get(part)
        if known and fingerprint and known.fingerprint and known.fingerprint != fingerprint:
            raise PartChanged(self.name, part)
        return known is not None

    def _without_partitions(self) -> None:
        if self.partitions:
            raise ValueError(
                f"{self.name} has partitions: it is written through an engine, which sorts rows into them."
            )


def _alone(manifest: Manifest, part: str) -> list[FileEntry]:
    """The files of a part, if together they are the whole of it."""
    files = [file for file in manifest.files if file.part == part]
    if part in manifest.parts and sum(file.rows for file in files) != manifest.parts[part].rows:
        raise PartMixed(manifest.name, part)
    return files
