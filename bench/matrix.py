"""The peer: matrix-synapse, installed beside Foyer from its own lock, on the same PostgreSQL with the same fsync.

It is one homeserver process, as its package installs it; spreading it over workers needs Redis, which Foyer's house
does not have. Rate limits, presence, federation and URL previews are off, and its passwords are hashed as cheaply as it
allows: whatever does not belong to delivering a message.
"""

import asyncio
import hashlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg
import yaml
from bench.clients import LOST, Address, Answer, Http
from bench.watching import Note

LOCK = Path(__file__).parent / "synapse.lock"  # made by: echo 'matrix-synapse psycopg2-binary' | uv pip compile …
FREELY = {"per_second": 1_000_000, "burst_count": 1_000_000}
LIMITS = [
    "message",
    "registration",
    "login",
    "joins",
    "invites",
    "joins_per_room",
    "room_creation",
    "admin_redaction",
    "third_party_invite",
]
FILTER = {
    "presence": {"types": []}, "account_data": {"types": []},
    "room": {
        "timeline": {"limit": 20}, "state": {"types": []}, "ephemeral": {"types": []}, "account_data": {"types": []},
    },
}  # fmt: skip
SETTING_UP_AT_ONCE = 8


class Synapse:
    """A homeserver of the measurement's own, on loopback."""

    def __init__(self, home: Path, environment: Path, database_url: str) -> None:
        self.home, self.environment, self.database_url = home, environment, database_url
        self.address: Address = ("127.0.0.1", _free_port())
        self._secret = secrets.token_hex(16)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Synapse":
        self.home.mkdir(parents=True, exist_ok=True)
        install(self.environment)
        self._make_database()
        (self.home / "homeserver.yaml").write_text(yaml.safe_dump(self._settings()))
        (self.home / "log.yaml").write_text(yaml.safe_dump({"version": 1, "root": {"level": "ERROR"}}))
        run = [self.environment / "bin/python", "-m", "synapse.app.homeserver", "-c", self.home / "homeserver.yaml"]
        subprocess.run([*run, "--generate-keys"], check=True, cwd=self.home)
        with (self.home / "synapse.log").open("ab") as log:
            self._process = subprocess.Popen(run, cwd=self.home, stdout=log, stderr=log, start_new_session=True)
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    async def settle_in(self, pairs: int, seconds: float) -> list[dict[str, str]]:
        """Rooms of two, a customer and an agent: as many of `pairs` as can be made in `seconds`, two targets a room."""
        await self._until_it_answers()
        deadline, numbers = time.monotonic() + seconds, iter(range(pairs))
        made: list[dict[str, str]] = []
        await asyncio.gather(*(self._make_rooms(numbers, deadline, made) for _ in range(SETTING_UP_AT_ONCE)))
        return made

    async def _make_rooms(self, numbers: "object", deadline: float, made: list[dict[str, str]]) -> None:
        http = Http(self.address)
        for number in numbers:
            if time.monotonic() > deadline:
                return
            tokens = [await self._register(http, f"{side}-{number}") for side in ("customer", "agent")]
            room = await self._room(http, *tokens)
            made += [{"room": room, "token": token} for token in tokens]
        http.close()

    async def _register(self, http: Http, name: str) -> str:
        path = "/_synapse/admin/v1/register"
        nonce = (await http.get(path)).json()["nonce"]
        password = "measured-and-forgotten"
        words = "\x00".join([nonce, name, password, "notadmin"]).encode()
        proof = hmac.new(self._secret.encode(), words, hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "admin": False, "mac": proof}
        return _good(await http.post(path, body))["access_token"]

    @staticmethod
    async def _room(http: Http, customer: str, agent: str) -> str:
        async def as_user(token: str, path: str, body: dict) -> Answer:
            headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
            return await http.call("POST", f"/_matrix/client/v3/{path}", json.dumps(body).encode(), headers)

        room = _good(await as_user(customer, "createRoom", {"preset": "public_chat"}))["room_id"]
        _good(await as_user(agent, f"join/{quote(room)}", {}))
        return quote(room)

    async def _until_it_answers(self) -> None:
        http, deadline = Http(self.address), time.monotonic() + 120
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError((self.home / "synapse.log").read_text(errors="replace")[-2000:])
            try:
                if (await http.get("/_matrix/client/versions")).status == 200:
                    return
            except (*LOST, HTTPException):
                await asyncio.sleep(0.3)
        raise TimeoutError("synapse does not answer")

    def _make_database(self) -> None:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS synapse WITH (FORCE)")
            connection.execute(
                "CREATE DATABASE synapse ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
            )

    def _settings(self) -> dict:
        known = psycopg.conninfo.conninfo_to_dict(self.database_url)
        database = {name: known[name] for name in ("user", "password", "host", "port") if known.get(name)}
        return {
            "server_name": "bench.invalid", "report_stats": False, "pid_file": str(self.home / "pid"),
            "listeners": [
                {
                    "port": self.address[1], "type": "http", "bind_addresses": ["127.0.0.1"], "tls": False,
                    "resources": [{"names": ["client"]}],
                }
            ],
            "database": {"name": "psycopg2", "args": {**database, "dbname": "synapse", "cp_min": 5, "cp_max": 20}},
            "log_config": str(self.home / "log.yaml"), "signing_key_path": str(self.home / "signing.key"),
            "media_store_path": str(self.home / "media"), "registration_shared_secret": self._secret,
            "presence": {"enabled": False}, "trusted_key_servers": [], "bcrypt_rounds": 4, "url_preview_enabled": False,
            "caches": {"global_factor": 8.0}, "soft_file_limit": 0,
            **{f"rc_{name}": _limit(name) for name in LIMITS},
        }  # fmt: skip


