"""The database as the commands see it: reachable or not, and the few questions asked without Django."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from foyer.config.env import env
from foyer.operations.postgres import Embedded
from foyer.operations.problem import Problem
from foyer.operations.words import _


@contextmanager
def held() -> Iterator[Embedded | None]:
    """The database, running for the length of a command: ours started or shared, a given one tried once."""
    _end_in_good_order()
    if not env.is_embedded:
        connect().close()
        yield None
        return
    with Embedded(env.home) as server:
        yield server


def _end_in_good_order() -> None:
    """Let SIGTERM unwind the command as Ctrl-C does, so that the last user stops the server."""
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def connect() -> psycopg.Connection[tuple[object, ...]]:
    """A plain connection, or the sentence that says why there is none."""
    try:
        return psycopg.connect(env.database_url, connect_timeout=10, autocommit=True)
    except psycopg.Error as error:
        raise Problem(
            _("The database does not answer: {reason}.").format(reason=_short(error)),
            _("Check that the server of DATABASE_URL runs and lets this machine in."),
        ) from None


def migrations_applied() -> str:
    """A digest of the migrations this database has had; empty for a new one."""
    return str(_one("SELECT md5(string_agg(app || '.' || name, ',' ORDER BY id)) FROM django_migrations") or "")


def has_staff() -> bool:
    """Whether anybody works at this bank yet."""
    return bool(_one("SELECT EXISTS (SELECT 1 FROM staff_user)"))


def _one(question: str) -> object:
    with connect() as connection:
        try:
            row = connection.execute(question).fetchone()
        except psycopg.errors.UndefinedTable:
            return None
    return row[0] if row else None


def _short(error: psycopg.Error) -> str:
    """The driver's reason in one line, without the password that a URL may carry."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    reason = lines[0] if lines else type(error).__name__
    password = psycopg.conninfo.conninfo_to_dict(env.database_url).get("password")
    return reason.replace(str(password), "***").rstrip(".") if password else reason.rstrip(".")
