"""The pack for an examiner: one zip in which each file says what it is, and a list of their hashes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from foyer import __version__
from foyer.base import audit, clock, house, spreadsheet
from foyer.base.actors import SYSTEM, Actor
from foyer.privacy.access.marking import export_line_of
from foyer.privacy.models import Disclosure, ErasureProof, PrivacyNotice, RetentionReport, RetentionRule, SubjectRequest
from foyer.privacy.obligations.library import figure, library
from foyer.privacy.requests import acts
from foyer.security.audit import verifying

DISCLOSED = ("recipient__code", "purpose__code", "kinds", "people_count", "basis", "at")
ASKED = ("number", "kind", "state", "door", "asked_at", "due_at", "closed_at", "refusal")
WORDS = (
    "This pack shows how the software is designed to support the rules it lists. Whether the bank meets them is "
    "for the bank and its examiners to judge.\n"
    "本资料说明软件为支持所列规则而作的设计；是否符合规则由银行与检查机构判断。\n"
)


def write(target: Path, *, by: Actor = SYSTEM) -> list[str]:
    """Write the pack; the names of the files in it."""
    target.write_bytes(content := packed(by=by))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def packed(*, by: Actor) -> bytes:
    """The pack's bytes. That it was made is written to the trail."""
    parts = {"README.txt": WORDS, **{name: _json(rows) for name, rows in _parts().items()}}
    parts["obligations.csv"] = spreadsheet.written(map(asdict, library()), head=export_line_of(by))
    parts["tests.txt"] = "\n".join(sorted({test for one in library() for test in one.tests})) + "\n"
    sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(parts.items())}
    parts["manifest.json"] = _json(
        {"bank": house.name().en, "version": __version__, "made_at": clock.now().isoformat(), "sha256": sums}
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(parts.items()):
            archive.writestr(name, text)
    audit.record(acts.EVIDENCE_EXPORTED, by=by, details={"files": len(parts)})
    return out.getvalue()


def _parts() -> dict[str, Any]:
    notices = PrivacyNotice.objects.filter(status="published")
    codes = sorted({code for one in library() for code in one.measures})
    return {
        "obligations.json": [asdict(one) for one in library()],
        "measures.json": [{**figure(code), "name": str(figure(code)["name"])} for code in codes],
        "notices.json": list(notices.values("version", "published_at", "digest", "words")),
        "retention_schedule.json": list(RetentionRule.objects.values()),
        "retention_reports.json": list(RetentionReport.objects.values()[:60]),
        "disclosures.json": list(Disclosure.objects.values(*DISCLOSED)[:10_000]),
        "requests.json": list(SubjectRequest.objects.values(*ASKED)),
        "erasure_proofs.json": list(ErasureProof.objects.values("number", "content", "signature", "public_key")),
        "audit_verification.json": _verified(),
    }  # fmt: skip


def _verified() -> Any:
    found = verifying.verify()
    return {
        "at": clock.now(), "entries": found.entry_count, "findings": [one.as_json() for one in found.findings],
        "finding_count": found.finding_count, "unchecked": found.unchecked_count,
    }  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
