"""`record_id(source, key)` for a whole column: the same identifiers as `models.records.record_id`, on either engine."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import ibis
import ibis.expr.types as ir
import pyarrow as pa


def record_ids(source: str, keys: ir.StringValue) -> ir.StringValue:
    """The record identifiers, as text, of a column of keys of one source; null for null."""
    found: ir.StringValue = _function(source)(keys)
    return found


@functools.cache
def _function(source: str) -> Callable[[Any], Any]:
    from foyer.customers.models.records import RECORDS  # not above: Spark's workers import this module without tables

    before = RECORDS.bytes + f"{source}\x1f".encode()

    def made(keys: Any) -> Any:
        texts = keys.cast(pa.string()).to_pylist()
        return pa.array([None if key is None else _identifier(before + key.encode()) for key in texts], pa.string())

    made.__name__ = f"record_id_{source}"
    made.__annotations__ = {}
    return ibis.udf.scalar.pyarrow(made, name=made.__name__, signature=(("string",), "string"))


def _identifier(name: bytes) -> str:
    """RFC 9562, version 5: what uuid.uuid5 does, without its detours."""
    return str(UUID(bytes=hashlib.sha1(name, usedforsecurity=False).digest()[:16], version=5))
