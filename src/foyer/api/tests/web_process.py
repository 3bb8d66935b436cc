"""The real application in a uvicorn of its own, on the tests' database: to be spoken to by real clients, and killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from urllib.parse import quote

from django.db import connection

from foyer.config.env import PROJECT


class WebProcess:
    """`with WebProcess() as web:` — `web.url` answers until the end of the block."""

    def __init__(self, **settings: str) -> None:
        self.settings = settings
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "WebProcess":
        command = [sys.executable, "-m", "uvicorn", "foyer.config.asgi:application", "--port", str(self.port),
                   "--loop", "uvloop", "--http", "httptools", "--lifespan", "on", "--no-access-log"]  # fmt: skip
        self.process = subprocess.Popen(command, cwd=PROJECT, env=self._environment())
        deadline = time.monotonic() + 60
        while not self._listens():
            assert self.process.poll() is None and time.monotonic() < deadline, "the web process did not start"
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self.process.wait(30)

    def post(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
        speaking = HTTPConnection("127.0.0.1", self.port, timeout=30)
        speaking.request("POST", path, body=body, headers=headers or {})
        answer = speaking.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _environment(self) -> dict[str, str]:
        given = connection.settings_dict
        user, name, host = (quote(str(given[key])) for key in ("USER", "NAME", "HOST"))
        address = f"postgresql://{user}@/{name}?host={host}"
        if given["PASSWORD"] or given["PORT"]:
            address += f"&password={quote(given['PASSWORD'])}&port={given['PORT']}"
        path = os.pathsep.join([str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")])
        return {**os.environ, "DATABASE_URL": address, "PYTHONPATH": path, **self.settings}
