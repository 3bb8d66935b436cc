"""Looking for what is wrong with this machine or installation. Each finding says what is wrong and how to mend it."""

import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from foyer.config import keys, safety
from foyer.config.env import PROJECT, env
from foyer.config.variables import WrongSetting
from foyer.operations import catalogues, database, install, prepare, state
from foyer.operations.problem import Problem
from foyer.operations.words import _

OLDEST_PYTHON = (3, 11)
OLDEST_SERVER = 150000
LEAST_FREE = 2 * 2**30
MOST_CLOCK_SECONDS = 2.0
MOST_WAIT = 60  # seconds
KEPT_DAYS = 7
UNSEALED = """
    SELECT (SELECT extract(epoch FROM now() - min(at)) FROM security_auditpending),
           (SELECT finding_count FROM security_auditcheck ORDER BY at DESC LIMIT 1)
"""
AWAY = "SELECT aid, since, error FROM base_outage WHERE ended_at IS NULL ORDER BY since"
LEFT_BEHIND = """
    SELECT (SELECT count(*) FROM base_delivery WHERE state = 'dead'),
           (SELECT count(*) FROM base_delivery WHERE state = 'due' AND next_try_at < now() - make_interval(secs => %s)),
           (SELECT count(*) FROM procrastinate_jobs AS job WHERE status = 'failed' AND EXISTS (
               SELECT FROM procrastinate_events
               WHERE job_id = job.id AND at > now() - make_interval(days => %s)))
"""


@dataclass(frozen=True)
class Finding:
    """What one look found; `mend` is empty where all is well."""

    what: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        return not self.mend


Look = Callable[[], Iterator[Finding]]


def examine() -> Iterator[Finding]:
    """Every look in turn. One that cannot look is a finding too."""
    for look in BEFORE_HOME:
        yield from _safely(look)
    try:
        home = env.home
    except WrongSetting as wrong:  # nothing else can be looked at
        yield Finding(str(wrong), _("See docs/configuration.md."))
        return
    for look in BEFORE_DATABASE:
        yield from _safely(look)
    try:
        with database.held():
            for look in WITH_DATABASE:
                yield from _safely(look)
    except WrongSetting as wrong:
        yield Finding(str(wrong), _("See docs/configuration.md."))
    except Problem as problem:
        yield Finding(problem.args[0], problem.mend or _("Look into {log}.").format(log=home / "logs/postgres.log"))


def _safely(look: Look) -> Iterator[Finding]:
    try:
        yield from look()
    except WrongSetting as wrong:
        yield Finding(str(wrong), _("See docs/configuration.md."))
    except Problem as problem:
        yield Finding(problem.args[0], problem.mend or _("See the message."))


def python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    too_old = sys.version_info[:2] < OLDEST_PYTHON
    yield Finding(
        _("Python is {version}.").format(version=version), _("Install Python 3.11 or newer.") if too_old else ""
    )


def packages() -> Iterator[Finding]:
    if not (PROJECT / "requirements.lock").exists():
        yield Finding(_("Foyer is installed as a package."))
    elif install.python_packages_are_current(PROJECT):
        yield Finding(_("The packages are those of the lock file."))
    else:
        yield Finding(
            _("The packages are not those of the lock file."), _("Run any ./foyer command; it installs them.")
        )


def page_libraries() -> Iterator[Finding]:
    if install.page_libraries_are_current(env.page_libraries):
        yield Finding(_("The front-end libraries are those of package-lock.json."))
    else:
        yield Finding(
            _("The front-end libraries are missing or old."), _("Run ./foyer up; it fetches them (npm is needed once).")
        )


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(env.home).free
    what = _("{free:.1f} GB are free in {folder}.").format(free=free / 2**30, folder=env.home)
    yield Finding(what, "" if free >= LEAST_FREE else _("Make room: less than 2 GB is soon full."))


def port() -> Iterator[Finding]:
    note = state.read(env.home)
    if _runs():
        yield Finding(_("Foyer runs, on port {port}.").format(port=note.port))
        return
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", env.port)) == 0
    what = _("Port {port} is taken by another program.") if taken else _("Port {port} is free.")
    yield Finding(what.format(port=env.port), _("Choose another with FOYER_PORT.") if taken else "")


