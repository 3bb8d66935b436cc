"""The book of erasures: one line a person in a file beside the database, so that no backup can bring anybody back.

A line carries ids that say nothing once the rows are gone, and an authentication code, so that nobody can write
somebody into it by hand.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings

from foyer.base.crypto import blind_indexes
from foyer.privacy.models import ErasureLog

log = structlog.get_logger(__name__)
PURPOSE = "privacy.erasure_book"


def path() -> Path:
    """Beside the lake, in a folder that a restore leaves alone."""
    return Path(settings.FOYER_LAKE).parent / "erasures" / "book.jsonl"


def write(erasure: ErasureLog) -> None:
    """Add a line and wait until it is on disk; a line that is there already is not added."""
    said = _said(erasure)
    if any(line["id"] == said["id"] for line in _lines()):
        return
    target = path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, (json.dumps({**said, "code": _codes(said)[0]}) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def bring_in() -> int:
    """Lines of the file that the database does not know, as after a restore; how many."""
    known = {str(pk) for pk in ErasureLog.objects.values_list("pk", flat=True)}
    missing = [line for line in _lines() if line["id"] not in known]
    for line in missing:
        ErasureLog.objects.create(
            id=UUID(line["id"]), customers=[UUID(one) for one in line["customers"]],
            records=[UUID(one) for one in line["records"]], visitors=[UUID(one) for one in line["visitors"]],
            at=datetime.fromisoformat(line["at"]), by=line["by"], kept=line["kept"], state=ErasureLog.State.DONE,
        )  # fmt: skip
    return len(missing)


def _said(erasure: ErasureLog) -> dict[str, Any]:
    return {
        "id": str(erasure.pk), "at": erasure.at.isoformat(), "by": erasure.by, "kept": erasure.kept,
        "customers": sorted(map(str, erasure.customers)), "records": sorted(map(str, erasure.records)),
        "visitors": sorted(map(str, erasure.visitors)),
    }  # fmt: skip


def _lines() -> list[dict[str, Any]]:
    if not path().exists():
        return []
    found = []
    for text in path().read_text().splitlines():
        line = json.loads(text)
        code = line.pop("code", "")
        if any(hmac.compare_digest(code, ours) for ours in _codes(line)):
            found.append(line)
        else:
            log.error("erasure_book_line_not_ours", erasure=line.get("id", ""))
    return found


def _codes(said: dict[str, Any]) -> list[str]:
    """Under each key of the ring."""
    text = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return blind_indexes(text, PURPOSE)
