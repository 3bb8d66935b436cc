"""DuckDB within this process: no server, all cores, and what exceeds its memory goes to disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from foyer.base.engine import sealing
from foyer.base.engine.files import ROW_GROUP, facts_below, with_types
from foyer.base.engine.port import Engine, FileFact

SEALED_SPILL = {"temp_file_encryption": True, "force_mbedtls_unsafe": True}
"""What goes to disk is encrypted with a key that this connection alone has. Without its extension `httpfs` DuckDB does
it with a library of its own whose random numbers it calls unsafe; nothing else is encrypted by DuckDB (decision 0014).
"""


class Duck(Engine):
    sql_name = "duckdb"

    def __init__(self, *, memory: int, threads: int, spill: Path, sealed_spill: bool = True) -> None:
        super().__init__()
        settings: dict[str, Any] = {
            "memory_limit": f"{memory}MiB",
            "threads": threads,
            "temp_directory": str(spill),
            "preserve_insertion_order": False,  # large writes then need no memory for their order
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            **(SEALED_SPILL if sealed_spill else {}),
        }
        self.raw = duckdb.connect(":memory:", config=settings)
        self.raw.execute("SET enable_progress_bar = false")  # it would write into a command's output
        self.ibis = ibis.duckdb.from_connection(self.raw)

    def read_files(
        self, paths: list[str], schema: ibis.Schema | None, *, root: str = "", mixed: bool = False, origin: str = ""
    ) -> ir.Table:
        parts = [
            self._read_sealed(files, schema, root, origin) if key else self._read_clear(files, schema, mixed, origin)
            for key, files in sealing.by_key(paths)
        ]
        if not parts and schema is not None:
            return self.frame(schema.to_pyarrow().empty_table())
        return parts[0] if len(parts) == 1 else ibis.union(*parts)

    def _read_sealed(self, paths: list[str], schema: ibis.Schema | None, root: str, origin: str) -> ir.Table:
        """Through Arrow, which opens them; DuckDB asks it for the columns and rows that it needs."""
        if origin:
            each = [self._arrow_files([path], schema, root).mutate(**{origin: ibis.literal(path)}) for path in paths]
            return each[0] if len(each) == 1 else ibis.union(*each)
        return self._arrow_files(paths, schema, root)

    def _arrow_files(self, paths: list[str], schema: ibis.Schema | None, root: str) -> ir.Table:
        wanted = schema.to_pyarrow() if schema is not None else sealing.open_file(paths[0]).schema_arrow
        folders = [name for name in sealing.folders_of(paths[0], root) if name in wanted.names]
        name = f"foyer_{uuid4().hex}"
        self.raw.register(name, sealing.dataset(paths, wanted, folders))
        table = self.ibis.table(name)
        return table.select(*wanted.names).cast(schema) if schema is not None else table

    def _read_clear(self, paths: list[str], schema: ibis.Schema | None, mixed: bool, origin: str) -> ir.Table:
        """Files from before the lake was sealed."""
        files = ", ".join(_text(path) for path in paths)
        options = [f"union_by_name={_yes(mixed)}", f"filename={_text(origin)}" if origin else "filename=false"]
        options += self._hive(paths[0], schema) if schema is not None else ["hive_partitioning=false"]
        table = self.sql(f"SELECT * FROM read_parquet([{files}], {', '.join(options)})")  # noqa: S608
        return _all_columns(table, schema, origin) if schema is not None else table

    def _hive(self, path: str, schema: ibis.Schema) -> list[str]:
        """How the folders named column=value are read."""
        folders = [part.partition("=")[0] for part in Path(path).parts if "=" in part]
        kinds = [f"{_name(column)}: {self._type(schema[column])}" for column in folders if column in schema]
        if not kinds:
            return ["hive_partitioning=false"]
        return ["hive_partitioning=true", f"hive_types={{{', '.join(kinds)}}}"]

    def _type(self, kind: ibis.DataType) -> str:
        return str(self.ibis.compiler.type_mapper.to_string(kind))

    def frame(self, data: pa.Table | pd.DataFrame) -> ir.Table:
        table = data if isinstance(data, pa.Table) else pa.Table.from_pandas(data, preserve_index=False)
        return ibis.memtable(table.cast(with_types(table.schema)))

    def arrow(self, expr: ir.Expr) -> pa.Table:
        table = self.ibis.to_pyarrow(expr.as_table())
        return table.cast(expr.as_table().schema().to_pyarrow())

    def batches(self, expr: ir.Table, rows: int = 50_000) -> Iterator[pa.RecordBatch]:
        wanted = expr.schema().to_pyarrow()
        for batch in self.raw.execute(self._typed(expr)).to_arrow_reader(rows):
            yield batch.cast(wanted)

    def in_order(self, expr: ir.Table, by: Sequence[str], rows: int = 50_000) -> Iterator[pa.RecordBatch]:
        """In two steps: a sort that many parts feed at once, as those of a union, needs more than it may take and fails
        where it should spill. What lies in a table already is sorted within a tenth of the memory."""
        name = f"foyer_{uuid4().hex}"
        self.raw.execute(f"CREATE TEMP TABLE {name} AS {self._typed(expr)}")
        try:
            yield from self.batches(self.ibis.table(name).order_by(list(by)), rows)
        finally:
            with suppress(duckdb.ConnectionException):  # the engine was closed before the last piece: gone already
                self.raw.execute(f"DROP TABLE {name}")

    def write(
        self,
        expr: ir.Table,
        folder: Path,
        *,
        partitions: Sequence[str] = (),
        sort: Sequence[str] = (),
        rows_per_file: int | None = None,
        few: bool = False,
    ) -> list[FileFact]:
        folder.mkdir(parents=True, exist_ok=True)
        order = [*partitions, *sort]
        rows = self.raw.execute(self._typed(expr.order_by(order) if order else expr)).to_arrow_reader(ROW_GROUP)
        schema = with_types(expr.schema().to_pyarrow())
        sealing.write_runs(rows, folder, schema, partitions=tuple(partitions), rows_per_file=rows_per_file)
        return facts_below(folder)

    def _typed(self, expr: ir.Table) -> str:
        """The query with each column in exactly the type that Ibis says it has (a sum of integers is wider here)."""
        columns = [
            f"CAST({_name(name)} AS {self._type(kind)}) AS {_name(name)}" for name, kind in expr.schema().items()
        ]
        return f"SELECT {', '.join(columns)} FROM ({self.query_of(expr)}) AS _"  # noqa: S608

    def sql(self, query: str) -> ir.Table:
        name = f"foyer_{uuid4().hex}"
        self.raw.execute(f"CREATE TEMP VIEW {name} AS {query}")
        return self.ibis.table(name)

    def close(self) -> None:
        super().close()
        self.raw.close()


def _all_columns(table: ir.Table, schema: ibis.Schema, origin: str) -> ir.Table:
    """The columns of the schema; one that none of the files has yet is empty."""
    columns = {
        name: table[name].cast(kind) if name in table.columns else ibis.null(kind) for name, kind in schema.items()
    }
    return table.select(**columns, **({origin: table[origin]} if origin else {}))


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _yes(value: bool) -> str:
    return "true" if value else "false"
