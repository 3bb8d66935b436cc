"""Verbs that are a transaction by themselves and, within a larger one, a part of it without a savepoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from foyer.base.errors import Refusal


@contextmanager
def step() -> Iterator[None]:
    """For a verb that refuses before it writes: whoever catches its `Refusal` goes on in the larger transaction.

    Anything else that goes wrong undoes the larger one, as far as its own savepoint. It saves two statements each time.
    """
    if not connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    try:
        yield
    except Refusal:
        raise
    except BaseException:
        connection.needs_rollback = True
        raise
