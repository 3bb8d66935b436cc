"""What one environment variable is: its name, type, default and meaning, and the sentence when its value is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


class WrongSetting(ImproperlyConfigured):
    """A variable holds something it cannot mean; the text says which and what it may be."""


class Variable(Generic[T]):
    """One row of the table of settings, and the attribute that reads it.

    `default` is the value itself or a function of the environment; then `shown` says in the table what it comes to.
    """

    name: str

    def __init__(
        self,
        name: str,
        kind: str,
        parse: Callable[[str], T],
        default: T | Callable[[Any], T],
        *,
        meaning: str,
        shown: str | None = None,
    ) -> None:
        self.name, self.kind, self.parse, self.default, self.meaning = name, kind, parse, default, meaning
        self.shown = shown if shown is not None else _as_written(default)

    @overload
    def __get__(self, owner: None, kind: type) -> Variable[T]: ...
    @overload
    def __get__(self, owner: object, kind: type) -> T: ...
    def __get__(self, owner: object | None, kind: type) -> T | Variable[T]:
        if owner is None:
            return self
        written = os.environ.get(self.name, "").strip()
        if not written:
            return self.default(owner) if callable(self.default) else self.default
        try:
            return self.parse(written)
        except ValueError as error:
            raise WrongSetting(f"{self.name} is {written!r}; it must be {self.kind}.") from error


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (list, tuple)):
        return ",".join(value)
    return str(value)


def text(name: str, default: str | Callable[[Any], str], meaning: str, shown: str | None = None) -> Variable[str]:
    return Variable(name, "text", str, default, meaning=meaning, shown=shown)


def choice(name: str, options: tuple[str, ...], default: str, meaning: str) -> Variable[str]:
    def parse(written: str) -> str:
        if written not in options:
            raise ValueError
        return written

    return Variable(name, "one of " + ", ".join(options), parse, default, meaning=meaning)


def flag(name: str, default: bool | Callable[[Any], bool], meaning: str, shown: str | None = None) -> Variable[bool]:
    def parse(written: str) -> bool:
        if written not in ("0", "1"):
            raise ValueError
        return written == "1"

    return Variable(name, "0 or 1", parse, default, meaning=meaning, shown=shown)


def number(
    name: str,
    default: int | Callable[[Any], int],
    meaning: str,
    shown: str | None = None,
    *,
    least: int = 0,
    most: int = 10**9,
) -> Variable[int]:
    def parse(written: str) -> int:
        if not least <= int(written) <= most:
            raise ValueError
        return int(written)

    kind = f"a whole number from {least}" + (f" to {most}" if most < 10**9 else "")
    return Variable(name, kind, parse, default, meaning=meaning, shown=shown)


def words(
    name: str, default: list[str] | Callable[[Any], list[str]], meaning: str, shown: str | None = None
) -> Variable[list[str]]:
    def parse(written: str) -> list[str]:
        return [word.strip() for word in written.split(",") if word.strip()]

    return Variable(name, "a list parted by commas", parse, default, meaning=meaning, shown=shown)


def folder(name: str, default: Callable[[Any], Path], meaning: str, shown: str) -> Variable[Path]:
    return Variable(
        name, "a folder", lambda written: Path(written).expanduser().resolve(), default, meaning=meaning, shown=shown
    )
