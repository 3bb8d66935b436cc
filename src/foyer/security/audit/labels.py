"""What every entry written now carries in its details: the drill and the inject that it belongs to, if any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_labels: ContextVar[Mapping[str, str]] = ContextVar("foyer_audit_labels", default={})  # noqa: B039  never changed


def labels() -> Mapping[str, str]:
    return _labels.get()


@contextmanager
def labelled(**said: str) -> Iterator[None]:
    """Everything that is recorded within says so."""
    token = _labels.set({**_labels.get(), **said})
    try:
        yield
    finally:
        _labels.reset(token)
