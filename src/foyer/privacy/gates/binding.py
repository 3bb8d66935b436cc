"""Queries that belong to a purpose: reading such a table without having declared what for raises NoBasis.

    class Tag(Row):
        objects = gates.PurposeBound("customer")       # the way from a row to its customer
        everything = models.Manager()                  # for erasure, export and migration only

    @gates.for_purpose("profiling")
    def tags_of(customer_id): return Tag.objects.filter(customer=customer_id)     # none where profiling is refused

A declaration holds for what is called within it; one within another takes its place until it ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models

from foyer.privacy.gates.decisions import NoBasis, say
from foyer.privacy.gates.narrowing import usable

_purpose: ContextVar[str] = ContextVar("foyer_purpose", default="")


@contextmanager
def for_purpose(code: str) -> Iterator[None]:
    """What is done within (a `with` block, or a decorated function) uses data for this purpose."""
    token = _purpose.set(code)
    try:
        yield
    finally:
        _purpose.reset(token)


def declared() -> str:
    """The purpose that was declared, or NoBasis."""
    code = _purpose.get()
    if not code:
        raise NoBasis(say(False, "unknown_purpose", ""))
    return code


class PurposeBound(models.Manager[Any]):
    """Gives only rows whose customer allows the declared purpose."""

    def __init__(self, customer_field: str = "customer") -> None:
        super().__init__()
        self.customer_field = customer_field

    def get_queryset(self) -> "models.QuerySet[Any]":
        return usable(super().get_queryset(), declared(), self.customer_field)
