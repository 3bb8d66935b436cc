"""Who keeps the key ring: the files of this installation, its environment, or a key-management service.

Each custody is a mapping {key id: base64 of 32 bytes} that also says which keys serve one purpose alone, and which of
them may write yet. Files and a service are looked at again every few seconds, so that a key which was added is used
without a restart: it is readable at once and writes after `WAIT_SECONDS`, when every process has seen it.
"""

from __future__ import annotations

import base64
import json
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from foyer.config import keys

LOOK_SECONDS = 2.0
WAIT_SECONDS = 10


class Kms(Protocol):
    """A key-management service: it holds a key that never leaves it, and wraps ours with it."""

    def wrap(self, secret: bytes, context: str) -> str: ...

    def unwrap(self, wrapped: str, context: str) -> bytes: ...


class KmsRefused(Exception):
    """The service does not answer, or says no. Nothing sealed can be read before it does."""


Stamp = tuple[tuple[tuple[str, str], ...], Mapping[str, str], frozenset[str] | None]
"""The ring as it stands, what a key serves alone, which keys may write (None: all): one object until it changes."""


class Given(dict[str, str]):
    """A ring that the environment gives, `number:key` or `number@purpose:key`: it changes with a restart only."""

    def __init__(self, ring: Mapping[str, str], declared: str = "") -> None:
        parts = {written.partition("@")[::2]: key for written, key in ring.items()}
        super().__init__({number: key for (number, _purpose), key in parts.items()})
        self.declared = declared
        self._stamp: Stamp = tuple(self.items()), {number: what for number, what in parts if what}, None

    def stamp(self) -> Stamp:
        return self._stamp