def secrets() -> Iterator[Finding]:
    open_to_others = keys.readable_by_others(env.key_folder)
    for path in open_to_others:
        yield Finding(
            _("{path} can be read by others.").format(path=path), _("Run: chmod go= '{path}'").format(path=path)
        )
    if not open_to_others:
        yield Finding(_("The keys are readable by nobody else."))


def settings() -> Iterator[Finding]:
    if not env.production:
        yield Finding(_("FOYER_PRODUCTION is off: this installation is for trying out."))
        return
    unsafe = list(safety.unsafe(env))
    for reason in unsafe:
        yield Finding(reason, _("See docs/configuration.md."))
    if not unsafe:
        yield Finding(_("The production settings are safe."))


def name() -> Iterator[Finding]:
    """Customers must read their own bank's name."""
    given = os.environ.get("FOYER_BANK_NAME", "").strip()
    what = _("Customers read {zh} in Chinese and {en} in English.").format(**env.bank_name)
    yield Finding(what, _("Set FOYER_BANK_NAME to the bank's own name.") if env.production and not given else "")


def files() -> Iterator[Finding]:
    """What customers send is best served under a name that no page has."""
    if env.files_url:
        yield Finding(_("Uploaded files are served under {url}.").format(url=env.files_url))
        return
    what = _("Uploaded files are served beside the pages.")
    yield Finding(what, _("Set FOYER_FILES_URL; see docs/deploy.md.") if env.production else "")


def mail() -> Iterator[Finding]:
    """A mail that lies in a folder is no fault, unless somebody waits for it."""
    if env.email_url:
        yield Finding(_("Mail goes to {server}.").format(server=env.email["EMAIL_HOST"]))
        return
    what = _("Mail is written to {folder} and sent to nobody.").format(folder=env.home / "mail")
    yield Finding(what, _("Set FOYER_EMAIL_URL: customers ask for transcripts by mail.") if env.production else "")


def engine() -> Iterator[Finding]:
    """Only Spark needs anything of the machine."""
    if env.engine == "duckdb":
        return
    java = shutil.which("java", path=f"{os.environ['JAVA_HOME']}/bin" if "JAVA_HOME" in os.environ else None)
    what = (
        _("FOYER_ENGINE is {engine}, and Java is at {java}.")
        if java
        else _("FOYER_ENGINE is {engine}; Java is missing.")
    )
    yield Finding(
        what.format(engine=env.engine, java=java),
        "" if java else _("Install a Java 17 runtime (openjdk-17-jre-headless), or set FOYER_ENGINE=duckdb."),
    )
    if find_spec("pyspark") is None:
        yield Finding(_("PySpark is not installed."), _("Install the extra foyer[spark]."))


def server() -> Iterator[Finding]:
    with database.connect() as connection:
        version = connection.info.server_version
        encoding = connection.info.parameter_status("server_encoding")
    kind = _("our own") if env.is_embedded else _("given")
    what = _("The database ({kind}) answers: PostgreSQL {version}.").format(
        kind=kind, version=f"{version // 10000}.{version % 10000}"
    )
    yield Finding(what, "" if version >= OLDEST_SERVER else _("Foyer needs PostgreSQL 15 or newer."))
    if encoding != "UTF8":
        yield Finding(_("Its encoding is {encoding}.").format(encoding=encoding), _("Make the database with UTF8."))


def vectors() -> Iterator[Finding]:
    with database.connect() as connection:
        row = connection.execute(
            "SELECT installed_version FROM pg_available_extensions WHERE name = 'vector'"
        ).fetchone()
    if row is None:
        yield Finding(_("The server lacks the extension vector."), _("Install pgvector on the database server."))
    else:
        yield Finding(_("The extension vector is there."))


