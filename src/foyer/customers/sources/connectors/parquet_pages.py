"""How large the pages of a Parquet file are before anything unpacks them: a few bytes can unfold into gigabytes.

The directory at a file's end is not believed. Each page says at its head how much memory its reader will ask for, and
that is what counts here: the heads are read one after the other (Thrift's compact form), what lies between is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

HEAD_BYTES = 1 << 16
MOST_PAGES = 2_000_000
_STOP, _TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 0, 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS = (4, 5, 6)
_BY_PREFIX = 7
"""DELTA_BYTE_ARRAY: a value says how much of the one before it repeats."""


class BadPage(ValueError):
    """What stands where the head of a page should be is none."""


@dataclass(frozen=True)
class Page:
    """Bytes once unpacked, values, and whether values repeat the beginning of those before."""

    size: int
    values: int
    by_prefix: bool


def of_column(file: IO[bytes], start: int, length: int) -> Iterator[Page]:
    """The pages of one column of one row group, which lies at `start`. Raises BadPage."""
    at, end = start, start + length
    for _number in range(MOST_PAGES):
        if at >= end:
            return
        file.seek(at)
        head = file.read(min(HEAD_BYTES, end - at))
        said, used = _struct(head, 0)
        packed = said.get(3, -1)
        if packed < 0 or said.get(2, -1) < 0:
            raise BadPage
        data = said.get(5) or said.get(8) or {}
        yield Page(said[2], data.get(1, 0), _encoding(said) == _BY_PREFIX)
        at += used + packed
    raise BadPage


def _encoding(said: dict[int, Any]) -> int:
    """Field 2 of a data page's head, field 4 of one of the second version."""
    found = said[8].get(4, 0) if 8 in said else said.get(5, {}).get(2, 0)
    return int(found)


def _struct(data: bytes, at: int, depth: int = 0) -> tuple[dict[int, Any], int]:
    """A struct's integers and structs by field, and where it ends; the rest is passed over."""
    found: dict[int, Any] = {}
    field = 0
    while True:
        kind, at = _byte(data, at)
        if kind == _STOP:
            return found, at
        if kind >> 4:
            field += kind >> 4
        else:
            field, at = _integer(data, at)
        found[field], at = _value(data, at, kind & 0x0F, depth)


def _value(data: bytes, at: int, kind: int, depth: int) -> tuple[Any, int]:  # noqa: PLR0911  one line for each kind
    if depth > 8:
        raise BadPage
    if kind in (_TRUE, _FALSE):
        return kind == _TRUE, at
    if kind == _BYTE:
        return _byte(data, at)
    if kind in _INTEGERS:
        return _integer(data, at)
    if kind == _DOUBLE:
        return None, at + 8
    if kind == _BINARY:
        length, at = _varint(data, at)
        return None, at + length
    if kind == _STRUCT:
        return _struct(data, at, depth + 1)
    if kind in (_LIST, _SET):
        return _passed(data, at, depth)
    raise BadPage  # a head holds no map


def _passed(data: bytes, at: int, depth: int) -> tuple[None, int]:
    size, at = _byte(data, at)
    kind, count = size & 0x0F, size >> 4
    if count == 15:
        count, at = _varint(data, at)
    if count > HEAD_BYTES:
        raise BadPage
    for _number in range(count):
        _each, at = _byte(data, at) if kind in (_TRUE, _FALSE) else _value(data, at, kind, depth + 1)
    return None, at


def _byte(data: bytes, at: int) -> tuple[int, int]:
    if not 0 <= at < len(data):
        raise BadPage
    return data[at], at + 1


def _varint(data: bytes, at: int) -> tuple[int, int]:
    found = 0
    for shift in range(0, 64, 7):
        byte, at = _byte(data, at)
        found |= (byte & 0x7F) << shift
        if byte < 0x80:
            return found, at
    raise BadPage


def _integer(data: bytes, at: int) -> tuple[int, int]:
    """Zig-zag: 0, -1, 1, -2 …"""
    found, at = _varint(data, at)
    return (found >> 1) ^ -(found & 1), at
