"""Walking a JSON object by hand: the standard library reads each value, and the size of a list's elements is known
without writing them out again."""

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

_space = re.compile(r"[ \t\n\r]*").match
_between = re.compile(r"[ \t\n\r]*([,\]])[ \t\n\r]*").match


def no_constant(_name: str) -> NoReturn:
    """NaN and Infinity are no JSON, though Python would read them."""
    raise ValueError


def finite(text: str) -> float | None:
    """A number as Python holds it; 1e999 is none that could be written again."""
    value = float(text)
    return value if math.isfinite(value) else None


_scan: Callable[[str, int], tuple[Any, int]]
_scan = json.JSONDecoder(parse_constant=no_constant).scan_once  # type: ignore[attr-defined]  # the stub lacks it


def members(text: str, *, measured: str) -> Iterator[tuple[str, Any, list[int]]]:
    """The members of the outermost object; of the one `measured` also the size of each element. Raises ValueError."""
    at = _expect(text, "{", 0)
    if text[at : at + 1] == "}":
        _expect_end(text, at + 1)
        return
    while True:
        name, at = _value(text, at)
        if not isinstance(name, str):
            raise ValueError
        at = _expect(text, ":", at)
        sizes: list[int] = []
        is_list = name == measured and text[at : at + 1] == "["
        value, at = _elements(text, at + 1, sizes) if is_list else _value(text, at)
        yield name, value, sizes
        at = _past_space(text, at)
        if text[at : at + 1] != ",":
            break
        at = _past_space(text, at + 1)
    _expect_end(text, _expect(text, "}", at))


def _elements(text: str, at: int, sizes: list[int]) -> tuple[list[Any], int]:
    """An array's elements and where it ends; `sizes` gets the size of each in bytes. The loop of every large batch."""
    found: list[Any] = []
    at, plain = _past_space(text, at), text.isascii()
    if text[at : at + 1] == "]":
        return found, at + 1
    try:
        while True:
            value, end = _scan(text, at)
            found.append(value)
            sizes.append(end - at if plain else len(text[at:end].encode()))
            between = _between(text, end)
            if between is None:
                raise ValueError
            if between[1] == "]":
                return found, between.end(1)
            at = between.end()
    except StopIteration:
        raise ValueError from None


def _value(text: str, at: int) -> tuple[Any, int]:
    try:
        return _scan(text, at)
    except StopIteration:
        raise ValueError from None


def _expect(text: str, mark: str, at: int) -> int:
    """Past `mark` and the white space around it."""
    at = _past_space(text, at)
    if text[at : at + 1] != mark:
        raise ValueError
    return _past_space(text, at + 1)


def _past_space(text: str, at: int) -> int:
    return at if text[at : at + 1] > " " else _space(text, at).end()  # type: ignore[union-attr]  # it always matches


def _expect_end(text: str, at: int) -> None:
    if _past_space(text, at) != len(text):
        raise ValueError
