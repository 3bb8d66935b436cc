"""How often one may ask, remembered in PostgreSQL so that all web processes count together.

A limit lets `count` requests through at once and then one every `seconds / count`. For each caller one instant is kept,
`used_until`: each request moves it forward by `seconds / count` from now or from where it stood, and one that would
move it further than `seconds` ahead of now is refused. (The generic cell rate algorithm; one statement, one row, no
counting of windows.) The table is unlogged: after a crash of the database everybody starts afresh, and no request
waits for a disk.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from foyer.api.models import Allowance
from foyer.base import clock
from foyer.base.errors import TooMany


@dataclass(frozen=True)
class Limit:
    """`count` at once, and `count` more over each `seconds`."""

    name: str
    count: int
    seconds: float


_USE = """
    INSERT INTO api_allowance AS a (key, used_until) VALUES (%(key)s, %(now)s + %(step)s)
    ON CONFLICT (key) DO UPDATE SET used_until = greatest(a.used_until, %(now)s) + %(step)s
    WHERE greatest(a.used_until, %(now)s) + %(step)s <= %(now)s + %(most)s
    RETURNING used_until
"""


def use(limit: Limit, caller: str) -> None:
    """Take one request off the caller's allowance. Raises TooMany, with the seconds to wait, when none is left."""
    scale = settings.FOYER_RATE_SCALE
    if not scale:
        return
    step = timedelta(seconds=limit.seconds / max(1, limit.count * scale))
    key, now = _key(limit, caller), clock.now()
    asked: dict[str, Any] = {"key": key, "now": now, "step": step, "most": timedelta(seconds=limit.seconds)}
    with connection.cursor() as cursor:
        cursor.execute(_USE, asked)
        if cursor.fetchone() is None:
            raise TooMany(wait_seconds=_wait(key, now, step, limit))


def forgive(limit: Limit, caller: str) -> None:
    """The caller's allowance is whole again."""
    Allowance.objects.filter(pk=_key(limit, caller)).delete()


def purge() -> int:
    """Forget allowances that are whole again. Returns how many."""
    return Allowance.objects.filter(used_until__lt=clock.now()).delete()[0]


def _wait(key: str, now: datetime, step: timedelta, limit: Limit) -> int:
    used_until = Allowance.objects.filter(pk=key).values_list("used_until", flat=True).first() or now
    return max(1, round((used_until + step - now).total_seconds() - limit.seconds))


def _key(limit: Limit, caller: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{limit.name} {caller}".encode(), hashlib.sha256).hexdigest()
