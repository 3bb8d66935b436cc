"""Who is away now, as every process and every page reads it.

A note is written after the transaction of whoever met the failure, and never stands in their way: where the database
does not take it, the next failure tells it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F

from foyer.base import clock
from foyer.base.aids.aid import LONGEST_REST, known

log = structlog.get_logger(__name__)

QUIET = timedelta(seconds=60)  # nobody met a failure for so long
KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Missing:
    """An aid that is away: its name, how the house goes on without it, since when and why, in the reader's language."""

    code: str
    name: str
    without: str
    since: datetime
    error: str


def now_away() -> list[Missing]:
    """Every aid that is away now, the longest first; one small query."""
    from foyer.base.aids.models import Outage

    rows = Outage.objects.filter(ended_at=None).order_by("since").values_list("aid", "since", "error")
    aids = known()
    return [
        Missing(
            code, str(aids[code].name) if code in aids else code, str(aids[code].without) if code in aids else "",
            since, error,
        )
        for code, since, error in rows
    ]  # fmt: skip


def tell_away(code: str, error: str) -> None:
    _afterwards(partial(_note, code, error[:80]))


def tell_back(code: str) -> None:
    _afterwards(partial(_end, code))


def probe_all() -> int:
    """The watcher: an aid that no process has met failing for a minute is tried here, and told as back where it works.

    So an outage ends also where nobody asks any more, or where the process that met it is gone. One that this process
    does not know is taken to be back when nobody has met it failing for longer than anybody rests. Returns how many.
    """
    from foyer.base.aids.models import Outage

    quiet = Outage.objects.filter(ended_at=None, failed_at__lt=clock.now() - QUIET)
    return sum(_is_back(row) for row in quiet)


def forget_old() -> int:
    """Outages of more than a year ago."""
    from foyer.base.aids.models import Outage

    return Outage.objects.filter(ended_at__lt=clock.now() - KEPT).delete()[0]


def _is_back(row: Any) -> bool:
    aid = known().get(row.aid)
    if aid is None and row.failed_at > clock.now() - 2 * LONGEST_REST:
        return False
    if aid is not None and aid.probe is not None:
        try:
            aid.probe()
        except Exception as error:
            log.info("aid_still_away", aid=row.aid, error=type(error).__name__)
            return False
    _end(row.aid)
    return True


def _note(code: str, error: str) -> None:
    from foyer.base.aids.models import Outage

    now = clock.now()
    changed = {"failed_at": now, "failed_count": F("failed_count") + 1, "error": error}
    if Outage.objects.filter(aid=code, ended_at=None).update(**changed):
        return
    try:
        with transaction.atomic():
            Outage.objects.create(aid=code, since=now, failed_at=now, error=error)
    except IntegrityError:  # another process was first
        Outage.objects.filter(aid=code, ended_at=None).update(**changed)


def _end(code: str) -> None:
    from foyer.base.aids.models import Outage

    Outage.objects.filter(aid=code, ended_at=None).update(ended_at=clock.now())


def _afterwards(write: Callable[[], None]) -> None:
    try:
        transaction.on_commit(write, robust=True)
    except Exception as error:  # no database here, or none that answers
        log.warning("outage_not_told", error=type(error).__name__)