def clock() -> Iterator[Finding]:
    """Deadlines are reckoned on both clocks; they must agree."""
    with database.connect() as connection:
        row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    apart = abs(time.time() - float(str(row[0]))) if row else 0.0
    if apart > MOST_CLOCK_SECONDS:
        yield Finding(
            _("The clocks of this machine and the database are {seconds:.0f} s apart.").format(seconds=apart),
            _("Let both follow a time server (NTP)."),
        )
    elif time.time() < Path(__file__).stat().st_mtime - 86_400:
        yield Finding(_("This machine's clock is in the past."), _("Set it, and let it follow a time server (NTP)."))
    else:
        yield Finding(_("The clocks agree."))


def tables() -> Iterator[Finding]:
    if prepare.tables_are_current():
        yield Finding(_("The tables are up to date."))
    else:
        yield Finding(_("The tables are not up to date."), _("Run ./foyer up, or ./foyer manage migrate."))


def static_files() -> Iterator[Finding]:
    if prepare.static_files_are_current():
        yield Finding(_("The static files are collected."))
    else:
        yield Finding(_("The static files are missing or old."), _("Run ./foyer up; it collects them."))


def translated() -> Iterator[Finding]:
    if catalogues.are_current(env.home):
        yield Finding(_("The translations are compiled."))
    else:
        yield Finding(_("The translations are not compiled."), _("Run ./foyer up; it compiles them."))


def left_behind() -> Iterator[Finding]:
    """Work that was given up after all its attempts, and work that nobody takes up."""
    if not prepare.tables_are_current():
        return
    with database.connect() as connection:
        dead, late, failed = connection.execute(LEFT_BEHIND, [MOST_WAIT, KEPT_DAYS]).fetchone() or (0, 0, 0)
    if dead:
        what = _("Facts that a subscriber could not take: {count}.").format(count=dead)
        yield Finding(what, _("Read why in the back office under deliveries, mend it and replay them."))
    if failed:
        what = _("Jobs that failed for good in the last {days} days: {count}.").format(count=failed, days=KEPT_DAYS)
        yield Finding(what, _("Read why in the back office under jobs, and in the log."))
    if late and _runs():
        what = _("Facts that have waited for more than a minute: {count}.").format(count=late)
        yield Finding(what, _("See whether the relay is busy or dead; FOYER_RELAY_WORKERS starts more of them."))
    if not (dead or failed or (late and _runs())):
        yield Finding(_("No work was left behind."))


def trail() -> Iterator[Finding]:
    """The audit trail grows only while it is sealed."""
    if not prepare.tables_are_current():
        return
    with database.connect() as connection:
        row = connection.execute(UNSEALED).fetchone()
    seconds = float(str(row[0])) if row and row[0] is not None else 0.0
    if seconds > MOST_WAIT and _runs():
        what = _("An entry of the audit trail has waited {seconds:.0f} s for its seal.").format(seconds=seconds)
        yield Finding(what, _("See whether the relay is busy or dead; FOYER_RELAY_WORKERS starts more of them."))
    elif row and row[1]:
        what = _("The last verification of the audit trail found {count} faults.").format(count=row[1])
        yield Finding(what, _("Run ./foyer audit verify, and tell the auditor what it names."))
    else:
        yield Finding(_("The audit trail is sealed."))


def aids() -> Iterator[Finding]:
    """What the house does without just now."""
    if not prepare.tables_are_current():
        return
    with database.connect() as connection:
        rows = connection.execute(AWAY).fetchall()
    for aid, since, error in rows:
        what = _("{aid} has been away since {since} ({error}); search and assistant go on without it.")
        yield Finding(what.format(aid=aid, since=f"{since:%Y-%m-%d %H:%M}", error=error), _("See docs/outages.md."))
    if not rows:
        yield Finding(_("Nothing is away that the house can do without."))


def _runs() -> bool:
    supervisor = state.read(env.home).supervisor
    return bool(supervisor and Path(f"/proc/{supervisor}").exists())


BEFORE_HOME: tuple[Look, ...] = (python, packages)
BEFORE_DATABASE: tuple[Look, ...] = (page_libraries, disk, port, secrets, settings, name, files, mail, engine)
WITH_DATABASE: tuple[Look, ...] = (server, vectors, clock, tables, static_files, translated, left_behind, trail, aids)
