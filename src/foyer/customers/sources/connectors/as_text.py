"""Any value as the text that lands: what the source said, no more and no less."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa

from foyer.customers.sources.connectors.port import FILE, NUMBER, ROW, SEEN_AT


def text_of(value: Any) -> str | None:  # noqa: PLR0911  one line for each kind of value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def unique_names(header: Iterable[Any]) -> list[str]:
    """Names for columns: none is empty, none twice (whatever the case of its letters), none is one of ours."""
    taken, names = {ROW, FILE, NUMBER, SEEN_AT}, []
    for number, given in enumerate(header, start=1):
        base = name = str(given if given is not None else "").strip().lstrip("\ufeff") or f"column_{number}"
        n = 1
        while name.lower() in taken:
            n += 1
            name = f"{base}_{n}"
        taken.add(name.lower())
        names.append(name)
    return names


def batch_of(names: Sequence[str], rows: Sequence[Sequence[Any]], lines: Sequence[int]) -> pa.RecordBatch:
    """Rows as a record batch: every column text, then `_row`."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    arrays = [pa.array([text_of(value) for value in column], pa.string()) for column in columns]
    return pa.record_batch([*arrays, pa.array(lines, pa.int64())], names=[*names, ROW])
