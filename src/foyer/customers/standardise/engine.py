"""Any standardiser as a column of either engine.

Of each batch that reaches Python a distinct value is read once, and what was read lately is remembered. For
values that dominate and need nothing (a clean mobile number, an ISO date) the engine decides itself: `fast_paths`.
"""

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from foyer.customers.standardise import REGISTRY, Address, address_parts
from foyer.customers.standardise.fast_paths import FAST_PATHS

SEPARATOR = "\x1f"
REMEMBERED = 1 << 16
Reading = Callable[[str], str | None]
NOTHING = ibis.null("string")


def apply(name: str, column: ir.Value, *, by: ir.Value | None = None, **options: Any) -> ir.StringValue:
    """Each value of a text column in its canonical form, null where it cannot be read.

    `by` is the column that says how to read it, for those that ask (`identifier`, `contact`: the kind).
    """
    text = column.cast("string")
    frozen = tuple(sorted((key, _frozen(value)) for key, value in options.items()))
    if by is not None:
        return _read(_lifted(name, frozen, True), by.cast("string").fill_null("") + ibis.literal(SEPARATOR) + text)
    fast = FAST_PATHS.get(name)
    if fast is None or options:
        return _read(_lifted(name, frozen, False), text)
    clean, value = fast(text)
    clean = clean.fill_null(False)
    return ibis.ifelse(clean, value, _read(_lifted(name, frozen, False), ibis.ifelse(clean, NOTHING, text)))


def _read(function: Any, text: ir.StringValue) -> ir.StringValue:
    """DuckDB's functions may not give null, so they give the empty text, which is nothing's canonical form."""
    return function(text).nullif("")


def address_columns(column: ir.Value) -> dict[str, ir.StringValue]:
    """Province, city, district, street and postcode of whole addresses, each address being read once."""
    joined = _udf("address_parts", _joined_parts)(column.cast("string"))
    parts = joined.split(SEPARATOR)
    return {name: parts[place].nullif("") for place, name in enumerate(Address._fields)}


def _joined_parts(value: str) -> str:
    return SEPARATOR.join(part or "" for part in address_parts(value))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


@cache
def _lifted(name: str, options: tuple[tuple[str, Any], ...], is_by: bool) -> Any:
    one = REGISTRY[name]
    reading = _bound(one.read, dict(options), one.by if is_by else None)
    mark = hashlib.sha256(repr((options, is_by)).encode()).hexdigest()[:8] if options or is_by else "plain"
    return _udf(f"{name}_{mark}", reading)


def _bound(read: Callable[..., str | None], options: dict[str, Any], by: str | None) -> Reading:
    if by is None:
        return lambda value: read(value, **options)

    def read_by(value: str) -> str | None:
        said, _, rest = value.partition(SEPARATOR)
        return read(rest, **{**options, by: said or None})

    return read_by


@cache
def _udf(name: str, reading: Reading) -> Any:
    """A vectorised function of a text column; defined so that Spark can carry it to its workers."""

    def compute(values: Any) -> Any:
        return column_of(name, reading, values)

    compute.__name__ = f"foyer_{name}"
    signature = ((ibis.dtype("string"),), ibis.dtype("string"))
    return ibis.udf.scalar.pyarrow(compute, name=compute.__name__, signature=signature)


_REMEMBERING: dict[str, Reading] = {}


def column_of(name: str, reading: Reading, values: Any) -> Any:
    """The canonical forms of a batch, empty where there is none. Spark calls with one value at a time instead."""
    if name not in _REMEMBERING:
        _REMEMBERING[name] = lru_cache(maxsize=REMEMBERED)(reading)
    read = _REMEMBERING[name]
    if values is None or isinstance(values, str):
        return None if values is None else read(values) or ""
    return _batch(read, values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values)


def _batch(read: Reading, values: pa.Array) -> pa.Array:
    coded = pc.cast(values, pa.string()).dictionary_encode()
    forms = pa.array([read(one) or "" for one in coded.dictionary.to_pylist()], pa.string())
    return pc.fill_null(forms.take(coded.indices), "")