class Folder(Mapping[str, str]):
    """The files `field-1`, `field-2` … of a folder, each 0600.

    A second line says since when the key writes, a third the one purpose that it serves.
    """

    prefix = "field-"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ring: dict[str, str] = {}
        self._since: dict[str, float] = {}
        self._serves: dict[str, str] = {}
        self._stamp: Stamp = ((), {}, frozenset())
        self._seen: tuple[tuple[str, int], ...] = ()
        self._next_look = 0.0
        self._looking = threading.Lock()
        if not list(folder.glob(f"{self.prefix}*")):
            self._make("1", since=0)

    def __getitem__(self, key_id: str) -> str:
        self._look()
        return self._ring[key_id]

    def __iter__(self) -> Iterator[str]:
        self._look()
        return iter(self._ring)

    def __len__(self) -> int:
        self._look()
        return len(self._ring)

    def stamp(self) -> Stamp:
        """Asked for with every value that is sealed."""
        self._look()
        return self._stamp

    @property
    def current(self) -> str:
        """The highest number whose time has come, of the keys that serve every purpose."""
        self._look()
        return self._writing("")

    def add(self, *, purpose: str = "", wait_seconds: float = WAIT_SECONDS) -> str:
        """A new key, with the next number; it writes after the wait. Returns its number."""
        self.look_again()
        number = str(max(map(int, self._ring), default=0) + 1)
        self._make(number, since=time.time() + wait_seconds, purpose=purpose)
        self.look_again()
        return number

    def remove(self, key_id: str) -> None:
        """Destroy a key. What it sealed is then lost for ever, here and in every backup that lacks it."""
        if key_id in {self._writing(purpose) for purpose in ("", *self._serves.values())}:
            raise ValueError("the key that writes now is not removed")
        gone = (self.folder / f"{self.prefix}{key_id}").rename(self.folder / f".{self.prefix}{key_id}.gone")
        with gone.open("r+b") as file:  # what lay there is gone even where deleted files can be brought back
            file.write(b"\0" * gone.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        gone.unlink()
        self.look_again()

    def _writing(self, purpose: str) -> str:
        serving = [key_id for key_id in self._ring if self._serves.get(key_id, "") in ("", purpose)]
        ready = [key_id for key_id in serving if self._since[key_id] <= time.time()]
        return max(ready or serving, key=int)

    def writes_since(self, key_id: str) -> float:
        """Seconds since the epoch; 0 for a key that says nothing."""
        self._look()
        return self._since.get(key_id, 0)

    def look_again(self) -> None:
        """At once, and whatever was seen before."""
        self._next_look = 0.0
        self._look()

    def _look(self) -> None:
        """Whoever comes while another thread looks for the first time waits: an empty ring is never shown."""
        if time.monotonic() < self._next_look:
            return
        with self._looking:
            if time.monotonic() >= self._next_look:
                try:
                    self._take_up()
                except FileNotFoundError:  # a key was destroyed this very moment
                    self._take_up()
                self._next_look = time.monotonic() + LOOK_SECONDS

    def _take_up(self) -> None:
        seen = tuple(sorted((path.name, path.stat().st_mtime_ns) for path in self._files()))
        if seen != self._seen:
            self._read()
            self._seen = seen
        now = time.time()
        ready = frozenset(key_id for key_id in self._ring if self._since[key_id] <= now)
        stamp = tuple(self._ring.items()), self._serves, ready
        if stamp != self._stamp:
            self._stamp = stamp

    def _read(self) -> None:
        ring, since, serves = {}, {}, {}
        for path in self._files():
            number = path.name.removeprefix(self.prefix)
            lines = path.read_text().split("\n")
            ring[number] = self._opened(lines[0].strip(), number)
            since[number] = float(lines[1]) if len(lines) > 1 and lines[1].strip() else 0.0
            serves[number] = lines[2].strip() if len(lines) > 2 else ""
        self._ring, self._since = dict(sorted(ring.items(), key=lambda pair: int(pair[0]))), since
        self._serves = {number: purpose for number, purpose in serves.items() if purpose}

    def _files(self) -> list[Path]:
        return [path for path in self.folder.glob(f"{self.prefix}*") if path.name.removeprefix(self.prefix).isdecimal()]

    def _make(self, number: str, *, since: float, purpose: str = "") -> None:
        """Two processes that start together agree on one first key."""
        line = f"\n{int(since)}" + (f"\n{purpose}" if purpose else "") if since else ""
        keys.kept(self.folder, f"{self.prefix}{number}", lambda: self._closed(keys.new_field_key(), number) + line)

    def _opened(self, kept: str, _number: str) -> str:
        return kept

    def _closed(self, secret: str, _number: str) -> str:
        return secret


class Wrapped(Folder):
    """The same folder, with keys that only the service can open: the files `wrapped-1`, `wrapped-2` …"""

    prefix = "wrapped-"

    def __init__(self, folder: Path, kms: Kms) -> None:
        self.kms = kms
        super().__init__(folder)

    def _opened(self, kept: str, number: str) -> str:
        """A key that was opened once is not asked for again."""
        known = self._ring.get(number)
        return known or base64.b64encode(self.kms.unwrap(kept, _context(number))).decode()

    def _closed(self, secret: str, number: str) -> str:
        return self.kms.wrap(base64.b64decode(secret), _context(number))

    def rewrap(self) -> int:
        """Have every key wrapped anew, after the service's own key changed; nothing has to be sealed again."""
        self.look_again()
        for number, secret in self._ring.items():
            path = self.folder / f"{self.prefix}{number}"
            rest = path.read_text().split("\n")[1:]
            draft = path.with_name(f".{path.name}.rewrap")
            draft.touch(mode=0o600)
            draft.write_text("\n".join([self._closed(secret, number), *rest]))
            draft.replace(path)
        return len(self._ring)


class HttpKms:
    """A service over HTTPS: POST /wrap {plaintext, context} and /unwrap {ciphertext, context}, base64, bearer token."""

    def __init__(self, url: str, token: str = "", *, seconds: float = 10) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
            raise KmsRefused("FOYER_KMS_URL must begin with https://")
        self.url, self.token, self.seconds = url.rstrip("/"), token, seconds

    def wrap(self, secret: bytes, context: str) -> str:
        return self._ask("wrap", plaintext=base64.b64encode(secret).decode(), context=context)["ciphertext"]

    def unwrap(self, wrapped: str, context: str) -> bytes:
        return base64.b64decode(self._ask("unwrap", ciphertext=wrapped, context=context)["plaintext"])

    def _ask(self, what: str, **words: str) -> dict[str, str]:
        request = urllib.request.Request(  # noqa: S310  the scheme was checked
            f"{self.url}/{what}",
            data=json.dumps(words).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
                said: dict[str, str] = json.load(answer)
                return said
        except (urllib.error.URLError, OSError, ValueError) as problem:
            raise KmsRefused(f"The key service did not {what} a key: {type(problem).__name__}.") from None


def _context(number: str) -> str:
    return f"foyer field key {number}"
