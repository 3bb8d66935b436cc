"""Refusals are counted, never written one by one: a hot path may ask a thousand times a second.

Counts gather in the process and are added to the day's rows at most every two seconds: when the asking transaction has
committed, after a request, and when the process ends. A process that is killed loses the counts of two seconds at most;
they say how often, never who, so nothing that must be proved hangs on them.
"""

import atexit
import threading
import time
from collections import Counter
from contextlib import suppress
from typing import Any

from django.core.signals import request_finished
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.privacy.gates.decisions import Decision
from foyer.privacy.models import GateRefusal

EVERY_SECONDS = 2.0
_lock = threading.Lock()
_counts: Counter[tuple[Any, str, str, str, str]] = Counter()
_flushed_at = 0.0

_ADD = (
    f"INSERT INTO {GateRefusal._meta.db_table} (id, day, purpose, channel, reason, asker, count) "  # noqa: S608
    "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (day, purpose, channel, reason, asker) "
    f"DO UPDATE SET count = {GateRefusal._meta.db_table}.count + EXCLUDED.count"
)


def note(decision: Decision, by: Actor) -> None:
    """Count a refusal."""
    day = timezone.localdate(clock.now())
    with _lock:
        _counts[day, decision.purpose[:40], decision.channel[:12], decision.code[:30], by.kind] += 1
    if not _is_due():
        return
    if connection.in_atomic_block:
        transaction.on_commit(_flush_if_due, robust=True)
    else:
        _flush_if_due()


def flush() -> None:
    """Add what has gathered to the day's rows, in an order that two processes share."""
    global _flushed_at  # noqa: PLW0603  one count for the process
    with _lock:
        gathered = sorted(_counts.items(), key=lambda item: tuple(map(str, item[0])))
        _counts.clear()
        _flushed_at = time.monotonic()
    if not gathered:
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_ADD, [(new_id(), *key, count) for key, count in gathered])
    except DatabaseError:
        with _lock:
            _counts.update(dict(gathered))
        raise


def _is_due() -> bool:
    return time.monotonic() - _flushed_at >= EVERY_SECONDS


def _flush_if_due(**_signal: Any) -> None:
    if _counts and _is_due():
        with suppress(DatabaseError):
            flush()


def _at_the_end() -> None:
    if _counts and connection.connection is not None:
        with suppress(Exception):
            flush()


request_finished.connect(_flush_if_due, dispatch_uid="foyer.privacy.refusals")
atexit.register(_at_the_end)
