"""What one environment variable is: its name, type, default and meaning, and the sentence when its value is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar, overload
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from foyer.config.words import _, gettext_noop

T = TypeVar("T")


class WrongSetting(ImproperlyConfigured):
    """A variable holds something it cannot mean; the text says which and what it may be."""


class Variable(Generic[T]):
    """One row of the table of settings, and the attribute that reads it.

    `default` is the value itself or a function of the environment; then `shown` says in the table what it comes to.
    `kind` says what it may be; `limits` are the places in it.
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
        **limits: object,
    ) -> None:
        self.name, self.parse, self.default, self.meaning = name, parse, default, meaning
        self.kind_words, self.limits = kind, limits
        self.shown = shown if shown is not None else _as_written(default)

    @property
    def kind(self) -> str:
        return self.kind_words.format(**self.limits)

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
            allowed = _(self.kind_words).format(**self.limits)
            raise WrongSetting(
                _("{name} is '{value}'; it must be {kind}.").format(name=self.name, value=written, kind=allowed)
            ) from error


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (list, tuple)):
        return ",".join(value)
    return str(value)


def text(name: str, default: str | Callable[[Any], str], meaning: str, shown: str | None = None) -> Variable[str]:
    return Variable(name, gettext_noop("text"), str, default, meaning=meaning, shown=shown)


def choice(name: str, options: tuple[str, ...], default: str, meaning: str) -> Variable[str]:
    def parse(written: str) -> str:
        if written not in options:
            raise ValueError
        return written

    return Variable(name, gettext_noop("one of {options}"), parse, default, meaning=meaning, options=", ".join(options))


def flag(name: str, default: bool | Callable[[Any], bool], meaning: str, shown: str | None = None) -> Variable[bool]:
    def parse(written: str) -> bool:
        if written not in ("0", "1"):
            raise ValueError
        return written == "1"

    return Variable(name, gettext_noop("0 or 1"), parse, default, meaning=meaning, shown=shown)


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

    ends = gettext_noop("a whole number from {least} to {most}")
    kind = ends if most < 10**9 else gettext_noop("a whole number from {least}")
    return Variable(name, kind, parse, default, meaning=meaning, shown=shown, least=least, most=most)


def words(
    name: str, default: list[str] | Callable[[Any], list[str]], meaning: str, shown: str | None = None
) -> Variable[list[str]]:
    def parse(written: str) -> list[str]:
        return [word.strip() for word in written.split(",") if word.strip()]

    return Variable(name, gettext_noop("a list parted by commas"), parse, default, meaning=meaning, shown=shown)


def names(name: str, default: dict[str, str], meaning: str) -> Variable[dict[str, str]]:
    """A name in Chinese and in English, parted by a slash; one without a slash serves in both."""

    def parse(written: str) -> dict[str, str]:
        zh, _slash, en = (part.strip() for part in written.partition("/"))
        if not zh:
            raise ValueError
        return {"zh": zh, "en": en or zh}

    return Variable(
        name,
        gettext_noop("a Chinese and an English name parted by /"),
        parse,
        lambda _: dict(default),
        meaning=meaning,
        shown="/".join(default.values()),
    )


def folder(name: str, default: Callable[[Any], Path], meaning: str, shown: str) -> Variable[Path]:
    return Variable(
        name,
        gettext_noop("a folder"),
        lambda written: Path(written).expanduser().resolve(),
        default,
        meaning=meaning,
        shown=shown,
    )


def syslog(name: str, meaning: str) -> Variable[str]:
    """A log server; how it is reached stands before its name."""

    def parse(written: str) -> str:
        parts = urlsplit(written)
        if parts.scheme not in ("udp", "tcp", "tls") or not parts.hostname or (parts.port or 1) < 1:
            raise ValueError
        return written

    return Variable(name, gettext_noop("udp://, tcp:// or tls://host:port"), parse, "", meaning=meaning)
