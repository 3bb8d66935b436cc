"""The tests' database is made once, by the first process: the others, and the next runs, copy it.

Only on the embedded server, whose databases are ours. The mould bears the fingerprint of all sources, so that a change
of any of them makes a new one; the old ones go.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from sysconfig import get_path
from typing import IO, Any, LiteralString

from psycopg import sql

from foyer.config.env import env
from foyer.operations import catalogues, database, stamps

PREFIX = "mould_"


class Mould:
    """`take` before a database is made, `leave` after it: between them no other process makes one."""

    def __init__(self) -> None:
        self.name = PREFIX + _fingerprint()[:16]
        self._lock: IO[str] | None = None
        self._is_there = False

    def take(self, settings: dict[str, Any]) -> None:
        """Let Django copy the mould, where there is one."""
        (env.home / "run").mkdir(parents=True, exist_ok=True)
        self._lock = (env.home / "run" / "mould").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self._is_there = self.name in _names()
        if self._is_there:
            settings["TEST"]["TEMPLATE"] = self.name

    def leave(self, made: str) -> None:
        """Keep what was made as the mould; nobody may be connected to it."""
        if self._lock is None:
            return
        if not self._is_there:
            for old in _names():
                _say("DROP DATABASE {}", old)
            _say("CREATE DATABASE {} TEMPLATE {}", self.name, made)
        self._lock.close()


def _say(statement: LiteralString, *names: str) -> None:
    with database.connect() as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _names() -> set[str]:
    with database.connect() as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        return {str(name) for (name,) in found}


def _fingerprint() -> str:
    sources = (path for path in catalogues.SOURCES.rglob("*.py") if "tests" not in path.parts)
    packages = sorted(path.name for path in Path(get_path("purelib")).glob("*.dist-info"))
    return stamps.fingerprint(stamps.of_files(sources), *packages)
