"""The live reader of intents in this process.

Which version is live is a row. Every process looks at it at most once a second, with the question it has to answer
anyway; a new version is loaded beside the old one, which reads on until the new one is ready. A version that cannot
be loaded (its file was changed, its encoder is gone) is not used: then no intent is seen and the conversation goes on
by what the knowledge finds.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.files.storage import default_storage
from django.db import close_old_connections

from foyer.assistant.intents import files
from foyer.assistant.intents.errors import BrokenFile
from foyer.assistant.intents.reader import Reader, encoders_of
from foyer.assistant.models import IntentVersion
from foyer.base.errors import Refusal

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
AGAIN_SECONDS = 60.0  # after which a version that could not be loaded is tried once more: its encoder may be back


class _Here:
    """What this process holds."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.loading = threading.Lock()
        self.looked_at = 0.0
        self.digest = ""
        self.failed_at: float | None = None
        self.reader: Reader | None = None

    def is_current(self, digest: str) -> bool:
        """Whether this version was taken, or could not be loaded just now."""
        failed_now = self.failed_at is not None and time.monotonic() - self.failed_at < AGAIN_SECONDS
        return digest == self.digest and (self.failed_at is None or failed_now)


_here = _Here()


def reader() -> Reader | None:
    """The live reader, or nothing where none is live."""
    with _here.lock:
        if time.monotonic() - _here.looked_at < LOOK_SECONDS:
            return _here.reader
        _here.looked_at = time.monotonic()
    version = IntentVersion.objects.filter(state=IntentVersion.State.LIVE).only("number", "sha256", "path").first()
    if _here.is_current(version.sha256 if version else ""):
        return _here.reader
    if version is None:
        _take(None, "")
    elif _here.reader is None and _here.failed_at is None:
        _load(version)
    elif _here.loading.acquire(blocking=False):
        threading.Thread(target=_load_beside, args=(version,), name="intents", daemon=True).start()
    return _here.reader


@dataclass(frozen=True)
class Current:
    """The live version as a new one is compared with it; without a reader where it cannot be loaded any more."""

    report: dict[str, Any]
    reader: Reader | None


def current() -> Current | None:
    """The live version, loaded for itself: for the job that trains the next one."""
    version = IntentVersion.objects.filter(state=IntentVersion.State.LIVE).first()
    if version is None:
        return None
    try:
        return Current(version.report, loaded(version))
    except Refusal:
        return Current(version.report, None)


def warm_up() -> None:
    """Load the live version now rather than with a customer's question."""
    live = reader()
    if live is not None:
        live.read(["你好", "hello"])


def forget() -> None:
    """As a fresh process: for tests, and for the process that has just changed the live version."""
    _here.looked_at, _here.digest, _here.reader, _here.failed_at = 0.0, "", None, None


def loaded(version: IntentVersion) -> Reader:
    """A version with its encoders, from its file. Raises BrokenFile, also where an encoder is gone."""
    try:
        with default_storage.open(version.path) as file:
            content = file.read()
    except OSError as error:
        raise BrokenFile from error
    model = files.unpacked(content, version.sha256)
    encoders = encoders_of(model)
    if encoders is None:
        raise BrokenFile(mend=BrokenFile.mend, encoders=list(model.seen.meanings))
    return Reader(version.number, model, encoders)


def _load(version: IntentVersion) -> None:
    """A version that cannot be loaded is noted as looked at, so that it is not tried with every message but once a
    minute, beside the messages."""
    try:
        found: Reader | None = loaded(version)
    except Refusal as refusal:
        log.error("intents_not_loaded", version=version.number, error=refusal.code)
        found = None
    _take(found, version.sha256)


def _load_beside(version: IntentVersion) -> None:
    try:
        _load(version)
    finally:
        _here.loading.release()
        close_old_connections()


def _take(found: Reader | None, digest: str) -> None:
    with _here.lock:
        _here.reader, _here.digest = found, digest
        _here.failed_at = time.monotonic() if found is None and digest else None
