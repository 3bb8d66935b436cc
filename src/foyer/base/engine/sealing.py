"""Parquet files of the lake are sealed: Parquet's own modular encryption (AES-GCM), with the lake's keys of our ring.

A file's name says which key it has: `….k1.parquet` has that of key 1 of the ring; one without a mark is from before, in
clear, and is read as such. DuckDB 1.5 can neither read what others encrypted nor encrypt safely by itself, and Spark
wants a Java class for keys, so all reading and writing of files goes through Arrow, which can (decision 0014).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

COMPRESSION = "zstd"
ROW_GROUP = 122_880
_MARK = re.compile(r"\.k(\d+)\.parquet$")
Keys = dict[str, bytes]


def keys() -> Keys:
    """The lake's key under every key of the ring that serves it, that which writes first."""
    from foyer.base.crypto.purposes import LAKE
    from foyer.base.crypto.ring import data_key, keys_for
    from foyer.base.crypto.suites import AES

    return {key.id: data_key(key.secret, LAKE, AES) for key in keys_for(LAKE)}


def mark(path: str | Path) -> str:
    """The key that a file's name tells; empty for one in clear."""
    found = _MARK.search(str(path))
    return found[1] if found else ""


def suffix() -> str:
    """How the name of a file ends that is written now."""
    return f".k{next(iter(keys()))}.parquet"


def suffix_of(path: str | Path) -> str:
    """How the name of this file ends, key and all."""
    return f".k{found}.parquet" if (found := mark(path)) else ".parquet"


def new_name(stem: str = "") -> str:
    return f"{stem or uuid4().hex}{suffix()}"


def properties(path: str | Path, given: Keys | None = None) -> Any:
    """What Arrow needs to read this file; nothing for one in clear."""
    from foyer.base.crypto.ring import KeyMissing

    found = mark(path)
    if not found:
        return None
    known = keys() if given is None else given
    if found not in known:
        raise KeyMissing(found, "the lake")
    return pe.create_decryption_properties(known[found])


def open_file(path: str | Path, given: Keys | None = None) -> pq.ParquetFile:
    return pq.ParquetFile(path, decryption_properties=properties(path, given))


def open_writer(path: str | Path, schema: pa.Schema, given: Keys | None = None) -> pq.ParquetWriter:
    """A writer of record batches into the file of that name, sealed as the name says."""
    found = mark(path)
    sealed = pe.create_encryption_properties((keys() if given is None else given)[found]) if found else None
    return pq.ParquetWriter(path, schema, compression=COMPRESSION, encryption_properties=sealed)


def dataset(paths: list[str], schema: pa.Schema, folders: list[str]) -> Any:
    """Sealed files of one key as Arrow's dataset, which an engine reads in parts. `folders`: columns of their paths."""
    import pyarrow.dataset as ds

    options = ds.ParquetFragmentScanOptions(decryption_properties=properties(paths[0]))
    hive = ds.partitioning(pa.schema([schema.field(name) for name in folders]), flavor="hive") if folders else None
    return ds.dataset(
        paths, schema=schema, format=ds.ParquetFileFormat(default_fragment_scan_options=options), partitioning=hive
    )


def folders_of(path: str, root: str) -> dict[str, str]:
    """The columns that the folders of a path tell, named column=value, below the root."""
    from urllib.parse import unquote

    below = Path(path).relative_to(root) if root else Path()
    pairs = (part.split("=", 1) for part in below.parts[:-1] if "=" in part)
    return {name: unquote(value) for name, value in pairs}


def by_key(paths: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The files by the key they have; those in clear under the empty one."""
    return [(key, list(group)) for key, group in groupby(sorted(paths, key=mark), key=mark)]


def write_runs(
    batches: Iterable[pa.RecordBatch],
    folder: Path,
    schema: pa.Schema,
    *,
    partitions: tuple[str, ...] = (),
    rows_per_file: int | None = None,
    given: Keys | None = None,
    ending: str = "",
) -> list[Path]:
    """Batches into files, a new one where the partition changes (rows come ordered by it) or the last one is full."""
    files = _Files(folder, schema, partitions, rows_per_file, given, ending or suffix())
    try:
        for batch in batches:
            for key, run in runs(batch, partitions):
                files.add(key, run)
    finally:
        files.end()
    return files.paths


def runs(batch: pa.RecordBatch, partitions: tuple[str, ...]) -> Iterator[tuple[tuple[Any, ...], pa.RecordBatch]]:
    """A batch in pieces of one partition each, in their order."""
    if not partitions:
        yield (), batch
        return
    keys_of_rows = list(zip(*(batch.column(name).to_pylist() for name in partitions), strict=True))
    start = 0
    for key, group in groupby(keys_of_rows):
        size = sum(1 for _ in group)
        yield key, batch.slice(start, size)
        start += size


class _Files:
    """The files of one write; only one is open."""

    def __init__(  # noqa: PLR0917  one call, just above
        self, folder: Path, schema: pa.Schema, partitions: tuple[str, ...], most: int | None, given: Keys | None,
        ending: str,
    ) -> None:  # fmt: skip
        kept = [field for field in schema if field.name not in partitions]
        self.folder, self.schema, self.partitions, self.most = folder, pa.schema(kept), partitions, most
        self.given, self.ending = given, ending
        self.paths: list[Path] = []
        self._key: tuple[Any, ...] | None = None
        self._rows = 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, key: tuple[Any, ...], batch: pa.RecordBatch) -> None:
        while batch.num_rows:
            if self._writer is None or key != self._key or self._room() == 0:
                self._open(key)
            piece = batch.slice(0, self._room())
            plain = piece.drop_columns(list(self.partitions)) if self.partitions else piece
            self._writer.write_batch(plain.cast(self.schema, safe=False), row_group_size=ROW_GROUP)  # type: ignore[union-attr]
            self._rows += piece.num_rows
            batch = batch.slice(piece.num_rows)

    def _room(self) -> int:
        """How many rows more the open file takes."""
        return self.most - self._rows if self.most else ROW_GROUP

    def _open(self, key: tuple[Any, ...]) -> None:
        if self._writer is not None:
            self._writer.close()
        below = self.folder.joinpath(
            *(f"{name}={_said(value)}" for name, value in zip(self.partitions, key, strict=True))
        )
        below.mkdir(parents=True, exist_ok=True)
        path = below / f"{uuid4().hex}{self.ending}"
        self._writer = open_writer(path, self.schema, self.given)
        self.paths.append(path)
        self._key, self._rows = key, 0

    def end(self) -> None:
        """A write without rows leaves one file that says the columns."""
        if self._writer is None and not self.partitions:
            self._open(())
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _said(value: Any) -> str:
    """A value as a folder's name, as Hive writes it."""
    from urllib.parse import quote

    return "__HIVE_DEFAULT_PARTITION__" if value is None else quote(str(value), safe=" +-.,@")
