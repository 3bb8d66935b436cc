"""What every engine can do. Two fulfil it: `duck.Duck` and `spark.Spark`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # these are large: a process that never computes need not load them
    import ibis
    import ibis.expr.types as ir
    import pandas as pd
    import pyarrow as pa

Paths = str | Path | Sequence[str | Path]


@dataclass(frozen=True)
class FileFact:
    """One Parquet file that was written: its path below the folder, its rows and its bytes."""

    path: str
    rows: int
    bytes: int


class Readable(Protocol):
    """Something that knows how an engine reads it: a dataset of the lake."""

    def read(self, engine: Engine) -> ir.Table: ...


class Engine(ABC):
    """A connection to whatever computes. Tables of one engine cannot be joined with those of another."""

    sql_name: str
    """The dialect of its SQL: duckdb or spark."""
    raw: Any
    """The DuckDB connection or the SparkSession, for the libraries that want it."""
    ibis: Any
    """Ibis' backend."""

    def __init__(self) -> None:
        self.held = ExitStack()

    def read(self, source: Paths | Readable, *, schema: ibis.Schema | None = None) -> ir.Table:
        """A dataset as it is now, or Parquet files; folders named column=value become columns that `schema` has."""
        if not isinstance(source, (str, Path, Sequence)):
            return source.read(self)
        paths = [source] if isinstance(source, (str, Path)) else list(source)
        return self.read_files([str(path) for path in paths], schema)

    @abstractmethod
    def read_files(
        self, paths: list[str], schema: ibis.Schema | None, *, root: str = "", mixed: bool = False, origin: str = ""
    ) -> ir.Table:
        """Parquet files as one table. `root` is where folders named column=value begin; `mixed` says that some files
        lack columns of the schema; `origin` names a column that tells each row's file."""

    @abstractmethod
    def frame(self, data: pa.Table | pd.DataFrame) -> ir.Table:
        """What is in memory, as a table of this engine."""

    @abstractmethod
    def arrow(self, expr: ir.Expr) -> pa.Table:
        """The whole result, in memory."""

    @abstractmethod
    def batches(self, expr: ir.Table, rows: int = 50_000) -> Iterator[pa.RecordBatch]:
        """The result piece by piece. Ask the engine nothing else until the last piece is taken."""

    def in_order(self, expr: ir.Table, by: Sequence[str], rows: int = 50_000) -> Iterator[pa.RecordBatch]:
        """The same, sorted by these columns: for results that are far larger than memory."""
        return self.batches(expr.order_by(list(by)), rows)

    @abstractmethod
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
        """The result as Parquet files (zstd) in a new folder, one folder column=value for each value of a partition.

        `few`: in as few files as `rows_per_file` allows, rather than as fast as possible.
        """

    @abstractmethod
    def sql(self, query: str) -> ir.Table:
        """A query in the engine's own SQL, as a table."""

    def execute(self, expr: ir.Expr) -> Any:
        """The whole result as pandas; a scalar as itself."""
        return self.ibis.execute(expr)

    def count(self, expr: ir.Table) -> int:
        return int(self.execute(expr.count()))

    def close(self) -> None:
        """Let go of what was read; called at the end of `with open_engine()`."""
        self.held.close()

    def query_of(self, expr: ir.Expr) -> str:
        """The SQL of an expression, with the functions and frames it needs made known to the engine."""
        self.ibis._run_pre_execute_hooks(expr)
        return str(self.ibis.compile(expr))
