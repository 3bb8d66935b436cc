"""Anchors: signed statements of how far the chain went and how it ended, kept in the database and outside it.

Whoever rewrites the chain, or cuts off its end, contradicts an anchor; whoever removes the anchor from the database
still contradicts the line outside. The file below FOYER_AUDIT_FOLDER catches up by itself with what it lacks.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from foyer.base import clock
from foyer.security.audit import keys, syslog
from foyer.security.audit.canonical import canonical, instant
from foyer.security.audit.sealing import Head, head
from foyer.security.models import AuditAnchor

FILE, KEYS, SENT = "anchors.jsonl", "public-keys", "syslog-sent"
MOST_AT_ONCE = 1_000


@dataclass(frozen=True)
class Anchor:
    """One statement as it is read back, from the table or from the file."""

    id: UUID
    kind: str
    seq: int
    at: str
    hash: bytes
    public_key: bytes
    signature: bytes

    @property
    def is_authentic(self) -> bool:
        """Signed by this house, and not a letter of it changed."""
        ours = self.public_key in keys.our_public_keys() | set(known_public_keys())
        told = statement(self.kind, self.seq, self.at, self.hash)
        return ours and keys.is_signed(told, self.signature, self.public_key)


def anchor_if_due(*, every_seconds: int | None = None) -> Anchor | None:
    """Anchor the end of the chain, if it has moved and the last anchor is old enough; then bring what lies outside up
    to date."""
    made = None
    wait = timedelta(seconds=settings.FOYER_AUDIT_ANCHOR_SECONDS if every_seconds is None else every_seconds)
    last = AuditAnchor.objects.order_by("-id").first()
    end = head()
    if end.seq and (last is None or (last.seq < end.seq and clock.now() >= last.at + wait)):
        made = make(AuditAnchor.Kind.ANCHOR, end)
    carry_outside()
    return made


@transaction.atomic
def make(kind: str, end: Head) -> Anchor:
    """Sign a statement and add it to the table."""
    at = clock.now()
    signature, public_key = keys.sign(statement(kind, end.seq, instant(at), end.hash))
    row = AuditAnchor(kind=kind, seq=end.seq, at=at, hash=end.hash, public_key=public_key, signature=signature)
    row.save(force_insert=True)
    return of_row(row)


def statement(kind: str, seq: int, at: str, digest: bytes) -> bytes:
    """What is signed."""
    return b"foyer audit anchor\n" + canonical({"kind": kind, "seq": seq, "at": at, "hash": digest.hex()})


def of_row(row: AuditAnchor) -> Anchor:
    parts = (bytes(row.hash), bytes(row.public_key), bytes(row.signature))
    return Anchor(row.pk, row.kind, row.seq, instant(row.at), *parts)


def as_line(anchor: Anchor) -> str:
    """One line of the file."""
    told = {"id": str(anchor.id), "kind": anchor.kind, "seq": anchor.seq, "at": anchor.at}
    return json.dumps(told | {name: getattr(anchor, name).hex() for name in ("hash", "public_key", "signature")})


def of_line(line: str) -> Anchor | None:
    """The anchor of a line; None for a line that is none (a torn write)."""
    try:
        told: dict[str, Any] = json.loads(line)
        parts = (bytes.fromhex(told[name]) for name in ("hash", "public_key", "signature"))
        return Anchor(UUID(told["id"]), str(told["kind"]), int(told["seq"]), str(told["at"]), *parts)
    except (ValueError, KeyError, TypeError):
        return None


def in_file() -> Iterator[Anchor]:
    """The anchors outside, in the order of their lines."""
    path = _folder() / FILE
    if path.exists():
        with path.open() as file:
            yield from filter(None, map(of_line, file))


def known_public_keys() -> list[bytes]:
    """The public keys that signed here, also of keys that have left the ring since."""
    path = _folder() / KEYS
    return [bytes.fromhex(line) for line in path.read_text().split()] if path.exists() else []


def carry_outside() -> int:
    """Write to the file what it lacks, and tell the log server what it was not told; returns how many lines came."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new_keys = keys.our_public_keys() - set(known_public_keys())
    _append(folder / KEYS, [key.hex() for key in sorted(new_keys)])
    missing = _after(_last_in_file(folder / FILE))
    _append(folder / FILE, [as_line(anchor) for anchor in missing])
    if settings.FOYER_AUDIT_SYSLOG:
        _tell_log_server(folder / SENT)
    return len(missing)


def _tell_log_server(noted: Path) -> None:
    told = UUID(noted.read_text().strip()) if noted.exists() else None
    for anchor in _after(told):
        syslog.send(settings.FOYER_AUDIT_SYSLOG, clock.now(), as_line(anchor))
        _replace(noted, str(anchor.id))


def _after(identifier: UUID | None) -> list[Anchor]:
    """What is newer than an anchor, without what we did not sign ourselves."""
    rows = AuditAnchor.objects.order_by("id")
    rows = rows.filter(pk__gt=identifier) if identifier else rows
    return [anchor for anchor in map(of_row, rows[:MOST_AT_ONCE]) if anchor.is_authentic]


def _last_in_file(path: Path) -> UUID | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4_096))
        lines = file.read().decode(errors="replace").splitlines()
    found = [anchor for anchor in map(of_line, lines) if anchor]
    return max((anchor.id for anchor in found), default=None)


def _append(path: Path, lines: list[str]) -> None:
    """Add lines and have them on the disk; a line that a crash tore is ended first."""
    if not lines:
        return
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        torn = b"\n" if size and file.read(1) != b"\n" else b""
        file.write(torn + "".join(f"{line}\n" for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}")
    draft.write_text(text)
    draft.chmod(0o600)
    draft.replace(path)


def _folder() -> Path:
    return Path(settings.FOYER_AUDIT_FOLDER)


def newest(count: int = 20) -> list[Anchor]:
    """The last anchors of the table, newest first."""
    return [of_row(row) for row in AuditAnchor.objects.order_by("-id")[:count]]


def last_at() -> datetime | None:
    """When the chain was anchored last."""
    return AuditAnchor.objects.order_by("-id").values_list("at", flat=True).first()
