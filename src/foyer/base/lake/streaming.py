"""Rows that come from elsewhere than an engine: arrow batches as they are read, and files somebody else wrote."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foyer.base.engine import FileFact
from foyer.base.lake.drift import widen
from foyer.base.lake.manifest import Columns
from foyer.base.lake.store import Staged

if TYPE_CHECKING:
    import pyarrow as pa


class Writer:
    """Writes batches into files of at most `rows_per_file` rows. Every batch has the first one's columns."""

    def __init__(self, folder: Path, rows_per_file: int) -> None:
        self.folder, self.rows_per_file = folder, rows_per_file
        self.rows = 0
        self._schema: pa.Schema | None = None
        self._file: Any = None
        self._at = folder
        self._in_file = 0
        self._facts: list[FileFact] = []

    def write(self, batch: pa.RecordBatch | pa.Table) -> None:
        from foyer.base.engine import files, sealing

        if self._schema is None:
            self._schema = files.with_types(batch.schema)
        if self._file is None:
            self._at = self.folder / sealing.new_name(str(len(self._facts)))
            self._file = files.open_writer(self._at, self._schema)
        self._file.write(batch.cast(self._schema))
        self.rows += batch.num_rows
        self._in_file += batch.num_rows
        if self._in_file >= self.rows_per_file:
            self._end_file()

    def staged(self, name: str, part: str, columns: Columns) -> Staged:
        """What was written, fitted to the dataset's columns; no batch at all is a part without rows."""
        import ibis

        self._end_file()
        given = ibis.Schema.from_pyarrow(self._schema) if self._schema is not None else ibis.schema(dict(columns))
        return Staged(self.folder, self._facts, widen(name, columns, given), part)

    def abandon(self) -> None:
        if self._file is not None:
            self._file.close()

    def _end_file(self) -> None:
        if self._file is None:
            return
        self._file.close()
        self._facts.append(FileFact(self._at.name, self._in_file, self._at.stat().st_size))
        self._file, self._in_file = None, 0


def copied(paths: Iterable[Path], folder: Path, name: str, part: str, columns: Columns) -> Staged:
    """Files beside ours, sealed and checked: their columns must fit like anybody's. The given ones stay as they are."""
    import ibis

    from foyer.base.engine import files, sealing

    facts = []
    for number, path in enumerate(paths):
        schema = files.with_types(files.schema_of(path))
        columns = widen(name, columns, ibis.Schema.from_pyarrow(schema))
        copy = folder / sealing.new_name(str(number))
        with files.open_writer(copy, schema) as writer:
            for batch in files.batches_of([path], files.ROW_GROUP):
                writer.write_batch(batch.cast(schema, safe=False))
        facts.append(files.fact(copy, folder))
    return Staged(folder, facts, columns, part)
