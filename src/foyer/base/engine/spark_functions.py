"""Functions in Python on Spark: Ibis hands a pyarrow function one value at a time there; we hand it whole batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.pyspark import Backend
from ibis.backends.pyspark.datatypes import PySparkType
from ibis.expr.operations.udf import InputType


class Batched(Backend):
    """Ibis' backend for Spark, with vectorised functions (needs the `arrow_udf` of PySpark 4.1)."""

    def _register_udfs(self, expr: ir.Expr) -> None:
        super()._register_udfs(expr)
        for function in expr.op().find(ops.ScalarUDF):
            if function.__input_type__ == InputType.PYARROW:
                self._register_batched(function)

    def _register_batched(self, function: Any) -> None:
        from pyspark.sql.functions import arrow_udf  # type: ignore[attr-defined]  # its stubs lack it

        kinds = [argument.dtype.to_pyarrow() for argument in function.args]
        lifted = arrow_udf(
            _typed(function.__func__, kinds, function.dtype.to_pyarrow()),
            returnType=PySparkType.from_ibis(function.dtype),
        )
        self._session.udf.register(self.compiler.__sql_name__(function), lifted)


def _typed(function: Callable[..., Any], kinds: list[pa.DataType], result: pa.DataType) -> Callable[..., pa.Array]:
    """A batch in which all is null arrives without a type; give it the one it should have."""

    def on_batch(*columns):  # type: ignore[no-untyped-def]  # Spark would read the annotations
        import pyarrow as pa

        given = [column.cast(kind) for column, kind in zip(columns, kinds, strict=True)]
        found = function(*given)
        found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
        return found.cast(result)

    return on_batch
