"""Which facts exist and who listens to them; filled when the rooms start."""

import types
import typing
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

Fact = TypeVar("Fact")
Handler = Callable[[Any], None]


@dataclass(frozen=True)
class Kind:
    """One kind of fact: its public name, its dataclass and the field that orders it."""

    name: str
    type: type
    key: str


_kinds: dict[str, Kind] = {}
_kind_of: dict[type, Kind] = {}
_handlers: dict[str, dict[str, Handler]] = {}


def fact(name: str, *, key: str) -> Callable[[type[Fact]], type[Fact]]:
    """Register a frozen dataclass as the fact `name`; facts with the same value in `key` stay in order."""

    def register(type_: type[Fact]) -> type[Fact]:
        if name in _kinds and _kinds[name].type.__qualname__ != type_.__qualname__:
            raise ValueError(f"two facts are named {name}")
        kind = Kind(name, type_, key)
        _kinds[name] = _kind_of[type_] = kind
        return type_

    return register


def on(fact_type: type[Fact]) -> Callable[[Callable[[Fact], None]], Callable[[Fact], None]]:
    """Subscribe a function to a fact. It runs at least once for each, so it must be safe to run twice."""

    def subscribe(handler: Callable[[Fact], None]) -> Callable[[Fact], None]:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _handlers.setdefault(kind_of(fact_type).name, {})[name] = handler
        return handler

    return subscribe


def kind_of(fact_type: type) -> Kind:
    return _kind_of[fact_type]


def fact_names() -> list[str]:
    """Every kind of fact of the house, by its public name."""
    return sorted(_kinds)


def handlers_of(fact_name: str) -> dict[str, Handler]:
    """The subscribers of one fact by their names."""
    return _handlers.get(fact_name, {})


def to_json(instance: Any) -> dict[str, Any]:
    """The fact's fields as JSON values."""
    return {field.name: _plain(getattr(instance, field.name)) for field in fields(instance)}


def from_json(name: str, payload: dict[str, Any]) -> Any:
    """The fact that `to_json` wrote; a field added since takes its default, one removed since is left out."""
    kind = _kinds[name]
    hints = _hints(kind.type)
    return kind.type(**{key: _typed(hints[key], value) for key, value in payload.items() if key in hints})


@cache
def _hints(fact_type: type) -> dict[str, Any]:
    """The type of each field."""
    hints = typing.get_type_hints(fact_type)
    return {field.name: hints[field.name] for field in fields(fact_type)}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    options = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    if UUID in options:
        return UUID(value)
    return datetime.fromisoformat(value) if datetime in options else value
