"""A whole house in processes of its own, for tests and measurements that must see the real thing, kills included."""

import os
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlparse, urlunparse
from zlib import crc32

import psycopg
from psycopg import sql

from foyer.config.env import PROJECT, embedded_url
from foyer.operations import state

START_SECONDS = 480


class House:
    """`with House(folder) as house:` — `house.url` answers until the end of the block."""

    def __init__(self, home: Path, *, demo: bool = True, settings: dict[str, str] | None = None) -> None:
        self.home, self.demo, self.settings = home, demo, settings or {}
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "House":
        self._own_database()
        try:
            self.start()
        except BaseException:
            self.stop()  # what came up too late would go on by itself
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._drop_database()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.note().port}"

    @property
    def processes(self) -> dict[str, int]:
        """Process numbers by name: web-1, web-2, relay-1, jobs-1."""
        return self.note().processes

    @property
    def database_url(self) -> str:
        return self._database_url if self._server else embedded_url(self.home)

    def note(self) -> state.Note:
        """The supervisor's note."""
        return state.read(self.home)

    def start(self) -> None:
        """Start the supervisor and wait until it can serve a customer."""
        self.home.mkdir(parents=True, exist_ok=True)
        state.forget(self.home)
        command = [sys.executable, "-m", "foyer", "demo" if self.demo else "up"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=PROJECT)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the house did not start:\n" + self.log.read_text()[-4000:])
            time.sleep(0.1)

    def is_ready(self) -> bool:
        """Whether it can serve a customer."""
        return self._answers("/readyz")

    def is_alive(self) -> bool:
        """Whether a web process answers."""
        return self._answers("/healthz")

    def _answers(self, path: str) -> bool:
        try:
            connection = HTTPConnection("127.0.0.1", self.note().port, timeout=5)
            connection.request("GET", path, headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    @property
    def log(self) -> Path:
        return self.home / "house.log"

    @property
    def environment(self) -> dict[str, str]:
        path = os.pathsep.join([str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        fixed = {"FOYER_HOME": str(self.home), "FOYER_PORT": "0", "FOYER_LOG_FORMAT": "json", "PYTHONPATH": path}
        given = {"DATABASE_URL": self._database_url} if self._server else {}
        return {**os.environ, **fixed, **given, **self.settings}

    @property
    def _server(self) -> str:
        return os.environ.get("DATABASE_URL", "")

    @property
    def _database_name(self) -> str:
        return f"foyer_house_{os.getpid()}_{crc32(str(self.home).encode()):x}"  # a process may have two houses

    @property
    def _database_url(self) -> str:
        return urlunparse(urlparse(self._server)._replace(path=f"/{self._database_name}"))

    def _own_database(self) -> None:
        """On a given server: a database beside the one it names, never that one."""
        if self._server:
            self._drop_database()
            self._on_server("CREATE DATABASE {}")

    def _drop_database(self) -> None:
        if self._server:
            self._on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(self._database_name)))