class MatrixWatch:
    """A client that long-polls /sync, as every Matrix client does."""

    def __init__(self, address: Address, target: dict[str, str], note: Note) -> None:
        self.http, self.note = Http(address, Authorization=f"Bearer {target['token']}"), note
        self.is_open = asyncio.Event()
        self.closed = False

    async def follow(self) -> None:
        path = f"/_matrix/client/v3/sync?filter={quote(json.dumps(FILTER))}"
        since = _good(await self.http.get(f"{path}&timeout=0"))["next_batch"]
        self.is_open.set()
        while not self.closed:
            try:
                answer = _good(await self.http.get(f"{path}&timeout=15000&since={since}"))
            except LOST:
                continue
            since = answer["next_batch"]
            for room in answer.get("rooms", {}).get("join", {}).values():
                for event in room["timeline"]["events"]:
                    self.note(0, str(event["content"].get("body")).encode())

    def cut(self) -> None:
        self.http.close()

    def close(self) -> None:
        self.closed = True
        self.http.close()


def install(environment: Path) -> None:
    """The peer's own virtual environment, exactly as its lock says; made once."""
    stamp = environment / "lock"
    if stamp.exists() and stamp.read_text() == LOCK.read_text():
        return
    uv = Path(sys.executable).parent / "uv"
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, environment], check=True)
    sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", environment / "bin/python", LOCK]
    subprocess.run(sync, check=True, env={**os.environ, "VIRTUAL_ENV": str(environment)})
    stamp.write_text(LOCK.read_text())


def _limit(name: str) -> dict:
    if name in ("login", "joins", "invites"):
        kinds = {
            "login": ("address", "account", "failed_attempts"), "joins": ("local", "remote"),
            "invites": ("per_room", "per_user", "per_issuer"),
        }  # fmt: skip
        return dict.fromkeys(kinds[name], FREELY)
    return FREELY


def _good(answer: Answer) -> dict:
    if answer.status != 200:
        raise RuntimeError(f"synapse said {answer.status}: {answer.body[:300].decode(errors='replace')}")
    return answer.json()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
