"""The mobile bank as it was on earlier days: its database grew, and some days ago a new version began to write badly.

Each of those days is taken in with the clock of that day, so the quality pages have a past that really happened.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from foyer.base import clock

STEP = 2
"""A day in so many is taken in: enough for a trend, and the first start stays short."""


def relive(database: Path, days: int, take_in: Callable[[], None]) -> None:
    """Take in the database as it was on days before today, the earliest first; in the end it is whole again."""
    whole = database.with_name(f"whole-{database.name}")
    if not whole.exists():
        shutil.copy(database, whole)
    now = clock.now()
    for before in range(days, 0, -STEP):
        day = now - timedelta(days=before)
        _as_of(whole, database, day)
        with clock.at(day):
            take_in()
    whole.replace(database)


def _as_of(whole: Path, database: Path, day: datetime) -> None:
    shutil.copy(whole, database)
    moment = day.replace(tzinfo=None, microsecond=0).isoformat(sep=" ")
    with closing(sqlite3.connect(database)) as connection:
        for table in ("requests", "events"):
            connection.execute(f"DELETE FROM {table} WHERE at >= ?", [moment])  # noqa: S608  names of this file
        connection.commit()
