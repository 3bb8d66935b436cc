"""Readings of one text as columns of either engine: each distinct value of a batch is read once."""

from __future__ import annotations

from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir

from foyer.customers.standardise.engine import Reading, column_of


def lifted(reading: Reading, column: ir.Value) -> ir.StringValue:
    """`reading` of every value of a column; null stays null."""
    text: ir.StringValue = _udf(reading)(column)
    return text.nullif("")  # DuckDB lets such a function give no null for a text; "" stands for it on the way


@cache
def _udf(reading: Reading) -> Any:
    name = f"foyer_identity_{reading.__name__}"

    def compute(values: Any) -> Any:
        return column_of(name, reading, values)

    compute.__name__, compute.__annotations__ = name, {}
    return ibis.udf.scalar.pyarrow(compute, name=name, signature=((ibis.dtype("string"),), ibis.dtype("string")))
